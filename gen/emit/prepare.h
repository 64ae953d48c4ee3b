// SPDX-License-Identifier: Apache-2.0
// Everything that emission must decide before it prints: after this the graph is const.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "hw/graph.h"

namespace finn {

/// A memory file of the IP.
struct MemoryFile {
  std::string name;      ///< "<hash of the contents>.mem"
  std::string contents;  ///< $readmemh text, one word a line, first address first
};

/// What emission knows beside the graph.
struct Prepared {
  std::vector<std::string> rom_files;      ///< of each of HwGraph::roms
  std::vector<MemoryFile> memory_files;    ///< each contents once, sorted by name
  std::vector<std::string> library_files;  ///< relative to rtl_templates/, sorted
  std::vector<RtlSource> sources;          ///< generated modules, each once, sorted by name
};

/// Gives nodes and streams legal, unique names (node names stay near "<layer>_<suffix>", streams are called after
/// their tensor or their source) and names the memory files by content.
Prepared prepare(HwGraph& graph, const Network& network);

}  // namespace finn
