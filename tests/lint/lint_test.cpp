// SPDX-License-Identifier: Apache-2.0
// Three tools accept every module of the library without a warning, at the parameters of its cell's examples.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <regex>
#include <set>

#include "hw/cell.h"
#include "support/program.h"

namespace finn {

void PrintTo(const Cell* cell, std::ostream* out) { *out << cell->name; }

}  // namespace finn

namespace finn::test {
namespace {

namespace fs = std::filesystem;

const fs::path kTemplates = fs::path(FINN_SOURCE_DIR) / "rtl_templates";
const fs::path kPrimitives = fs::path(FINN_SOURCE_DIR) / "verif/primitives/fr_primitives.v";
const fs::path kWaivers = fs::path(FINN_SOURCE_DIR) / "tests/lint/verilator_waivers.vlt";

/// A module with values for all its parameters, strings quoted.
struct Module {
  std::string name;
  std::vector<fs::path> files;
  bool primitives = false;  ///< the form for a device, with models of its primitives
  std::vector<std::pair<std::string, std::string>> params;
};

Module module_of(const RtlBinding& binding, const fs::path& folder) {
  Module module;
  module.name = binding.module;
  for (const RtlSource& source : binding.sources) {
    module.files.push_back(folder / (source.module + ".v"));
    write_text(module.files.back(), source.text);
  }
  for (const std::string& file : binding.files) module.files.push_back(kTemplates / file);
  for (const RtlParam& param : binding.params) {
    const auto* number = std::get_if<std::int64_t>(&param.value);
    module.params.emplace_back(
        param.name, number != nullptr ? std::to_string(*number) : "\"" + std::get<std::string>(param.value) + "\"");
  }
  return module;
}

void append_files(std::vector<std::string>& command, const Module& module) {
  if (module.primitives) command.insert(command.end(), {"-DFR_PRIMITIVES", kPrimitives.string()});
  for (const fs::path& file : module.files) command.push_back(file.string());
}

void expect_silence(const ProgramResult& result, const Module& module) {
  std::string params;
  for (const auto& [name, value] : module.params) params += fmt::format(" {}={}", name, value);
  EXPECT_EQ(result.exit_code, 0) << module.name << params;
  EXPECT_EQ(result.out + result.err, "") << module.name << params;
}

void lint_with_verilator(const Module& module, const fs::path& folder) {
  std::vector<std::string> command{"verilator", "--lint-only", "-Wall", "--top-module", module.name};
  for (const auto& [name, value] : module.params) command.push_back(fmt::format("-G{}={}", name, value));
  if (fs::exists(kWaivers)) command.push_back(kWaivers.string());
  append_files(command, module);
  expect_silence(run_program(command, folder), module);
}

void lint_with_icarus(const Module& module, const fs::path& folder) {
  std::vector<std::string> command{"iverilog", "-g2005", "-Wall", "-o", "module.vvp", "-s", module.name};
  for (const auto& [name, value] : module.params)
    command.push_back(fmt::format("-P{}.{}={}", module.name, name, value));
  append_files(command, module);
  expect_silence(run_program(command, folder), module);
}

/// Yosys wants negative numbers sized: 32'shfffffff8 for -8.
std::string yosys_value(const std::string& value) {
  if (value[0] != '-') return value;
  return fmt::format("32'sh{:08x}", static_cast<std::uint32_t>(std::stoll(value)));
}

/// Elaborates with exactly these parameters; undriven and multiply driven wires, loops and implicit wires are errors.
void lint_with_yosys(const Module& module, const fs::path& folder) {
  std::string script = module.primitives ? "read_verilog -lib +/xilinx/cells_sim.v; read_verilog -DFR_PRIMITIVES -defer"
                                         : "read_verilog -defer";
  for (const fs::path& file : module.files) script += " " + file.string();
  script += "; hierarchy -check -top " + module.name;
  for (const auto& [name, value] : module.params) script += fmt::format(" -chparam {} {}", name, yosys_value(value));
  script += "; proc; opt_clean; check -assert";
  ProgramResult result = run_program({"yosys", "-q", "-p", script}, folder);
  expect_silence(result, module);
}

class CellLint : public testing::TestWithParam<const Cell*> {
 protected:
  void for_each_example(void (*lint)(const Module&, const fs::path&)) {
    const TemporaryFolder folder("lint_" + std::string(GetParam()->name));
    for (const CellExample& example : GetParam()->examples()) {
      const RtlBinding binding = GetParam()->rtl(example.params, example.memories);
      Module module = module_of(binding, folder.path());
      lint(module, folder.path());
      module.primitives = std::any_of(module.files.begin(), module.files.end(), [](const fs::path& file) {
        return read_text(file).find("FR_PRIMITIVES") != std::string::npos;
      });
      if (module.primitives) lint(module, folder.path());
    }
  }
};

TEST_P(CellLint, Verilator) { for_each_example(lint_with_verilator); }
TEST_P(CellLint, Icarus) { for_each_example(lint_with_icarus); }
TEST_P(CellLint, Yosys) { for_each_example(lint_with_yosys); }

std::string cell_name(const testing::TestParamInfo<const Cell*>& cell) { return std::string(cell.param->name); }

INSTANTIATE_TEST_SUITE_P(Cells, CellLint, testing::ValuesIn(all_cells()), cell_name);

/// Yosys takes a string parameter only from an instance; `ports` are "input wire [2:0] addr" and so on.
void lint_instance_with_yosys(Module module, const std::vector<std::string>& ports, const fs::path& folder) {
  std::string params;
  for (const auto& [name, value] : module.params)
    params += fmt::format("{}.{}({})", params.empty() ? "" : ", ", name, value);
  std::string declared;
  std::string connected;
  for (const std::string& port : ports) {
    const std::string name = port.substr(port.rfind(' ') + 1);
    declared += (declared.empty() ? "" : ", ") + port;
    connected += fmt::format("{}.{}({})", connected.empty() ? "" : ", ", name, name);
  }
  write_text(folder / "lint_instance.v", fmt::format("module lint_instance ({});\n  {} #({}) u_dut ({});\nendmodule\n",
                                                     declared, module.name, params, connected));
  module.name = "lint_instance";
  module.files.push_back(folder / "lint_instance.v");
  module.params.clear();
  lint_with_yosys(module, folder);
}

void lint_rom_with_yosys(const Module& rom, const fs::path& folder) {
  lint_instance_with_yosys(
      rom,
      {"input wire clk", "input wire en", fmt::format("input wire [{}:0] addr", rom.params[1].second == "1" ? 0 : 2),
       fmt::format("output wire [{}-1:0] data", rom.params[0].second)},
      folder);
}

/// fr_rom stands beside the cells: each style, one word and several.
TEST(MemoryLint, RomInEachStyle) {
  const TemporaryFolder folder("lint_rom");
  write_text(folder / "one.mem", "1\n");
  write_text(folder / "five.mem", "1f\n02\n13\n04\n15\n");
  for (const char* style : {"0", "1", "2"}) {
    Module rom;
    rom.name = "fr_rom";
    rom.files = {kTemplates / "rom/fr_rom.v"};
    rom.params = {{"WIDTH", "1"}, {"DEPTH", "1"}, {"STYLE", style}, {"INIT_FILE", "\"one.mem\""}};
    for (auto* lint : {lint_with_verilator, lint_with_icarus}) lint(rom, folder.path());
    lint_rom_with_yosys(rom, folder.path());
    rom.params = {{"WIDTH", "5"}, {"DEPTH", "5"}, {"STYLE", style}, {"INIT_FILE", "\"five.mem\""}};
    for (auto* lint : {lint_with_verilator, lint_with_icarus}) lint(rom, folder.path());
    lint_rom_with_yosys(rom, folder.path());
  }
}

/// Two memories in one array: equal widths, and either one the wider.
TEST(MemoryLint, RomOfTwoPorts) {
  const TemporaryFolder folder("lint_rom2");
  write_text(folder / "seven.mem", "1f\n02\n13\n04\n15\n16\n07\n");
  for (const auto& [a, b] : {std::pair{5, 5}, {5, 3}, {2, 5}}) {
    Module rom;
    rom.name = "fr_rom2";
    rom.files = {kTemplates / "rom/fr_rom2.v"};
    rom.params = {{"A_WIDTH", std::to_string(a)},
                  {"A_DEPTH", "3"},
                  {"B_WIDTH", std::to_string(b)},
                  {"B_DEPTH", "3"},
                  {"B_BASE", "4"},
                  {"INIT_FILE", "\"seven.mem\""}};
    for (auto* lint : {lint_with_verilator, lint_with_icarus}) lint(rom, folder.path());
    lint_instance_with_yosys(rom,
                             {"input wire clk", "input wire a_en", "input wire [1:0] a_addr",
                              fmt::format("output wire [{}:0] a_data", a - 1), "input wire b_en",
                              "input wire [1:0] b_addr", fmt::format("output wire [{}:0] b_data", b - 1)},
                             folder.path());
  }
}

/// Memories of parameters: each style, one row and several, a column of many, an address of one bit.
TEST(MemoryLint, ParameterRam) {
  const TemporaryFolder folder("lint_parameter_ram");
  write_text(folder / "one.mem", "1\n");
  write_text(folder / "five.mem", "1f\n02\n13\n04\n15\n");
  for (const char* style : {"1", "2"})
    for (const auto& [depth, width, address, base, stride, file] :
         {std::tuple{1, 1, 1, 1, 1, "one"}, {5, 5, 6, 16, 1, "five"}, {5, 32, 12, 66, 4, "five"}}) {
      Module ram;
      ram.name = "fr_parameter_ram";
      ram.files = {kTemplates / "parameters/fr_parameter_ram.v"};
      ram.params = {{"WIDTH", std::to_string(width)},
                    {"DEPTH", std::to_string(depth)},
                    {"STYLE", style},
                    {"ADDRESS", std::to_string(address)},
                    {"BASE", std::to_string(base)},
                    {"STRIDE", std::to_string(stride)},
                    {"INIT_FILE", fmt::format("\"{}.mem\"", file)}};
      for (auto* lint : {lint_with_verilator, lint_with_icarus}) lint(ram, folder.path());
      lint_instance_with_yosys(
          ram,
          {"input wire clk", "input wire write", fmt::format("input wire [{}:0] write_addr", address - 1),
           "input wire [31:0] write_data", "input wire en", fmt::format("input wire [{}:0] addr", depth == 1 ? 0 : 2),
           fmt::format("output wire [{}:0] data", width - 1)},
          folder.path());
    }
}

/// Segments of a power of two and others, the last one full and short.
TEST(MemoryLint, SelectionOfASegment) {
  const TemporaryFolder folder("lint_rom_select");
  const std::vector<std::vector<const char*>> cases = {
      {"8", "9", "4"}, {"3", "24", "6"}, {"1", "20", "6"}, {"4", "2304", "768"}, {"2", "4096", "2048"}};
  for (const std::vector<const char*>& values : cases) {
    const Module select{"fr_rom_select",
                        {kTemplates / "rom/fr_rom_select.v"},
                        false,
                        {{"WIDTH", values[0]}, {"DEPTH", values[1]}, {"STEP", values[2]}}};
    for (auto* lint : {lint_with_verilator, lint_with_icarus, lint_with_yosys}) lint(select, folder.path());
  }
}

/// Of the shell around the accelerator (docs/registers.md): folder/module, what it needs, and parameters.
struct ShellModule {
  const char* file;
  std::vector<const char*> needs;
  std::vector<std::pair<std::string, std::string>> params;
};

const std::vector<ShellModule>& shell_modules() {
  static const std::vector<const char*> dma{"dma/fr_dma_size.v", "dma/fr_dma_job.v", "dma/fr_dma_bursts.v",
                                            "dwc/fr_dwc.v", "fifo_srl/fr_fifo_srl.v"};
  const auto channel = [](const char* bits, const char* burst, const char* bytes, const char* beats) {
    return std::vector<std::pair<std::string, std::string>>{
        {"MEMORY_BITS", bits}, {"BURST", burst}, {"OUTSTANDING", "2"}, {"BEAT_BYTES", bytes}, {"BEATS", beats}};
  };
  static const std::vector<ShellModule> modules{
      {"axilite/fr_axilite.v", {}, {{"ADDRESS", "16"}}},
      {"axilite/fr_control.v", {}, {{"INPUTS", "2"}, {"OUTPUTS", "3"}, {"DMA", "1"}, {"MEMORY_BITS", "64"}}},
      {"axilite/fr_port_counters.v", {}, {{"BASE", "4096"}, {"BEATS", "1"}, {"BEAT_BYTES", "3"}, {"CHECK_LAST", "0"}}},
      {"axilite/fr_port_counters.v", {}, {{"BASE", "4160"}, {"BEATS", "98"}, {"BEAT_BYTES", "1"}, {"CHECK_LAST", "1"}}},
      {"axilite/fr_frame_gate.v", {}, {{"BEATS", "1"}}},
      {"axilite/fr_frame_gate.v", {}, {{"BEATS", "5"}}},
      {"axilite/fr_frame_join.v", {}, {{"PORTS", "1"}}},
      {"axilite/fr_frame_watch.v", {"axilite/fr_frame_join.v"}, {{"INPUTS", "1"}, {"OUTPUTS", "1"}}},
      {"axilite/fr_frame_watch.v", {"axilite/fr_frame_join.v"}, {{"INPUTS", "3"}, {"OUTPUTS", "2"}}},
      {"axilite/fr_channel_registers.v", {}, {{"BASE", "16384"}}},
      {"axilite/fr_parameter_window.v", {}, {{"BASE", "28672"}, {"WORDS", "1"}, {"ADDRESS", "1"}}},
      {"axilite/fr_parameter_window.v", {}, {{"BASE", "28672"}, {"WORDS", "100000"}, {"ADDRESS", "17"}}},
      {"parameters/fr_parameter_stage.v", {}, {{"ADDRESS", "1"}}},
      {"dma/fr_dma_size.v", {}, {{"FRAME_BYTES", "784"}, {"LENGTH", "42"}}},
      {"dma/fr_dma_job.v",
       {"dma/fr_dma_size.v"},
       {{"WORD_BYTES", "8"}, {"BEAT_BYTES", "3"}, {"BEATS", "5"}, {"BYTES", "36"}, {"WORDS", "34"}}},
      {"dma/fr_dma_job.v",
       {"dma/fr_dma_size.v"},
       {{"WORD_BYTES", "1"}, {"BEAT_BYTES", "1"}, {"BEATS", "1"}, {"BYTES", "33"}, {"WORDS", "34"}}},
      {"dma/fr_dma_bursts.v", {}, {{"WORD_BYTES", "8"}, {"BURST", "16"}, {"LENGTH", "40"}, {"LEVEL", "7"}}},
      {"dma/fr_dma_bursts.v", {}, {{"WORD_BYTES", "1"}, {"BURST", "256"}, {"LENGTH", "33"}, {"LEVEL", "9"}}},
      {"dma_read/fr_dma_read.v", dma, channel("64", "16", "3", "5")},
      {"dma_read/fr_dma_read.v", dma, channel("8", "2", "1", "1")},
      {"dma_read/fr_dma_read.v", dma, channel("512", "64", "7", "112")},
      {"dma_write/fr_dma_write.v", dma, channel("64", "16", "3", "5")},
      {"dma_write/fr_dma_write.v", dma, channel("8", "2", "1", "1")},
      {"dma_write/fr_dma_write.v", dma, channel("512", "64", "7", "112")}};
  return modules;
}

TEST(ShellLint, EveryModule) {
  const TemporaryFolder folder("lint_shell");
  for (const ShellModule& shell : shell_modules()) {
    Module module;
    module.name = fs::path(shell.file).stem().string();
    module.files = {kTemplates / shell.file};
    for (const char* need : shell.needs) module.files.push_back(kTemplates / need);
    module.params = shell.params;
    for (auto* lint : {lint_with_verilator, lint_with_icarus, lint_with_yosys}) lint(module, folder.path());
  }
}

/// Each file of the library holds one module of its name and one of the tests above lints it.
TEST(LibraryLint, EveryFileBelongsToACell) {
  std::set<fs::path> linted{"rom/fr_rom.v", "rom/fr_rom2.v", "rom/fr_rom_select.v", "parameters/fr_parameter_ram.v"};
  for (const Cell* cell : all_cells())
    for (const CellExample& example : cell->examples())
      for (const std::string& file : cell->rtl(example.params, example.memories).files) linted.insert(file);
  for (const ShellModule& shell : shell_modules()) linted.insert(shell.file);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kTemplates)) {
    if (entry.path().extension() != ".v") continue;
    EXPECT_TRUE(linted.count(fs::relative(entry.path(), kTemplates)) != 0) << entry.path();
    const std::string text = read_text(entry.path());
    const std::regex module("(^|\n)module\\s+(\\w+)");
    std::vector<std::string> names;
    for (std::sregex_iterator it(text.begin(), text.end(), module), end; it != end; ++it) names.push_back((*it)[2]);
    EXPECT_EQ(names, std::vector<std::string>{entry.path().stem().string()}) << entry.path();
    EXPECT_NE(text.find("`default_nettype none"), std::string::npos) << entry.path();
  }
}

/// A parameter outside its range stops all three tools, which then print the parameter's name.
TEST(LibraryLint, IllegalParametersStop) {
  const TemporaryFolder folder("lint_illegal");
  const std::string file = (kTemplates / "skid/fr_skid.v").string();
  const std::vector<std::vector<std::string>> commands = {
      {"verilator", "--lint-only", "-GWIDTH=0", file},
      {"iverilog", "-g2005", "-o", "module.vvp", "-Pfr_skid.WIDTH=0", file},
      {"yosys", "-p", "read_verilog -defer " + file + "; hierarchy -check -top fr_skid -chparam WIDTH 0"},
  };
  for (const auto& command : commands) {
    const ProgramResult result = run_program(command, folder.path());
    EXPECT_NE(result.exit_code, 0) << command[0];
    EXPECT_NE((result.out + result.err).find("fr_illegal_WIDTH"), std::string::npos) << command[0];
  }
}

}  // namespace
}  // namespace finn::test
