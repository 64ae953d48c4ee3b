// SPDX-License-Identifier: Apache-2.0
#include "units.h"

#include "emit/prepare.h"
#include "emit/verilog.h"
#include "folder.h"
#include "naive.h"

namespace finn::qor {
namespace fs = std::filesystem;
using namespace bench;
namespace {

std::string copy_naive(UnitFolder& folder, const std::string& file) {
  return folder.copy(folder.data() / "bench" / "qor" / "naive" / file);
}

/// A memory of a naive twin: Yosys chooses its style.
Unit naive_memory_unit(const Memory& memory, const std::string& file) {
  UnitPrinter printer;
  printer.signal("en", 1, true);
  printer.signal("addr", address_bits(depth_of(memory)), true);
  printer.signal("data", memory.width, false);
  printer.body(
      fmt::format("  fr_rom #(.WIDTH({}), .DEPTH({}), .INIT_FILE(\"{}\")) u (\n"
                  "      .clk(clk), .en(en), .addr(addr), .data(data));\n",
                  memory.width, memory.words.size(), file));
  return printer.finish("memory", memory.port, {"fr_rom.v"}, false);
}

/// A node's twin, with its files copied.
Piece naive_piece(UnitFolder& folder, const RowDesign& design, const Node& node) {
  const auto given = design.naive_memories.find(node.name);
  const NaiveTwin twin = naive_twin(node, given == design.naive_memories.end() ? nullptr : &given->second);
  Piece piece{&node, twin.binding, twin.memories, {}};
  for (const std::string& file : piece.binding.files)
    piece.files.push_back(twin.has_own_module ? copy_naive(folder, file) : folder.library(file));
  for (const RtlSource& source : piece.binding.sources) piece.files.push_back(folder.source(source));
  return piece;
}

void add_naive_memories(UnitFolder& folder, Json& list, const std::vector<Piece>& pieces) {
  folder.library("rom/fr_rom.v");
  for (const Piece& piece : pieces)
    for (const Memory& memory : piece.memories) {
      const std::string name = fmt::format("{}_{}", piece.node->name, memory.port);
      std::string words;
      for (const BitWord& word : memory.words) words += word.hex(memory.width) + '\n';
      folder.text("naive_" + name + ".mem", words);
      folder.add(list, "naive", naive_memory_unit(memory, "naive_" + name + ".mem"), name);
    }
}

/// Units of our side or of the naive side.
Json graph_units(UnitFolder& folder, const RowDesign& design, const HwGraph& graph, const Prepared& prepared,
                 bool naive) {
  const std::string side = naive ? "naive" : "ours";
  Json list = Json::array();
  std::vector<Piece> pieces;
  for (const Node& node : graph.nodes)
    pieces.push_back(naive ? naive_piece(folder, design, node) : own_piece(folder, node));
  if (design.one_datapath) {
    std::vector<const Piece*> all;
    for (const Piece& piece : pieces) all.push_back(&piece);
    folder.add(list, side, logic_unit(graph, all), "datapath");
  } else {
    for (const Piece& piece : pieces) folder.add(list, side, logic_unit(graph, {&piece}), piece.node->name);
  }
  if (design.weights_are_ports) return list;
  if (naive)
    add_naive_memories(folder, list, pieces);
  else
    add_roms(folder, list, graph, prepared);
  return list;
}

Json module_units(UnitFolder& folder, const ModuleDesign& design, bool naive) {
  Json list = Json::array();
  UnitPrinter printer;
  std::vector<std::string> files;
  for (const std::string& file : naive ? design.naive_files : design.files)
    files.push_back(naive ? copy_naive(folder, file) : folder.library(file));
  if (!naive)
    for (const RtlSource& source : design.sources) files.push_back(folder.source(source));
  std::string body = fmt::format("  {} (\n      .clk(clk)", naive ? design.naive_instance : design.instance);
  for (const ModulePort& port : design.ports) {
    printer.signal(port.name, port.width, port.is_input);
    body += fmt::format(",\n      .{0}({0})", port.name);
  }
  printer.body(body + ");\n");
  folder.add(list, naive ? "naive" : "ours", printer.finish("logic", "", files, false), "dot");
  return list;
}

}  // namespace

void write_row(const Row& row, const fs::path& dir, const fs::path& data) {
  UnitFolder folder(dir / row.name, data);
  Json json{{"name", row.name}};
  if (row.design) {
    const RowDesign design = row.design();
    json["facts"] = design.facts;
    HwGraph graph = design.graph;
    const Prepared prepared = prepare(graph, design.network);
    json["ours"] = graph_units(folder, design, graph, prepared, false);
    json["naive"] = graph_units(folder, design, graph, prepared, true);
    json["emitted"] = emitted(folder, design.network, graph, prepared);
  } else {
    const ModuleDesign design = row.module();
    json["facts"] = Json::object();
    json["ours"] = module_units(folder, design, false);
    json["naive"] = module_units(folder, design, true);
  }
  folder.text("design.json", json.dump(1) + "\n");
}

}  // namespace finn::qor
