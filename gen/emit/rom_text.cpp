// SPDX-License-Identifier: Apache-2.0
#include "emit/rom_text.h"

#include <algorithm>

#include "diag/diagnostics.h"
#include "emit/names.h"
#include "hw/memory.h"

namespace finn {
namespace {

std::string slice(const std::string& wire, std::int64_t at, std::int64_t bits, std::int64_t all) {
  return bits == all && at == 0 ? wire : fmt::format("{}[{}:{}]", wire, at + bits - 1, at);
}

}  // namespace

std::string RomPrinter::node(const Node& node, const std::vector<std::string>& ports,
                             std::vector<Connection>& connections) {
  std::string text;
  for (const std::string& port : ports) {
    const std::string base = fmt::format("{}_{}", node.name, port);
    std::int64_t address = 0;
    std::int64_t data = 0;
    for (const Memory& memory : node.memories) {
      if (memory.port != port) continue;
      address += address_bits(static_cast<std::int64_t>(memory.words.size()));
      data += memory.width;
    }
    text += fmt::format("  wire {0}_en;\n  wire {1} {0}_addr;\n  wire {2} {0}_data;\n", base, vector_range(address),
                        vector_range(data));
    for (std::size_t i = 0; i < node.memories.size(); ++i)
      if (node.memories[i].port == port) text += memory(node, static_cast<int>(i));
    for (const char* signal : {"_en", "_addr", "_data"}) connections.emplace_back(port + signal, base + signal);
  }
  const auto is_writable = [](const Memory& memory) { return memory.writable; };
  if (std::any_of(node.memories.begin(), node.memories.end(), is_writable)) text += parameter_stage(node);
  for (std::size_t i = 0; i < graph_.roms.size(); ++i) {
    const Rom& rom = graph_.roms[i];
    const auto is_known = [&](const RomPort& port) { return wires_.count({port.node, port.memory}) != 0; };
    const auto is_here = [&](const RomPort& port) { return port.node == node.id; };
    if (!std::any_of(rom.ports.begin(), rom.ports.end(), is_here)) continue;
    if (!std::all_of(rom.ports.begin(), rom.ports.end(), is_known)) continue;
    const std::string& file = prepared_.rom_files[i];
    text += rom.writable ? writable(rom, file) : rom.ports.size() == 1 ? single(rom, file) : shared(rom, file);
  }
  return text;
}

/// The wires of one memory, and the selection of a segment if there are several.
std::string RomPrinter::memory(const Node& node, int number) {
  const Memory& memory = node.memories[static_cast<std::size_t>(number)];
  const auto depth = static_cast<std::int64_t>(memory.words.size());
  const std::string base = fmt::format("{}_{}", node.name, memory.port);
  const std::int64_t bits = address_bits(depth);
  std::int64_t step = depth;
  for (const Rom& rom : graph_.roms)
    for (const RomPort& port : rom.ports)
      if (port.node == node.id && port.memory == number) step = port.step;

  Wires& wires = wires_[{node.id, number}];
  wires.name = memory.lanes == 1 ? base : fmt::format("{}{}", base, memory.lane);
  wires.en = base + "_en";
  const std::string address = slice(base + "_addr", memory.lane * bits, bits, memory.lanes * bits);
  const std::string data = slice(base + "_data", memory.lane * memory.width, memory.width, memory.lanes * memory.width);
  if (step == depth) {
    wires.row = base + "_addr";
    wires.row_at = memory.lane * bits;
    wires.row_bits = memory.lanes * bits;
    wires.slots = base + "_data";
    wires.slots_at = memory.lane * memory.width;
    wires.slots_bits = memory.lanes * memory.width;
    return {};
  }
  const std::int64_t segments = (depth + step - 1) / step;
  wires.row = wires.name + "_row";
  wires.row_bits = address_bits(step);
  wires.slots = wires.name + "_slots";
  wires.slots_bits = segments * memory.width;
  return fmt::format("  wire {} {};\n  wire {} {};\n", vector_range(wires.row_bits), wires.row,
                     vector_range(wires.slots_bits), wires.slots) +
         instance_text(module_name("fr_rom_select", graph_.name), wires.name + "_select",
                       {{"WIDTH", std::to_string(memory.width)},
                        {"DEPTH", std::to_string(depth)},
                        {"STEP", std::to_string(step)}},
                       {{"clk", "clk"},
                        {"en", wires.en},
                        {"addr", address},
                        {"row", wires.row},
                        {"slots", wires.slots},
                        {"data", data}});
}

/// The memory's name, with a number from its second array on.
std::string RomPrinter::array_name(const RomPort& port) {
  Wires& wires = wires_.at({port.node, port.memory});
  const int number = wires.arrays++;
  return number == 0 ? wires.name : fmt::format("{}_part{}", wires.name, number);
}

std::vector<Connection> RomPrinter::port(const RomPort& port, const std::string& prefix) const {
  const Wires& wires = wires_.at({port.node, port.memory});
  return {{prefix + "en", wires.en},
          {prefix + "addr", slice(wires.row, wires.row_at, address_bits(port.rows), wires.row_bits)},
          {prefix + "data", slice(wires.slots, wires.slots_at + port.first, port.slots, wires.slots_bits)}};
}

std::string RomPrinter::single(const Rom& rom, const std::string& file) {
  std::vector<Connection> ports{{"clk", "clk"}};
  for (const Connection& connection : port(rom.ports.front(), "")) ports.push_back(connection);
  return instance_text(module_name("fr_rom", graph_.name), array_name(rom.ports.front()),
                       {{"WIDTH", std::to_string(rom.width)},
                        {"DEPTH", std::to_string(rom.words.size())},
                        {"STYLE", rom.block ? "1" : "2"},
                        {"INIT_FILE", fmt::format("\"{}\"", file)}},
                       ports);
}

std::string RomPrinter::parameter_stage(const Node& node) const {
  const std::string bus = node.name + "_parameter";
  const int bits = parameters_.address_bits();
  return fmt::format("  wire {0}_write;\n  wire {1} {0}_addr;\n  wire [31:0] {0}_data;\n", bus, vector_range(bits)) +
         instance_text(module_name("fr_parameter_stage", graph_.name), bus, {{"ADDRESS", std::to_string(bits)}},
                       {{"clk", "clk"},
                        {"rst", "rst"},
                        {"s_write", "parameter_write"},
                        {"s_addr", "parameter_addr"},
                        {"s_data", "parameter_data"},
                        {"m_write", bus + "_write"},
                        {"m_addr", bus + "_addr"},
                        {"m_data", bus + "_data"}});
}

std::string RomPrinter::writable(const Rom& rom, const std::string& file) {
  const RomPort& only = rom.ports.front();
  const auto region = std::find_if(parameters_.regions.begin(), parameters_.regions.end(), [&](const auto& candidate) {
    return candidate.node == only.node && candidate.memory == only.memory;
  });
  if (region == parameters_.regions.end()) throw Defect("a writable memory without addresses");
  const std::string bus = graph_.nodes[static_cast<std::size_t>(only.node)].name + "_parameter";
  std::vector<Connection> ports{
      {"clk", "clk"}, {"write", bus + "_write"}, {"write_addr", bus + "_addr"}, {"write_data", bus + "_data"}};
  for (const Connection& connection : port(only, "")) ports.push_back(connection);
  return instance_text(module_name("fr_parameter_ram", graph_.name), array_name(only),
                       {{"WIDTH", std::to_string(rom.width)},
                        {"DEPTH", std::to_string(rom.words.size())},
                        {"STYLE", rom.block ? "1" : "2"},
                        {"ADDRESS", std::to_string(parameters_.address_bits())},
                        {"BASE", std::to_string(region->base + only.first / kParameterBits)},
                        {"STRIDE", std::to_string(region->stride)},
                        {"INIT_FILE", fmt::format("\"{}\"", file)}},
                       ports);
}

std::string RomPrinter::shared(const Rom& rom, const std::string& file) {
  const RomPort& a = rom.ports.front();
  const RomPort& b = rom.ports.back();
  std::vector<Connection> ports{{"clk", "clk"}};
  for (const Connection& connection : port(a, "a_")) ports.push_back(connection);
  for (const Connection& connection : port(b, "b_")) ports.push_back(connection);
  return fmt::format("  // block RAM shared by {} and {}\n", wires_.at({a.node, a.memory}).name,
                     wires_.at({b.node, b.memory}).name) +
         instance_text(module_name("fr_rom2", graph_.name), array_name(a) + "_shared",
                       {{"A_WIDTH", std::to_string(a.slots)},
                        {"A_DEPTH", std::to_string(a.rows)},
                        {"B_WIDTH", std::to_string(b.slots)},
                        {"B_DEPTH", std::to_string(b.rows)},
                        {"B_BASE", std::to_string(b.base)},
                        {"INIT_FILE", fmt::format("\"{}\"", file)}},
                       ports);
}

}  // namespace finn
