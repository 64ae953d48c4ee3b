// SPDX-License-Identifier: Apache-2.0
#include "emit/prepare.h"

#include <set>

#include "emit/names.h"
#include "hw/content_hash.h"

namespace finn {
namespace {

std::string memory_text(const Rom& rom) {
  std::string text;
  text.reserve(rom.words.size() * static_cast<std::size_t>((rom.width + 3) / 4 + 1));
  for (const BitWord& word : rom.words) text += word.hex(rom.width) + '\n';
  return text;
}

std::int64_t depth_of(const HwGraph& graph, const RomPort& port) {
  const Node& node = graph.nodes[static_cast<std::size_t>(port.node)];
  return static_cast<std::int64_t>(node.memories[static_cast<std::size_t>(port.memory)].words.size());
}

std::string memory_file_name(const std::string& text) {
  const std::uint64_t first = content_hash(text);
  return fmt::format("fr_{:016x}{:08x}.mem", first, content_hash(text, first) >> 32);
}

void name_streams(HwGraph& graph, const Network& network, std::vector<std::string>& taken) {
  for (Stream& stream : graph.streams) {
    std::string base;
    if (stream.tensor != kNone)
      base = network.tensors[static_cast<std::size_t>(stream.tensor)].name;
    else if (stream.source.node != kNone)
      base = fmt::format("{}_o{}", graph.nodes[static_cast<std::size_t>(stream.source.node)].name,
                         stream.source.port == 0 ? std::string() : std::to_string(stream.source.port));
    else
      base = fmt::format("input{}", stream.source.port);
    stream.name = legal_name(base, taken);
    taken.push_back(stream.name);
    // The wires of a stream must not meet another name either.
    for (const char* suffix : {"_tdata", "_tvalid", "_tready", "_tlast"}) taken.push_back(stream.name + suffix);
  }
}

}  // namespace

Prepared prepare(HwGraph& graph, const Network& network) {
  Prepared prepared;
  std::vector<std::string> taken{graph.name, module_name("fr_core", graph.name), "parameter_write", "parameter_addr",
                                 "parameter_data"};
  for (const std::vector<std::string>& ports : {input_port_names(network), output_port_names(network)})
    for (const std::string& port : ports) {
      taken.push_back(port);
      for (const char* suffix : {"_tdata", "_tvalid", "_tready", "_tlast"}) taken.push_back(port + suffix);
    }
  for (Node& node : graph.nodes) {
    node.name = legal_name(node.name, taken);
    taken.push_back(node.name);
    taken.push_back("u_" + node.name);
  }
  name_streams(graph, network, taken);

  std::set<std::string> library;
  std::map<std::string, std::string> sources;
  std::map<std::string, std::string> files;
  for (const Node& node : graph.nodes) {
    const RtlBinding binding = node.cell->rtl(node.params, node.memories);
    library.insert(binding.files.begin(), binding.files.end());
    for (const RtlSource& source : binding.sources) sources.emplace(source.module, source.text);
  }
  for (const Rom& rom : graph.roms) {
    if (rom.writable)
      library.insert({"parameters/fr_parameter_ram.v", "parameters/fr_parameter_stage.v"});
    else
      library.insert(rom.ports.size() == 1 ? "rom/fr_rom.v" : "rom/fr_rom2.v");
    for (const RomPort& port : rom.ports)
      if (port.step < depth_of(graph, port)) library.insert("rom/fr_rom_select.v");
    std::string text = memory_text(rom);
    prepared.rom_files.push_back(memory_file_name(text));
    files.emplace(prepared.rom_files.back(), std::move(text));
  }
  for (auto& [name, contents] : files) prepared.memory_files.push_back({name, std::move(contents)});
  for (auto& [module, text] : sources) prepared.sources.push_back({module, std::move(text)});
  prepared.library_files.assign(library.begin(), library.end());
  return prepared;
}

}  // namespace finn
