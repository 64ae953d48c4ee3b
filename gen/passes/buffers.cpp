// SPDX-License-Identifier: Apache-2.0
#include "passes/buffers.h"

#include <optional>
#include <utility>

#include "cells/plumbing.h"
#include "passes/layer_cycles.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Raises the depth of every layer's ring whose input waited in a simulation of `with_buffers`, which is the graph and
/// buffers behind its nodes. True if there was one.
bool raise_rings(HwGraph& graph, const HwGraph& with_buffers, const SimulateOptions& options) {
  const SimulateResult simulated = simulate(with_buffers, options);
  bool raised = false;
  for (const Stream& stream : with_buffers.streams) {
    if (simulated.blocked[index(stream.id)] == 0 || stream.sink.node == kNone) continue;
    if (stream.sink.node >= static_cast<NodeId>(graph.nodes.size())) continue;
    Node& node = graph.nodes[index(stream.sink.node)];
    if (node.cell->depth_param.empty()) continue;
    resize_buffer(node, node.cell->next_depth != nullptr ? node.cell->next_depth(node.params)
                                                         : 2 * node.params.at(node.cell->depth_param));
    raised = true;
  }
  return raised;
}

/// Could rings of any depth do, with buffers without bound?
bool could_rings_do(const BufferProblem& problem) {
  HwGraph graph = problem.with(Depths(problem.candidates().size(), BufferProblem::kUnbounded));
  for (const Stream& stream : graph.streams) {
    if (stream.sink.node == kNone) continue;
    Node& node = graph.nodes[index(stream.sink.node)];
    if (!node.cell->depth_param.empty()) resize_buffer(node, 2 * stream.elements);  // two frames at least
  }
  const auto reaches = [&](SimulateOptions options) {
    options.lower_bound = problem.goal();
    const SimulateResult simulated = simulate(graph, options);
    return !simulated.deadlock && simulated.interval() == problem.goal();
  };
  return reaches({.source_interval = problem.goal()}) || reaches({});
}

/// Buffers at such places, and rings that grow until they do, and what was simulated with them, if it is still known.
/// False, and nothing is changed, if they never do.
bool buffer(HwGraph& graph, std::int64_t goal, BufferProblem::Places places, const BufferOptions& options,
            BufferReport& report, std::optional<SimulateResult>& simulated) {
  std::vector<Params> rings;  // as they were
  for (const Node& node : graph.nodes) rings.push_back(node.params);
  for (int round = 0; round < options.max_rounds; ++round) {
    BufferProblem problem(graph, goal, places);
    const BufferSearchResult found = search_buffers(problem, options.search);
    if (found.found) {
      report = {found.bits, found.lower_bound, finn_method_bits(problem)};
      problem.apply(found.depths, graph);
      if (const SimulateResult* known = problem.simulated(found.depths)) simulated = *known;
      return true;
    }
    if (round == 0 && !could_rings_do(problem)) break;
    const HwGraph with_buffers = problem.with(Depths(problem.candidates().size(), BufferProblem::kUnbounded));
    // At an even pace only those wait that hold too little; with an always valid source, all before the slowest layer.
    if (!raise_rings(graph, with_buffers, {.lower_bound = goal, .source_interval = goal}) &&
        !raise_rings(graph, with_buffers, {.lower_bound = goal}))
      break;
  }
  for (Node& node : graph.nodes) node.params = rings[index(node.id)];
  return false;
}

/// What shows the interval of a graph that was simulated with an always valid source.
BufferPlan prove(const HwGraph& graph, std::int64_t goal, SimulateResult simulated) {
  constexpr int kFrames = 12;  // to wait for a recurrence
  BufferPlan plan;
  plan.simulated = std::move(simulated);
  if (plan.simulated.deadlock) return plan;
  if (plan.simulated.period > 0) {
    plan.proof = IntervalProof::kRecurrence;
    return plan;
  }
  const SimulateOptions options{.until_recurrence = true, .max_intervals = kFrames, .source_interval = goal};
  const SimulateResult paced = simulate(graph, options);
  if (paced.period > 0 && paced.interval() == goal && plan.simulated.interval() == goal)
    plan.proof = IntervalProof::kEvenPace;
  return plan;
}

}  // namespace

std::string_view proof_name(IntervalProof proof) {
  switch (proof) {
    case IntervalProof::kRecurrence:
      return "recurrence";
    case IntervalProof::kEvenPace:
      return "even_pace";
    default:
      return "observation";
  }
}

BufferPlan simulate_steady(const HwGraph& graph, std::int64_t goal) {
  return prove(graph, goal, simulate(graph, {.lower_bound = goal}));
}

BufferPlan size_buffers(HwGraph& graph, const BufferOptions& options) {
  const std::int64_t goal = ideal_interval(graph);
  BufferReport report;
  std::optional<SimulateResult> simulated;
  // A window that only moves with its input gives its beats in bursts, which must then wait inside the layer.
  for (const auto places : {BufferProblem::Places::kBetweenLayers, BufferProblem::Places::kEverywhere})
    if (buffer(graph, goal, places, options, report, simulated)) break;
  BufferPlan plan = simulated ? prove(graph, goal, std::move(*simulated)) : simulate_steady(graph, goal);
  plan.report = report;
  return plan;
}

}  // namespace finn
