// SPDX-License-Identifier: Apache-2.0
#include "passes/buffers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cells/plumbing.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

LayerId layer_of(const HwGraph& graph, NodeId node) { return node == kNone ? kNone : graph.nodes[index(node)].layer; }

bool is_fifo(const HwGraph& graph, NodeId node) {
  return node != kNone && graph.nodes[index(node)].layer == kNone &&
         !graph.nodes[index(node)].cell->depth_param.empty();
}

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
    if (is_fifo(graph, stream.source.node)) continue;  // what waits there is as good as behind a further one
    const LayerId producer = layer_of(graph, stream.source.node);
    if (producer == layer_of(graph, stream.sink.node) && producer != kNone) continue;
    insert_buffer(graph, id, depth);
    added = true;
  }
  return added;
}

bool has_joins(const HwGraph& graph) {
  std::set<NodeId> fed;
  return std::any_of(graph.streams.begin(), graph.streams.end(), [&](const Stream& stream) {
    return stream.sink.node != kNone && !fed.insert(stream.sink.node).second;
  });
}

/// Does the stream come from a graph input through plumbing with one output alone? Such a source may wait for free.
bool comes_from_input(const HwGraph& graph, const Stream& stream) {
  PortRef from = stream.source;
  while (from.node != kNone && graph.nodes[index(from.node)].layer == kNone) {
    const Node& node = graph.nodes[index(from.node)];
    if (node.cell->rtl(node.params, node.memories).outputs.size() > 1) return false;
    from = graph.streams[index(graph.stream_into({from.node, 0}))].source;
  }
  return from.node == kNone;
}

/// Buffers at joining branches. With buffers without bound before every layer and beats that come at an even pace, a
/// frame in `goal` cycles, no layer ever waits for a receiver, so that what the buffers hold at most is what they need.
/// Handshakes only come earlier with beats that come earlier, so the same buffers serve an always valid source.
void buffer_joins(HwGraph& graph, std::int64_t goal) {
  constexpr std::int64_t kUnbounded = std::int64_t{1} << 40;
  constexpr std::int64_t kPassing = 3;    // beats that are in an unbounded buffer only because of its latency
  constexpr std::int64_t kFullReady = 3;  // places that a buffer of block RAM cannot fill while it passes beats on
  HwGraph unbounded = graph;
  std::vector<std::pair<StreamId, NodeId>> candidates;
  const auto count = static_cast<StreamId>(graph.streams.size());
  for (StreamId id = 0; id < count; ++id) {
    const Stream& stream = graph.streams[index(id)];
    const LayerId consumer = layer_of(graph, stream.sink.node);
    if (stream.source.node == kNone || consumer == kNone || layer_of(graph, stream.source.node) == consumer) continue;
    if (comes_from_input(graph, stream)) continue;
    candidates.emplace_back(id, static_cast<NodeId>(unbounded.nodes.size()));
    insert_buffer(unbounded, id, kUnbounded);
  }
  SimulateOptions paced;
  paced.lower_bound = paced.source_interval = goal;
  const SimulateResult simulated = simulate(unbounded, paced);
  for (const auto& [stream, node] : candidates) {
    const std::int64_t held = simulated.most_held[index(node)];
    if (held > kPassing) insert_buffer(graph, stream, held + kFullReady);
  }
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
  if ((simulated.deadlock || simulated.interval() > goal) && has_joins(graph)) {
    buffer_joins(graph, goal);
    simulated = simulate(graph, steady);
  }
  for (int round = 0; round < options.max_rounds && (simulated.deadlock || simulated.interval() > goal); ++round) {
    bool changed = raise_blocked(graph, simulated);
    if (round > 0 || !changed) changed = add_between_layers(graph, simulated, options.first_depth) || changed;
    if (!changed) break;
    simulated = simulate(graph, steady);
  }
  return simulated;
}

}  // namespace finn
