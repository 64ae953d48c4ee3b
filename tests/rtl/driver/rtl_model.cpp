// SPDX-License-Identifier: Apache-2.0
#include "driver/rtl_model.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace finn::rtltest {
namespace {

namespace fs = std::filesystem;

const fs::path kTemplates = fs::path(FINN_SOURCE_DIR) / "rtl_templates";
constexpr const char* kPrimitivesMacro = "FR_PRIMITIVES";
const fs::path kPrimitives = fs::path(FINN_SOURCE_DIR) / "verif/primitives/fr_primitives.v";
const fs::path kShim = fs::path(FINN_SOURCE_DIR) / "tests/rtl/driver/shim.cpp";

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const fs::path& path, const std::string& text) {
  if (fs::exists(path) && read_text(path) == text) return;
  std::ofstream(path, std::ios::binary) << text;
}

int count_streams(const std::vector<RtlInstance>& instances, std::vector<StreamShape> RtlInstance::*side) {
  std::size_t count = 0;
  for (const RtlInstance& instance : instances) count += (instance.*side).size();
  return static_cast<int>(count);
}

/// 32-bit words of one stream's data in the packed ports: that of the widest stream.
int slot_words(const std::vector<RtlInstance>& instances) {
  std::int64_t bits = 1;
  for (const RtlInstance& instance : instances)
    for (const auto* side : {&instance.inputs, &instance.outputs})
      for (const StreamShape& shape : *side) bits = std::max(bits, shape.bits);
  return static_cast<int>((bits + 31) / 32);
}

std::string mem_text(const Memory& memory) {
  std::string text;
  for (const BitWord& word : memory.words) text += word.hex(memory.width) + "\n";
  return text;
}

/// One fr_rom a memory lane, and the wires of the memory ports.
std::string memory_wiring(const fs::path& folder, const RtlInstance& instance, int index) {
  std::string text;
  std::set<std::string> declared;
  for (std::size_t m = 0; m < instance.memories.size(); ++m) {
    const Memory& memory = instance.memories[m];
    const std::vector<std::string>& ports = instance.binding.memories;
    if (std::find(ports.begin(), ports.end(), memory.port) == ports.end()) continue;  // it became logic
    const auto depth = static_cast<std::int64_t>(memory.words.size());
    const int address = std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(depth - 1))));
    const std::string port = fmt::format("i{}_{}", index, memory.port);
    if (declared.insert(port).second)
      text += fmt::format("  wire {0}_en; wire [{1}:0] {0}_addr; wire [{2}:0] {0}_data;\n", port,
                          memory.lanes * address - 1, memory.lanes * memory.width - 1);
    const fs::path file = folder / fmt::format("i{}_{}.mem", index, m);
    write_text(file, mem_text(memory));
    text += fmt::format(
        "  fr_rom #(.WIDTH({}), .DEPTH({}), .STYLE(0), .INIT_FILE(\"{}\")) i{}_rom{} "
        "(.clk(clk), .en({}_en), .addr({}_addr[{}+:{}]), .data({}_data[{}+:{}]));\n",
        memory.width, depth, file.string(), index, m, port, port, memory.lane * address, address, port,
        memory.lane * memory.width, memory.width);
  }
  return text;
}

std::string parameters(const RtlBinding& binding) {
  std::string text;
  for (const RtlParam& param : binding.params) {
    const auto* number = std::get_if<std::int64_t>(&param.value);
    text += fmt::format("{}.{}({})", text.empty() ? "" : ", ", param.name,
                        number ? std::to_string(*number) : "\"" + std::get<std::string>(param.value) + "\"");
  }
  return text;
}

std::string instantiate(const RtlInstance& instance, int index, int slot_bits, int first_input, int first_output) {
  std::string text =
      fmt::format("  {} #({}) i{} (.clk(clk), .rst(rst)", instance.binding.module, parameters(instance.binding), index);
  const auto stream = [&](const std::string& name, char side, int number, std::int64_t bits) {
    text += fmt::format(
        ",\n    .{0}_tdata({1}_data[{2}+:{3}]), .{0}_tvalid({1}_valid[{4}]), .{0}_tready({1}_ready[{4}]), "
        ".{0}_tlast({1}_last[{4}])",
        name, side, static_cast<std::int64_t>(number) * slot_bits, bits, number);
  };
  for (std::size_t i = 0; i < instance.inputs.size(); ++i)
    stream(instance.binding.inputs.at(i), 's', first_input + static_cast<int>(i), instance.inputs[i].bits);
  for (std::size_t i = 0; i < instance.outputs.size(); ++i)
    stream(instance.binding.outputs.at(i), 'm', first_output + static_cast<int>(i), instance.outputs[i].bits);
  for (const std::string& port : instance.binding.memories)
    text += fmt::format(",\n    .{0}_en(i{1}_{0}_en), .{0}_addr(i{1}_{0}_addr), .{0}_data(i{1}_{0}_data)", port, index);
  return text + ");\n";
}

/// Verilates and compiles; a build whose sources have not changed is reused.
fs::path build_library(const fs::path& folder, const std::vector<fs::path>& files, const std::string& macro) {
  const fs::path library = folder / "obj/libcell.so";
  std::string command =
      "verilator --cc --exe --build -j 1 --top-module cell_top --Mdir obj -o libcell.so"
      " --x-initial unique --x-assign unique -Wno-fatal -CFLAGS '-fPIC -fno-gnu-unique'"
      " -LDFLAGS '-shared -Wl,-Bsymbolic'"
      " -MAKEFLAGS 'OPT_SLOW=-O0 OPT_GLOBAL=-O1 OPT_FAST=";
  command += macro == kPrimitivesMacro ? "-O0'" : "-O1'";  // thousands of primitives compile slowly, few cycles run
  if (!macro.empty()) command += " -D" + macro;
  std::string sources = command + "\n";
  for (const fs::path& file : files) {
    command += " '" + file.string() + "'";
    sources += file.string() + "\n" + read_text(file);
  }
  sources += read_text(kShim);
  const fs::path stamp = folder / "built_from.txt";
  if (fs::exists(library) && read_text(stamp) == sources) return library;

  fs::remove(stamp);
  fs::remove_all(folder / "obj");
  const std::string script = fmt::format("cd '{}' && OBJCACHE=$(command -v ccache) {} '{}' > build.log 2>&1",
                                         folder.string(), command, kShim.string());
  if (std::system(script.c_str()) != 0)
    throw std::runtime_error("verilator failed:\n" + read_text(folder / "build.log"));
  write_text(stamp, sources);
  return library;
}

/// Two tests of one cell may run at once: one builds, the other waits.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder) : file_(open((folder / "lock").c_str(), O_CREAT | O_RDWR, 0644)) {
    if (file_ < 0 || flock(file_, LOCK_EX) != 0) throw std::runtime_error("cannot lock " + folder.string());
  }
  ~FolderLock() { close(file_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

template <typename Function>
Function* symbol(void* library, const char* name) {
  void* address = dlsym(library, name);
  if (address == nullptr) throw std::runtime_error(fmt::format("no {} in the model", name));
  return reinterpret_cast<Function*>(address);
}

}  // namespace

std::vector<fs::path> write_top(const fs::path& folder, const std::vector<RtlInstance>& instances) {
  fs::create_directories(folder);
  const int slot_bits = 32 * slot_words(instances);
  const int inputs = count_streams(instances, &RtlInstance::inputs);
  const int outputs = count_streams(instances, &RtlInstance::outputs);
  // Always wider than 64 bits, so that Verilator makes each port an array of words.
  const auto range = [](int bits) { return fmt::format("[{}:0]", std::max(96, bits) - 1); };
  std::string text = "module cell_top (\n  input wire clk, input wire rst,\n";
  for (const char* port : {"s_valid", "s_last"}) text += fmt::format("  input wire {} {},\n", range(inputs), port);
  text += fmt::format("  input wire {} s_data,\n  output wire {} s_ready,\n", range(inputs * slot_bits), range(inputs));
  for (const char* port : {"m_valid", "m_last"}) text += fmt::format("  output wire {} {},\n", range(outputs), port);
  text += fmt::format("  output wire {} m_data,\n  input wire {} m_ready\n);\n", range(outputs * slot_bits),
                      range(outputs));
  int input = 0;
  int output = 0;
  bool any_memory = false;
  std::set<std::string> files;
  std::set<std::string> generated;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const RtlInstance& instance = instances[i];
    const int index = static_cast<int>(i);
    text += memory_wiring(folder, instance, index);
    text += instantiate(instance, index, slot_bits, input, output);
    input += static_cast<int>(instance.inputs.size());
    output += static_cast<int>(instance.outputs.size());
    any_memory = any_memory || !instance.binding.memories.empty();
    files.insert(instance.binding.files.begin(), instance.binding.files.end());
    for (const RtlSource& source : instance.binding.sources) {
      write_text(folder / (source.module + ".v"), source.text);
      generated.insert(source.module + ".v");
    }
  }
  if (any_memory) files.insert("rom/fr_rom.v");
  write_text(folder / "cell_top.v", text + "endmodule\n");
  std::vector<fs::path> paths{folder / "cell_top.v"};
  for (const std::string& file : files) paths.push_back(kTemplates / file);
  for (const std::string& file : generated) paths.push_back(folder / file);
  return paths;
}

RtlModel::RtlModel(const fs::path& folder, const std::vector<RtlInstance>& instances, int seed,
                   const std::string& macro)
    : slot_words_(slot_words(instances)) {
  fs::create_directories(folder);
  const FolderLock lock(folder);
  std::vector<fs::path> files = write_top(folder, instances);
  if (macro == kPrimitivesMacro) files.push_back(kPrimitives);
  const fs::path path = build_library(folder, files, macro);
  library_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) throw std::runtime_error(dlerror());
  model_ = symbol<void*(int)>(library_, "finn_model_new")(seed);
  delete_ = symbol<void(void*)>(library_, "finn_model_delete");
  eval_ = symbol<void(void*, int, int)>(library_, "finn_model_eval");
  auto* port = symbol<std::uint32_t*(void*, int)>(library_, "finn_model_port");
  for (int i = 0; i < kPorts; ++i) ports_[i] = port(model_, i);
}

RtlModel::~RtlModel() { delete_(model_); }  // the library stays loaded: its statics outlive the test

void RtlModel::set(Port port, int bit, bool value) {
  std::uint32_t& word = ports_[port][bit / 32];
  const std::uint32_t mask = std::uint32_t{1} << (bit % 32);
  word = value ? word | mask : word & ~mask;
}

void RtlModel::set_input(int stream, bool valid, const Beat& beat) {
  set(kSValid, stream, valid);
  set(kSLast, stream, beat.last);
  for (int word = 0; word < slot_words_; ++word) {
    const std::size_t at = static_cast<std::size_t>(word / 2);
    const std::uint64_t data = at < beat.data.data.size() ? beat.data.data[at] >> (32 * (word % 2)) : 0;
    ports_[kSData][stream * slot_words_ + word] = static_cast<std::uint32_t>(data);
  }
}

void RtlModel::set_ready(int stream, bool ready) { set(kMReady, stream, ready); }

Beat RtlModel::output(int stream, std::int64_t bits) const {
  Beat beat{BitWord(bits), get(kMLast, stream)};
  for (std::int64_t at = 0; at < bits; at += 32) {
    const std::uint32_t word = ports_[kMData][stream * slot_words_ + static_cast<int>(at / 32)];
    beat.data.put(at, static_cast<int>(std::min<std::int64_t>(32, bits - at)), word);
  }
  return beat;
}

}  // namespace finn::rtltest
