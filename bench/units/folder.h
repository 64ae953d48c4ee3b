// SPDX-License-Identifier: Apache-2.0
// A folder of units: their wrappers, the library's and the generator's modules, memory files. Equal units are one with
// a count.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "emit/prepare.h"
#include "ir/network.h"
#include "unit.h"

namespace finn::bench {

class UnitFolder {
 public:
  /// Empties `folder`. `data`: see data_dir().
  UnitFolder(std::filesystem::path folder, std::filesystem::path data);

  /// Each returns the file's name in the folder.
  std::string copy(const std::filesystem::path& file);
  std::string library(const std::string& file) { return copy(data_ / "rtl_templates" / file); }
  std::string source(const RtlSource& source);
  void text(const std::string& name, const std::string& contents);

  /// Adds a unit of `cell` to a list, as {top, count, cells: [names], and what Unit::json has}; a unit of the same text
  /// counts once more.
  void add(Json& list, const std::string& side, Unit unit, const std::string& cell);

  const std::filesystem::path& data() const { return data_; }

 private:
  std::filesystem::path folder_;
  std::filesystem::path data_;
  std::map<std::string, std::size_t> known_;
};

/// A node as it is, with its files in the folder.
Piece own_piece(UnitFolder& folder, const Node& node);

/// Adds the arrays of a graph and the selections of their segments.
void add_roms(UnitFolder& folder, Json& list, const HwGraph& graph, const Prepared& prepared);

/// The whole graph as emission prints it: {top, files}.
Json emitted(UnitFolder& folder, const Network& network, const HwGraph& graph, const Prepared& prepared);

}  // namespace finn::bench
