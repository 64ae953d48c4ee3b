// SPDX-License-Identifier: Apache-2.0
// Yosys maps each array to as many BRAM18 as the generator says.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <regex>

#include "hw/rom_plan.h"
#include "support/program.h"

namespace finn::test {
namespace {

const std::string kRoms = std::string(FINN_SOURCE_DIR) + "/rtl_templates/rom/";

void write_random(const std::filesystem::path& file, std::int64_t width, std::int64_t depth) {
  std::mt19937_64 random(static_cast<std::uint64_t>(width * depth));
  std::string text;
  for (std::int64_t row = 0; row < depth; ++row) {
    text += fmt::format("{:x}", random() & ((2U << (width - 1) % 4) - 1));
    for (std::int64_t digit = 1; digit < (width + 3) / 4; ++digit) text += fmt::format("{:x}", random() & 15);
    text += '\n';
  }
  write_text(file, text);
}

/// BRAM18 of a module top in top.v, by the steps of synth_xilinx that map memories.
std::int64_t mapped_bram18(const std::filesystem::path& folder, const std::string& verilog) {
  write_text(folder / "top.v", verilog);
  const std::string script =
      "read_verilog -defer " + kRoms + "fr_rom.v " + kRoms + "fr_rom2.v " + kRoms +
      "../parameters/fr_parameter_ram.v top.v; hierarchy -check -top top; synth_xilinx -family xc7 -flatten -noiopad "
      "-noclkbuf -top top -run begin:map_ffram; stat";
  const ProgramResult result = run_program({"yosys", "-p", script}, folder);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const std::string statistics = result.out.substr(result.out.rfind("Number of cells"));
  std::int64_t bram18 = 0;
  for (const auto& [name, weight] : {std::pair{"RAMB18E1", 1}, {"RAMB36E1", 2}}) {
    std::smatch match;
    if (std::regex_search(statistics, match, std::regex(std::string(name) + "\\s+(\\d+)")))
      bram18 += weight * std::stoll(match[1]);
  }
  return bram18;
}

/// Arrays of every plan: whole and part primitives, RAMB36 for their ninth bits, the last segment.
TEST(RomMapping, SinglePortArraysTakeThePredictedBlockRam) {
  const TemporaryFolder folder("rom_mapping");
  const std::vector<std::pair<std::int64_t, std::int64_t>> shapes = {{512, 144}, {128, 288}, {48, 600},
                                                                     {40, 2304}, {4, 32768}, {2, 2560}};
  for (const auto& [width, depth] : shapes)
    for (const RomPlan& rom : plan_memory({width, depth, "block"}).roms) {
      write_random(folder.path() / "rom.mem", rom.slots, rom.rows);
      std::int64_t address = 1;
      while ((std::int64_t{1} << address) < rom.rows) ++address;
      const std::string top = fmt::format(
          "module top (input wire clk, input wire en, input wire [{}:0] addr, output wire [{}:0] data);\n"
          "  fr_rom #(.WIDTH({}), .DEPTH({}), .STYLE(1), .INIT_FILE(\"rom.mem\")) u_rom (.clk(clk), .en(en), "
          ".addr(addr), .data(data));\nendmodule\n",
          address - 1, rom.slots - 1, rom.slots, rom.rows);
      EXPECT_EQ(mapped_bram18(folder.path(), top), rom.bram18) << rom.slots << " x " << rom.rows;
    }
}

/// Arrays that the host rewrites: block RAM and LUT RAM with initial contents.
TEST(RomMapping, WritableArraysTakeThePredictedBlockRam) {
  const TemporaryFolder folder("rom_mapping_writable");
  for (const auto& [width, depth, block] :
       {std::tuple{32, 512, true}, {32, 1500, true}, {7, 4096, true}, {32, 64, false}}) {
    const MemoryPlan plan = plan_memory({width, depth, block ? "block" : "distributed", true});
    ASSERT_EQ(plan.roms.size(), 1U);
    write_random(folder.path() / "ram.mem", width, depth);
    std::int64_t address = 1;
    while ((1 << address) < depth) ++address;
    const std::string top = fmt::format(
        "module top (input wire clk, input wire write, input wire [15:0] write_addr, input wire [31:0] write_data,\n"
        "  input wire en, input wire [{}:0] addr, output wire [{}:0] data);\n"
        "  fr_parameter_ram #(.WIDTH({}), .DEPTH({}), .STYLE({}), .ADDRESS(16), .BASE(16384), .STRIDE(1), "
        ".INIT_FILE(\"ram.mem\")) u_ram (.clk(clk), .write(write), .write_addr(write_addr), .write_data(write_data), "
        ".en(en), .addr(addr), .data(data));\nendmodule\n",
        address - 1, width - 1, width, depth, block ? 1 : 2);
    EXPECT_EQ(mapped_bram18(folder.path(), top), plan.bram18) << width << " x " << depth;
  }
}

/// The shared arrays of a binary CNV: (512 x 144, 128 x 2304) and (8 x 32768, 2 x 2560); and one of 2048 x 9.
TEST(RomMapping, SharedArraysTakeThePredictedBlockRam) {
  struct Shared {
    std::int64_t a_slots, a_rows, b_slots, b_rows, base;
  };
  const TemporaryFolder folder("rom_mapping_shared");
  for (const Shared& s : {Shared{396, 144, 384, 768, 256}, {2, 4096, 2, 2560, 4096}, {9, 200, 27, 1792, 256}}) {
    const std::int64_t width = std::max(s.a_slots, s.b_slots);
    write_random(folder.path() / "rom.mem", width, s.base + s.b_rows);
    const std::string top = fmt::format(
        "module top (input wire clk, input wire a_en, input wire [$clog2({1})-1:0] a_addr, output wire [{0}-1:0] "
        "a_data,"
        " input wire b_en, input wire [$clog2({3})-1:0] b_addr, output wire [{2}-1:0] b_data);\n"
        "  fr_rom2 #(.A_WIDTH({0}), .A_DEPTH({1}), .B_WIDTH({2}), .B_DEPTH({3}), .B_BASE({4}), .INIT_FILE(\"rom.mem\"))"
        " u_rom (.clk(clk), .a_en(a_en), .a_addr(a_addr), .a_data(a_data), .b_en(b_en), .b_addr(b_addr),"
        " .b_data(b_data));\nendmodule\n",
        s.a_slots, s.a_rows, s.b_slots, s.b_rows, s.base);
    EXPECT_EQ(mapped_bram18(folder.path(), top), rom_bram18(width, s.base + s.b_rows, 2)) << width;
  }
}

}  // namespace
}  // namespace finn::test
