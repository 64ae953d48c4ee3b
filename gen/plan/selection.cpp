// SPDX-License-Identifier: Apache-2.0
#include "plan/selection.h"

#include <algorithm>

#include "plan/kept.h"
#include "plan/selection_program.h"

namespace finn {

bool fits(const Cost& cost, const Cost& capacity) {
  return std::all_of(std::begin(kResources), std::end(kResources),
                     [&](auto resource) { return cost.*resource <= capacity.*resource; });
}

double area_of(const Cost& cost, const Cost& capacity) {
  double area = 0;
  for (const auto resource : kResources)
    if (capacity.*resource > 0) area += cost.*resource / (capacity.*resource);
  return area;
}

Selection evaluate(const SelectionProblem& problem, std::vector<std::size_t> chosen) {
  Selection selection;
  const auto choice = [&](std::size_t layer) -> const Choice& { return problem.layers[layer][chosen[layer]]; };
  for (std::size_t layer = 0; layer < chosen.size(); ++layer) {
    selection.interval = std::max(selection.interval, choice(layer).cycles);
    selection.cost += choice(layer).cost;
  }
  for (const ChoiceEdge& edge : problem.edges)
    selection.cost +=
        edge.cost(choice(edge.from).out_lanes.at(edge.from_output), choice(edge.to).in_lanes.at(edge.to_input));
  selection.feasible = fits(selection.cost, limit_of(problem));
  selection.area = area_of(selection.cost, problem.capacity);
  selection.chosen = std::move(chosen);
  return selection;
}

double latency_of(const SelectionProblem& problem, const std::vector<std::size_t>& chosen) {
  const std::size_t layers = chosen.size();
  const auto choice = [&](std::size_t layer) -> const Choice& { return problem.layers[layer][chosen[layer]]; };
  std::vector<double> first(layers, 0);
  std::vector<double> last(layers, 0);
  bool changed = true;
  const auto raise = [&](double& value, double to) {
    if (to <= value) return;
    value = to;
    changed = true;
  };
  while (changed) {  // layers need not stand in their order
    changed = false;
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const LayerPace& pace = problem.paces[layer];
      const auto cycles = static_cast<double>(choice(layer).cycles);
      if (pace.is_first) {
        raise(first[layer], pace.head * cycles + static_cast<double>(pace.depth));
        raise(last[layer], cycles + static_cast<double>(pace.depth));
      }
      raise(last[layer], first[layer] + static_cast<double>(choice(layer).span));
    }
    for (const ChoiceEdge& edge : problem.edges) {
      const LayerPace& pace = problem.paces[edge.to];
      const auto depth = static_cast<double>(pace.depth);
      raise(first[edge.to], first[edge.from] + pace.head * (last[edge.from] - first[edge.from]) + depth);
      raise(last[edge.to], last[edge.from] + static_cast<double>(choice(edge.to).tail) + depth);
      raise(last[edge.to], first[edge.from] + static_cast<double>(choice(edge.to).cycles) + depth);
    }
  }
  return layers == 0 ? 0 : *std::max_element(last.begin(), last.end());
}

Selection least_latency(const SelectionProblem& problem, const SelectionOptions& options, const Selection& known) {
  Selection best = known.chosen.empty() ? Selection{} : evaluate(problem, known.chosen);
  if (!best.feasible) best = fastest(problem, options, known);
  if (!best.feasible) return best;
  best.latency = latency_of(problem, best.chosen);
  best.gap = 1;
  // What is known to do excludes slow choices, and a program with fewer of them finds better ones sooner.
  for (const double share : {1.6, 6.4}) {
    Selection found =
        solve_program(problem, static_cast<std::int64_t>(best.latency), ProgramGoal::kLatency, share * options.seconds);
    if (found.feasible && found.latency <= best.latency) best = std::move(found);
    if (best.gap == 0) break;
  }
  return best;
}

std::int64_t shortest_interval(const SelectionProblem& problem) {
  std::int64_t shortest = 1;
  for (const std::vector<Choice>& choices : problem.layers) {
    const auto fastest = std::min_element(choices.begin(), choices.end(),
                                          [](const Choice& a, const Choice& b) { return a.cycles < b.cycles; });
    if (fastest != choices.end()) shortest = std::max(shortest, fastest->cycles);
  }
  return shortest;
}

}  // namespace finn
