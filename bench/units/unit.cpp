// SPDX-License-Identifier: Apache-2.0
#include "unit.h"

#include <map>
#include <set>

#include "emit/verilog.h"

namespace finn::bench {
namespace {

std::string parameter_list(const std::vector<RtlParam>& params) {
  std::string text;
  for (const RtlParam& param : params)
    text += fmt::format("{}.{}({})", text.empty() ? "" : ", ", param.name,
                        std::holds_alternative<std::int64_t>(param.value)
                            ? std::to_string(std::get<std::int64_t>(param.value))
                            : fmt::format("\"{}\"", std::get<std::string>(param.value)));
  return text.empty() ? text : fmt::format("#({}) ", text);
}

}  // namespace

UnitPrinter::UnitPrinter() {
  json_["streams"] = Json::array();
  json_["signals"] = Json::array();
}

void UnitPrinter::port(const std::string& name, std::int64_t width, bool is_input) {
  ports_ += fmt::format(",\n    {} wire [{}:0] {}", is_input ? "input " : "output", width - 1, name);
}

void UnitPrinter::signal(const std::string& name, std::int64_t width, bool is_input) {
  port(name, width, is_input);
  json_["signals"].push_back({{"name", name}, {"width", width}, {"dir", is_input ? "in" : "out"}});
}

void UnitPrinter::stream(const std::string& name, std::int64_t width, bool is_input) {
  port(name + "_tdata", width, is_input);
  port(name + "_tvalid", 1, is_input);
  port(name + "_tready", 1, !is_input);
  port(name + "_tlast", 1, is_input);
  json_["streams"].push_back({{"name", name}, {"width", width}, {"dir", is_input ? "in" : "out"}});
}

Unit UnitPrinter::finish(std::string kind, std::string memory_port, std::vector<std::string> files, bool reset) {
  json_["kind"] = std::move(kind);
  json_["port"] = std::move(memory_port);
  json_["files"] = std::move(files);
  json_["reset"] = reset;
  std::string text = fmt::format("`default_nettype none\nmodule {} (\n    input  wire clk", Unit::kName);
  if (reset) text += ",\n    input  wire rst";
  return {text + ports_ + "\n);\n" + body_ + "endmodule\n`default_nettype wire\n", std::move(json_)};
}

/// An array as emission instantiates it. `port` names the memory port of its first part.
Unit rom_unit(const Rom& rom, const std::string& port, const std::string& file) {
  UnitPrinter printer;
  const bool shared = rom.ports.size() > 1;
  for (std::size_t i = 0; i < rom.ports.size(); ++i) {
    const std::string prefix = shared ? (i == 0 ? "a_" : "b_") : "";
    printer.signal(prefix + "en", 1, true);
    printer.signal(prefix + "addr", address_bits(rom.ports[i].rows), true);
    printer.signal(prefix + "data", rom.ports[i].slots, false);
  }
  if (!shared) {
    printer.body(
        fmt::format("  fr_rom #(.WIDTH({}), .DEPTH({}), .STYLE({}), .INIT_FILE(\"{}\")) u (\n"
                    "      .clk(clk), .en(en), .addr(addr), .data(data));\n",
                    rom.width, rom.words.size(), rom.block ? 1 : 2, file));
    return printer.finish("memory", port, {"fr_rom.v"}, false);
  }
  const RomPort& a = rom.ports.front();
  const RomPort& b = rom.ports.back();
  printer.body(
      fmt::format("  fr_rom2 #(.A_WIDTH({}), .A_DEPTH({}), .B_WIDTH({}), .B_DEPTH({}), .B_BASE({}), "
                  ".INIT_FILE(\"{}\")) u (\n      .clk(clk), .a_en(a_en), .a_addr(a_addr), .a_data(a_data), "
                  ".b_en(b_en), .b_addr(b_addr), .b_data(b_data));\n",
                  a.slots, a.rows, b.slots, b.rows, b.base, file));
  return printer.finish("memory", port, {"fr_rom2.v"}, false);
}

/// What picks a word from the segments of a memory that was cut.
Unit select_unit(const Memory& memory, std::int64_t step) {
  const std::int64_t segments = (depth_of(memory) + step - 1) / step;
  UnitPrinter printer;
  printer.signal("en", 1, true);
  printer.signal("addr", address_bits(depth_of(memory)), true);
  printer.signal("row", address_bits(step), false);
  printer.signal("slots", segments * memory.width, true);
  printer.signal("data", memory.width, false);
  printer.body(
      fmt::format("  fr_rom_select #(.WIDTH({}), .DEPTH({}), .STEP({})) u (\n      .clk(clk), .en(en), "
                  ".addr(addr), .row(row), .slots(slots), .data(data));\n",
                  memory.width, memory.words.size(), step));
  return printer.finish("logic", "", {"fr_rom_select.v"}, false);
}

/// One unit of some pieces with the streams between them; streams to other nodes and memories become ports.
Unit logic_unit(const HwGraph& graph, const std::vector<const Piece*>& pieces) {
  UnitPrinter printer;
  std::set<NodeId> inside;
  std::set<std::string> files;
  for (const Piece* piece : pieces) inside.insert(piece->node->id);
  std::map<StreamId, std::string> names;
  int inputs = 0;
  int outputs = 0;
  for (const Stream& stream : graph.streams) {
    const bool from = inside.count(stream.source.node) != 0;
    const bool to = inside.count(stream.sink.node) != 0;
    if (from && to) {
      const std::string name = fmt::format("link{}", stream.id);
      printer.body(fmt::format("  wire [{1}:0] {0}_tdata;\n  wire {0}_tvalid, {0}_tready, {0}_tlast;\n", name,
                               stream.width() - 1));
      names[stream.id] = name;
    } else if (from || to) {
      names[stream.id] = from ? fmt::format("m{}", outputs++) : fmt::format("s{}", inputs++);
      printer.stream(names[stream.id], stream.width(), to);
    }
  }
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const Piece& piece = *pieces[k];
    files.insert(piece.files.begin(), piece.files.end());
    std::string body = fmt::format("  {} {}u{} (\n      .clk(clk), .rst(rst)", piece.binding.module,
                                   parameter_list(piece.binding.params), k);
    const auto connect = [&](const std::string& port, StreamId stream) {
      for (const char* part : {"_tdata", "_tvalid", "_tready", "_tlast"})
        body += fmt::format(",\n      .{0}{1}({2}{1})", port, part, names.at(stream));
    };
    for (std::size_t i = 0; i < piece.binding.inputs.size(); ++i)
      connect(piece.binding.inputs[i], graph.stream_into({piece.node->id, static_cast<int>(i)}));
    for (std::size_t i = 0; i < piece.binding.outputs.size(); ++i)
      connect(piece.binding.outputs[i], graph.stream_from({piece.node->id, static_cast<int>(i)}));
    for (const std::string& port : piece.binding.memories) {
      const std::string name = fmt::format("{}{}", port, k);
      for (const Memory& memory : piece.memories) {
        if (memory.port != port || memory.lane != 0) continue;
        printer.signal(name + "_en", 1, false);
        printer.signal(name + "_addr", std::int64_t{memory.lanes} * address_bits(depth_of(memory)), false);
        printer.signal(name + "_data", std::int64_t{memory.lanes} * memory.width, true);
      }
      for (const char* part : {"_en", "_addr", "_data"})
        body += fmt::format(",\n      .{0}{1}({2}{1})", port, part, name);
    }
    printer.body(body + ");\n");
  }
  return printer.finish("logic", "", {files.begin(), files.end()}, true);
}

}  // namespace finn::bench
