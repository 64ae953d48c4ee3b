// SPDX-License-Identifier: Apache-2.0
#include "emit/prepare.h"

#include <set>

#include "emit/names.h"

namespace finn {
namespace {

std::string memory_text(const Memory& memory) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const int digits = (memory.width + 3) / 4;
  std::string text;
  text.reserve(memory.words.size() * static_cast<std::size_t>(digits + 1));
  for (const BitWord& word : memory.words) {
    for (int digit = digits - 1; digit >= 0; --digit)
      text += kDigits[(word.data[static_cast<std::size_t>(digit / 16)] >> (4 * (digit % 16))) & 15];
    text += '\n';
  }
  return text;
}

/// FNV-1a, 64 bits: names files by content; not for security.
std::uint64_t content_hash(const std::string& text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

std::string memory_file_name(const std::string& text) {
  const std::uint64_t first = content_hash(text, 0xcbf29ce484222325ULL);
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
  std::vector<std::string> taken{graph.name};
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
  std::map<std::string, std::string> files;
  for (const Node& node : graph.nodes) {
    const RtlBinding binding = node.cell->rtl(node.params);
    library.insert(binding.files.begin(), binding.files.end());
    std::vector<std::string> names;
    for (const Memory& memory : node.memories) {
      library.insert("rom/fr_rom.v");
      std::string text = memory_text(memory);
      names.push_back(memory_file_name(text));
      files.emplace(names.back(), std::move(text));
    }
    prepared.memory_names.push_back(std::move(names));
  }
  for (auto& [name, contents] : files) prepared.memory_files.push_back({name, std::move(contents)});
  prepared.library_files.assign(library.begin(), library.end());
  return prepared;
}

}  // namespace finn
