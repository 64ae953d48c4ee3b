// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "cells/plumbing.h"
#include "passes/buffer_search.h"
#include "passes/ideal_buffer.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// The streams into and out of each node, by port.
struct Ports {
  std::vector<std::vector<StreamId>> in;
  std::vector<std::vector<StreamId>> out;

  explicit Ports(const HwGraph& graph) : in(graph.nodes.size()), out(graph.nodes.size()) {
    for (const Stream& stream : graph.streams) {
      if (stream.sink.node != kNone) in[index(stream.sink.node)].push_back(stream.id);
      if (stream.source.node != kNone) out[index(stream.source.node)].push_back(stream.id);
    }
  }
};

/// Does the stream come from a graph input through plumbing with one output alone? Such a source may wait for free.
bool comes_from_input(const HwGraph& graph, const Ports& ports, const Stream& stream) {
  PortRef from = stream.source;
  while (from.node != kNone && graph.nodes[index(from.node)].layer == kNone) {
    if (ports.out[index(from.node)].size() > 1) return false;
    from = graph.streams[index(ports.in[index(from.node)].front())].source;
  }
  return from.node == kNone;
}

bool is_candidate(const HwGraph& graph, const Ports& ports, const Stream& stream, bool inside_layers) {
  if (comes_from_input(graph, ports, stream)) return false;
  if (stream.sink.node == kNone) return graph.output_count > 1;
  const LayerId consumer = graph.nodes[index(stream.sink.node)].layer;
  if (consumer == kNone) {  // beats that come in bursts wait before they are split
    const StreamId after = ports.out[index(stream.sink.node)].front();
    return graph.streams[index(after)].beats() > stream.beats();
  }
  return inside_layers || graph.nodes[index(stream.source.node)].layer != consumer;
}

}  // namespace

BufferProblem::BufferProblem(const HwGraph& graph, std::int64_t goal, Places places) : goal_(goal) {
  skeleton_.name = graph.name;
  skeleton_.streams = graph.streams;
  skeleton_.input_count = graph.input_count;
  skeleton_.output_count = graph.output_count;
  for (const Node& node : graph.nodes) skeleton_.add_node(*node.cell, node.name, node.params, node.layer);
  const Ports ports(graph);
  for (const Stream& stream : graph.streams)
    if (is_candidate(graph, ports, stream, places == Places::kEverywhere))
      candidates_.push_back({stream.id, stream.width()});
  run_first();
}

BufferProblem::BufferProblem(HwGraph graph, std::int64_t goal, std::vector<Candidate> candidates)
    : skeleton_(std::move(graph)), goal_(goal), candidates_(std::move(candidates)) {
  run_first();
}

/// Without bounds the first frame leaves soonest, and any that meets the goal is not many times slower.
void BufferProblem::run_first() {
  const SimulateResult soonest = run(Depths(candidates_.size(), kUnbounded), {.max_intervals = 1});
  patience_ = 4 * (goal_ + soonest.latency) + 1000;
  held_at_first_ = held(soonest);
}

std::int64_t BufferProblem::bits(const Depths& depths) const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < depths.size(); ++i) sum += depths[i] * candidates_[i].width;
  return sum;
}

void BufferProblem::apply(const Depths& depths, HwGraph& graph) const {
  for (std::size_t i = 0; i < depths.size(); ++i)
    if (depths[i] > 0) insert_buffer(graph, candidates_[i].stream, depths[i]);
}

HwGraph BufferProblem::with(const Depths& depths) const {
  HwGraph graph = skeleton_;
  for (std::size_t i = 0; i < depths.size(); ++i) {
    const Stream& stream = graph.streams[index(candidates_[i].stream)];
    if (depths[i] == kUnbounded)
      graph.insert(stream.id, graph.add_node(ideal_buffer(), "", {}), stream.source_lanes, stream.sink_lanes);
    else if (depths[i] > 0)
      insert_buffer(graph, stream.id, depths[i]);
  }
  return graph;
}

SimulateResult BufferProblem::run(const Depths& depths, SimulateOptions options) const {
  const HwGraph graph = with(depths);
  options.lower_bound = goal_;
  options.patience = patience_;
  SimulateResult result = simulate(graph, options);
  effort_ += result.cycles * static_cast<std::int64_t>(graph.nodes.size());
  return result;
}

bool BufferProblem::meets(const Depths& depths) {
  const auto known = known_.find(depths);
  if (known != known_.end()) return known->second;
  SimulateResult result = run(depths);
  const bool met = !result.deadlock && result.interval() == goal_;
  if (met) met_ = {depths, std::move(result)};
  return known_[depths] = met;
}

std::vector<std::size_t> BufferProblem::waiting(const SimulateResult& simulated) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < candidates_.size(); ++i)
    if (simulated.blocked[index(candidates_[i].stream)] > 0) found.push_back(i);
  return found;
}

Depths BufferProblem::held(const SimulateResult& simulated) const {
  // with() adds a node for every candidate with a buffer, in their order.
  Depths most;
  for (std::size_t i = 0; i < candidates_.size(); ++i) most.push_back(simulated.most_held[skeleton_.nodes.size() + i]);
  return most;
}

std::int64_t finn_method_bits(const BufferProblem& problem) {
  constexpr std::int64_t kShallow = 2;
  constexpr std::int64_t kShiftRegister = 32;
  Depths depths = problem.held_at_first();
  for (std::int64_t& depth : depths) {
    if (depth <= kShallow)
      depth = 0;
    else if (depth <= kShiftRegister)
      depth = kShiftRegister;
    else
      depth = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(depth)));
  }
  return problem.bits(depths);
}

}  // namespace finn
