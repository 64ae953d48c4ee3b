// SPDX-License-Identifier: Apache-2.0
#include "units.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

#include "emit/library.h"
#include "emit/prepare.h"
#include "emit/top.h"
#include "emit/verilog.h"
#include "naive.h"

namespace finn::qor {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", file.string()));
}

std::int64_t depth_of(const Memory& memory) { return static_cast<std::int64_t>(memory.words.size()); }

/// A node as it is instantiated: as it is, or as its naive twin.
struct Piece {
  const Node* node = nullptr;
  RtlBinding binding;
  std::vector<Memory> memories;
  std::vector<std::string> files;  ///< names in the row's folder
};

/// Text of a wrapper with its name still open, and its description for design.json.
struct Unit {
  static constexpr const char* kName = "@UNIT@";
  std::string text;
  Json json;
};

class UnitPrinter {
 public:
  UnitPrinter() {
    json_["streams"] = Json::array();
    json_["signals"] = Json::array();
  }

  void port(const std::string& name, std::int64_t width, bool is_input) {
    ports_ += fmt::format(",\n    {} wire [{}:0] {}", is_input ? "input " : "output", width - 1, name);
  }
  void signal(const std::string& name, std::int64_t width, bool is_input) {
    port(name, width, is_input);
    json_["signals"].push_back({{"name", name}, {"width", width}, {"dir", is_input ? "in" : "out"}});
  }
  void stream(const std::string& name, std::int64_t width, bool is_input) {
    port(name + "_tdata", width, is_input);
    port(name + "_tvalid", 1, is_input);
    port(name + "_tready", 1, !is_input);
    port(name + "_tlast", 1, is_input);
    json_["streams"].push_back({{"name", name}, {"width", width}, {"dir", is_input ? "in" : "out"}});
  }
  void body(const std::string& text) { body_ += text; }

  Unit finish(std::string kind, std::string memory_port, std::vector<std::string> files, bool reset) {
    json_["kind"] = std::move(kind);
    json_["port"] = std::move(memory_port);
    json_["files"] = std::move(files);
    json_["reset"] = reset;
    std::string text = fmt::format("`default_nettype none\nmodule {} (\n    input  wire clk", Unit::kName);
    if (reset) text += ",\n    input  wire rst";
    return {text + ports_ + "\n);\n" + body_ + "endmodule\n`default_nettype wire\n", std::move(json_)};
  }

 private:
  std::string ports_;
  std::string body_;
  Json json_ = Json::object();
};

std::string parameter_list(const std::vector<RtlParam>& params) {
  std::string text;
  for (const RtlParam& param : params)
    text += fmt::format("{}.{}({})", text.empty() ? "" : ", ", param.name,
                        std::holds_alternative<std::int64_t>(param.value)
                            ? std::to_string(std::get<std::int64_t>(param.value))
                            : fmt::format("\"{}\"", std::get<std::string>(param.value)));
  return text.empty() ? text : fmt::format("#({}) ", text);
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

/// A row's folder while it is being written.
class RowFolder {
 public:
  RowFolder(fs::path folder, fs::path data) : folder_(std::move(folder)), data_(std::move(data)) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  std::string library(const std::string& file) { return copy(data_ / "rtl_templates" / file); }
  std::string naive(const std::string& file) { return copy(data_ / "bench" / "qor" / "naive" / file); }
  std::string source(const RtlSource& source) {
    write_text(folder_ / (source.module + ".v"), source.text);
    return source.module + ".v";
  }
  void text(const std::string& name, const std::string& contents) { write_text(folder_ / name, contents); }

  /// Adds a unit to a list; a unit of the same text counts once more.
  void add(Json& list, const std::string& side, Unit unit, const std::string& cell) {
    auto [place, is_new] = known_.emplace(side + unit.text, list.size());
    if (!is_new) {
      list[place->second]["count"] = list[place->second]["count"].get<int>() + 1;
      list[place->second]["cells"].push_back(cell);
      return;
    }
    const std::string top = fmt::format("{}_{}_{}", side, folder_.filename().string(), list.size());
    std::string text = unit.text;
    text.replace(text.find(Unit::kName), std::string(Unit::kName).size(), top);
    write_text(folder_ / (top + ".v"), text);
    unit.json["files"].push_back(top + ".v");
    Json entry{{"top", top}, {"count", 1}, {"cells", {cell}}};
    entry.update(unit.json);
    list.push_back(std::move(entry));
  }

 private:
  std::string copy(const fs::path& file) {
    fs::copy_file(file, folder_ / file.filename(), fs::copy_options::overwrite_existing);
    return file.filename().string();
  }

  fs::path folder_;
  fs::path data_;
  std::map<std::string, std::size_t> known_;
};

/// A node's binding, or its twin's, with its files copied.
Piece piece_of(RowFolder& folder, const RowDesign& design, const Node& node, bool naive) {
  Piece piece;
  piece.node = &node;
  NaiveTwin twin;
  const auto given = design.naive_memories.find(node.name);
  if (naive) twin = naive_twin(node, given == design.naive_memories.end() ? nullptr : &given->second);
  piece.binding = naive ? twin.binding : node.cell->rtl(node.params, node.memories);
  piece.memories = naive ? twin.memories : node.memories;
  for (const std::string& file : piece.binding.files)
    piece.files.push_back(twin.has_own_module ? folder.naive(file) : folder.library(file));
  for (const RtlSource& source : piece.binding.sources) piece.files.push_back(folder.source(source));
  return piece;
}

void add_roms(RowFolder& folder, Json& list, const HwGraph& graph, const Prepared& prepared) {
  for (const char* file : {"rom/fr_rom.v", "rom/fr_rom2.v", "rom/fr_rom_select.v"}) folder.library(file);
  for (const MemoryFile& file : prepared.memory_files) folder.text(file.name, file.contents);
  std::set<std::pair<NodeId, int>> cut;
  for (std::size_t i = 0; i < graph.roms.size(); ++i) {
    std::string cells;
    std::string port_name;
    for (const RomPort& port : graph.roms[i].ports) {
      const Node& node = graph.nodes[index(port.node)];
      const Memory& memory = node.memories[index(port.memory)];
      if (port_name.empty()) port_name = memory.port;
      const std::string name = memory.lanes == 1 ? fmt::format("{}_{}", node.name, memory.port)
                                                 : fmt::format("{}_{}{}", node.name, memory.port, memory.lane);
      cells += (cells.empty() ? "" : " + ") + name;
      if (port.step < depth_of(memory) && cut.insert({port.node, port.memory}).second)
        folder.add(list, "ours", select_unit(memory, port.step), name + "_select");
    }
    folder.add(list, "ours", rom_unit(graph.roms[i], port_name, prepared.rom_files[i]), cells);
  }
}

void add_naive_memories(RowFolder& folder, Json& list, const std::vector<Piece>& pieces) {
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
Json graph_units(RowFolder& folder, const RowDesign& design, const HwGraph& graph, const Prepared& prepared,
                 bool naive) {
  const std::string side = naive ? "naive" : "ours";
  Json list = Json::array();
  std::vector<Piece> pieces;
  for (const Node& node : graph.nodes) pieces.push_back(piece_of(folder, design, node, naive));
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

/// The whole row as emission prints it: its top and its files, for simulation.
Json emitted(RowFolder& folder, const RowDesign& design, const HwGraph& graph, const Prepared& prepared,
             const fs::path& data) {
  Json files = Json::array();
  for (const LibraryFile& file :
       library_for_ip(data / "rtl_templates", prepared.library_files, prepared.sources, graph.name)) {
    folder.text("emitted_" + file.name, file.contents);
    files.push_back("emitted_" + file.name);
  }
  const std::string top = "emitted_" + graph.name + "_top.v";
  folder.text(top, top_verilog(graph, design.network, prepared));
  files.push_back(top);
  return {{"top", graph.name}, {"files", files}};
}

Json module_units(RowFolder& folder, const ModuleDesign& design, bool naive) {
  Json list = Json::array();
  UnitPrinter printer;
  std::vector<std::string> files;
  for (const std::string& file : naive ? design.naive_files : design.files)
    files.push_back(naive ? folder.naive(file) : folder.library(file));
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
  RowFolder folder(dir / row.name, data);
  Json json{{"name", row.name}};
  if (row.design) {
    const RowDesign design = row.design();
    json["facts"] = design.facts;
    HwGraph graph = design.graph;
    const Prepared prepared = prepare(graph, design.network);
    json["ours"] = graph_units(folder, design, graph, prepared, false);
    json["naive"] = graph_units(folder, design, graph, prepared, true);
    json["emitted"] = emitted(folder, design, graph, prepared, data);
  } else {
    const ModuleDesign design = row.module();
    json["facts"] = Json::object();
    json["ours"] = module_units(folder, design, false);
    json["naive"] = module_units(folder, design, true);
  }
  folder.text("design.json", json.dump(1) + "\n");
}

}  // namespace finn::qor
