// SPDX-License-Identifier: Apache-2.0
#include "passes/layer_cycles.h"

#include <algorithm>
#include <map>

namespace finn {
namespace {

/// Cycles by layer; plumbing counts as layer kNone.
std::map<LayerId, std::int64_t> all_cycles(const HwGraph& graph) {
  std::map<LayerId, std::int64_t> cycles;
  const auto raise = [&](NodeId node, std::int64_t to) {
    if (node == kNone) return;
    std::int64_t& of_layer = cycles[graph.nodes[static_cast<std::size_t>(node)].layer];
    of_layer = std::max(of_layer, to);
  };
  for (const Node& node : graph.nodes) raise(node.id, node.cell->cycles(node.params));
  for (const Stream& stream : graph.streams) {
    raise(stream.source.node, stream.elements / stream.source_lanes);
    raise(stream.sink.node, stream.elements / stream.sink_lanes);
  }
  return cycles;
}

}  // namespace

std::int64_t layer_cycles(const HwGraph& graph, LayerId layer) {
  const std::map<LayerId, std::int64_t> cycles = all_cycles(graph);
  const auto found = cycles.find(layer);
  return found == cycles.end() ? 1 : found->second;
}

std::int64_t ideal_interval(const HwGraph& graph) {
  std::int64_t largest = 1;
  for (const auto& [layer, cycles] : all_cycles(graph))
    if (layer != kNone) largest = std::max(largest, cycles);
  return largest;
}

}  // namespace finn
