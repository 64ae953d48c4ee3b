// SPDX-License-Identifier: Apache-2.0
#include "folder.h"

#include <fstream>
#include <set>
#include <stdexcept>

#include "emit/library.h"
#include "emit/top.h"
#include "emit/verilog.h"

namespace finn::bench {
namespace fs = std::filesystem;
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", file.string()));
}

}  // namespace

UnitFolder::UnitFolder(fs::path folder, fs::path data) : folder_(std::move(folder)), data_(std::move(data)) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

std::string UnitFolder::copy(const fs::path& file) {
  fs::copy_file(file, folder_ / file.filename(), fs::copy_options::overwrite_existing);
  return file.filename().string();
}

std::string UnitFolder::source(const RtlSource& source) {
  text(source.module + ".v", source.text);
  return source.module + ".v";
}

void UnitFolder::text(const std::string& name, const std::string& contents) { write_text(folder_ / name, contents); }

void UnitFolder::add(Json& list, const std::string& side, Unit unit, const std::string& cell) {
  auto [place, is_new] = known_.emplace(side + unit.text, list.size());
  if (!is_new) {
    list[place->second]["count"] = list[place->second]["count"].get<int>() + 1;
    list[place->second]["cells"].push_back(cell);
    return;
  }
  const std::string top = fmt::format("{}_{}_{}", side, folder_.filename().string(), list.size());
  std::string wrapper = unit.text;
  wrapper.replace(wrapper.find(Unit::kName), std::string(Unit::kName).size(), top);
  text(top + ".v", wrapper);
  unit.json["files"].push_back(top + ".v");
  Json entry{{"top", top}, {"count", 1}, {"cells", {cell}}};
  entry.update(unit.json);
  list.push_back(std::move(entry));
}

Piece own_piece(UnitFolder& folder, const Node& node) {
  Piece piece{&node, node.cell->rtl(node.params, node.memories), node.memories, {}};
  for (const std::string& file : piece.binding.files) piece.files.push_back(folder.library(file));
  for (const RtlSource& source : piece.binding.sources) piece.files.push_back(folder.source(source));
  return piece;
}

void add_roms(UnitFolder& folder, Json& list, const HwGraph& graph, const Prepared& prepared) {
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

Json emitted(UnitFolder& folder, const Network& network, const HwGraph& graph, const Prepared& prepared) {
  Json files = Json::array();
  for (const LibraryFile& file :
       library_for_ip(folder.data() / "rtl_templates", prepared.library_files, prepared.sources, graph.name)) {
    folder.text("emitted_" + file.name, file.contents);
    files.push_back("emitted_" + file.name);
  }
  const std::string top = "emitted_" + graph.name + "_top.v";
  folder.text(top, top_verilog(graph, network, prepared, graph.name, false));
  files.push_back(top);
  return {{"top", graph.name}, {"files", files}};
}

}  // namespace finn::bench
