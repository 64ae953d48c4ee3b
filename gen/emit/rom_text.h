// SPDX-License-Identifier: Apache-2.0
// Prints the arrays behind the nodes' memory ports.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "emit/prepare.h"
#include "emit/verilog.h"
#include "hw/graph.h"
#include "hw/parameters.h"

namespace finn {

/// Call node() for each node once, in the order of the text.
class RomPrinter {
 public:
  RomPrinter(const HwGraph& graph, const Prepared& prepared)
      : graph_(graph), prepared_(prepared), parameters_(parameter_map(graph)) {}

  /// Wires and arrays of one node, the node's connections to them in `connections`. An array that two nodes share is
  /// printed with the later one. Writable arrays listen to the module's bus of parameters.
  std::string node(const Node& node, const std::vector<std::string>& ports, std::vector<Connection>& connections);

 private:
  /// What the array's ports of one memory connect to.
  struct Wires {
    std::string name;
    std::string en;
    std::string row;  ///< a wire, or a slice of the node's address
    std::int64_t row_at = 0;
    std::int64_t row_bits = 1;
    std::string slots;
    std::int64_t slots_at = 0;
    std::int64_t slots_bits = 1;
    int arrays = 0;  ///< printed so far
  };

  std::string memory(const Node& node, int number);
  std::string parameter_stage(const Node& node) const;
  std::string writable(const Rom& rom, const std::string& file);
  std::string single(const Rom& rom, const std::string& file);
  std::string shared(const Rom& rom, const std::string& file);
  std::vector<Connection> port(const RomPort& port, const std::string& prefix) const;
  std::string array_name(const RomPort& port);

  const HwGraph& graph_;
  const Prepared& prepared_;
  ParameterMap parameters_;
  std::map<std::pair<int, int>, Wires> wires_;  ///< by node and memory
};

}  // namespace finn
