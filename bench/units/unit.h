// SPDX-License-Identifier: Apache-2.0
// Units of synthesis: modules and memories that Yosys gets one by one, each with a wrapper of literal parameters.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hw/graph.h"

namespace finn::bench {

using Json = nlohmann::ordered_json;

inline std::int64_t depth_of(const Memory& memory) { return static_cast<std::int64_t>(memory.words.size()); }

/// A node as it is instantiated: as it is, or with another module in its place.
struct Piece {
  const Node* node = nullptr;
  RtlBinding binding;
  std::vector<Memory> memories;
  std::vector<std::string> files;  ///< names in the unit's folder
};

/// Text of a wrapper with its name still open, and its description: {kind: "logic" | "memory", port: memory's port or
/// "", files, streams: [{name, width, dir: "in" | "out"}], signals: [{name, width, dir}], reset: bool}.
struct Unit {
  static constexpr const char* kName = "@UNIT@";
  std::string text;
  Json json;
};

/// Collects the ports and the body of a wrapper.
class UnitPrinter {
 public:
  UnitPrinter();
  void port(const std::string& name, std::int64_t width, bool is_input);
  /// A port that is no stream's.
  void signal(const std::string& name, std::int64_t width, bool is_input);
  void stream(const std::string& name, std::int64_t width, bool is_input);
  void body(const std::string& text) { body_ += text; }
  Unit finish(std::string kind, std::string memory_port, std::vector<std::string> files, bool reset);

 private:
  std::string ports_;
  std::string body_;
  Json json_ = Json::object();
};

/// An array as emission instantiates it. `port` names the memory port of its first part, `file` has the contents.
Unit rom_unit(const Rom& rom, const std::string& port, const std::string& file);

/// What picks a word from the segments of a memory that was cut.
Unit select_unit(const Memory& memory, std::int64_t step);

/// One unit of some pieces with the streams between them; streams to other nodes and memories become ports.
Unit logic_unit(const HwGraph& graph, const std::vector<const Piece*>& pieces);

}  // namespace finn::bench
