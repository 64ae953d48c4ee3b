// SPDX-License-Identifier: Apache-2.0
#include "passes/buffers.h"

#include <algorithm>

#include "cells/plumbing.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

LayerId layer_of(const HwGraph& graph, NodeId node) { return node == kNone ? kNone : graph.nodes[index(node)].layer; }

/// Raises the depth of every buffer whose input waited. True if there was one.
bool raise_blocked(HwGraph& graph, const SimulateResult& simulated) {
  bool raised = false;
  for (const Stream& stream : graph.streams) {
    if (stream.sink.node == kNone || simulated.blocked[index(stream.id)] == 0) continue;
    Node& node = graph.nodes[index(stream.sink.node)];
    if (node.cell->depth_param.empty()) continue;
    resize_buffer(node, node.cell->next_depth != nullptr ? node.cell->next_depth(node.params)
                                                         : 2 * node.params.at(node.cell->depth_param));
    raised = true;
  }
  return raised;
}

/// Puts a buffer into every stream between two layers that waited for a receiver without one.
bool add_between_layers(HwGraph& graph, const SimulateResult& simulated, std::int64_t depth) {
  bool added = false;
  const auto count = static_cast<StreamId>(simulated.blocked.size());
  for (StreamId id = 0; id < count; ++id) {
    const Stream& stream = graph.streams[index(id)];
    if (simulated.blocked[index(id)] == 0 || stream.sink.node == kNone || stream.source.node == kNone) continue;
    if (!graph.nodes[index(stream.sink.node)].cell->depth_param.empty()) continue;
    const LayerId producer = layer_of(graph, stream.source.node);
    if (producer == layer_of(graph, stream.sink.node) && producer != kNone) continue;
    insert_buffer(graph, id, depth);
    added = true;
  }
  return added;
}

}  // namespace

std::int64_t layer_cycles(const HwGraph& graph, LayerId layer) {
  std::int64_t cycles = 1;
  for (const Node& node : graph.nodes)
    if (node.layer == layer) cycles = std::max(cycles, node.cell->cycles(node.params));
  for (const Stream& stream : graph.streams) {
    if (layer_of(graph, stream.source.node) == layer) cycles = std::max(cycles, stream.elements / stream.source_lanes);
    if (layer_of(graph, stream.sink.node) == layer) cycles = std::max(cycles, stream.elements / stream.sink_lanes);
  }
  return cycles;
}

std::int64_t ideal_interval(const HwGraph& graph) {
  std::int64_t cycles = 1;
  for (const Node& node : graph.nodes)
    if (node.layer != kNone) cycles = std::max(cycles, layer_cycles(graph, node.layer));
  return cycles;
}

SimulateResult size_buffers(HwGraph& graph, const BufferOptions& options) {
  const std::int64_t goal = ideal_interval(graph);
  SimulateOptions steady;
  steady.lower_bound = goal;
  SimulateResult simulated = simulate(graph, steady);
  for (int round = 0; round < options.max_rounds && (simulated.deadlock || simulated.interval() > goal); ++round) {
    bool changed = raise_blocked(graph, simulated);
    if (round > 0 || !changed) changed = add_between_layers(graph, simulated, options.first_depth) || changed;
    if (!changed) break;
    simulated = simulate(graph, steady);
  }
  return simulated;
}

}  // namespace finn
