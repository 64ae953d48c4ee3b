// SPDX-License-Identifier: Apache-2.0
#include "cell_graph.h"

#include "passes/memories.h"

namespace finn::bench {

Network port_network() {
  Network network;
  for (const char* name : {"x", "y"}) {
    TensorInfo tensor;
    tensor.name = name;
    network.tensors.push_back(std::move(tensor));
  }
  network.inputs.push_back({0, {}});
  GraphOutput output;
  output.tensor = 1;
  network.outputs.push_back(std::move(output));
  return network;
}

CellChain::CellChain(std::string name, StreamType type, std::int64_t lanes, std::int64_t channels,
                     std::int64_t elements)
    : end_{{kNone, 0}, std::move(type), lanes, elements, channels} {
  graph_.name = std::move(name);
  graph_.input_count = 1;
  graph_.output_count = 1;
}

CellChain& CellChain::cell(const Cell& cell, std::string name, Params params, std::vector<Memory> memories,
                           StreamType out_type, std::int64_t out_lanes, std::int64_t out_channels,
                           std::int64_t out_elements) {
  const NodeId node = graph_.add_node(cell, std::move(name), std::move(params), kNone, std::move(memories));
  graph_.connect(end_, {node, 0}, end_.lanes);
  end_ = output_end(node, std::move(out_type), out_lanes, out_channels, out_elements);
  return *this;
}

HwGraph CellChain::done() {
  graph_.connect(end_, {kNone, 0}, end_.lanes);
  build_memories(graph_);
  return std::move(graph_);
}

}  // namespace finn::bench
