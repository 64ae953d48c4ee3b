// SPDX-License-Identifier: Apache-2.0
// Graphs of a chain of cells between one input and one output.
#pragma once

#include "hw/graph.h"

namespace finn::bench {

/// A network of one input and one output, so that emission has names for the ports of a chain.
Network port_network();

/// Appends cells between the graph's input 0 and its output 0.
class CellChain {
 public:
  CellChain(std::string name, StreamType type, std::int64_t lanes, std::int64_t channels, std::int64_t elements);

  CellChain& cell(const Cell& cell, std::string name, Params params, std::vector<Memory> memories, StreamType out_type,
                  std::int64_t out_lanes, std::int64_t out_channels, std::int64_t out_elements);
  /// Connects the output and builds the memories.
  HwGraph done();

 private:
  HwGraph graph_;
  StreamEnd end_;
};

}  // namespace finn::bench
