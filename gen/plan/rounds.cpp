// SPDX-License-Identifier: Apache-2.0
#include "plan/rounds.h"

#include <algorithm>

#include "cells/cost.h"
#include "hw/blank_memory.h"
#include "passes/fold.h"
#include "passes/graph_cost.h"
#include "passes/memories.h"

namespace finn {
namespace {

constexpr int kRounds = 8;
constexpr std::size_t kLessons = 60;  // choices whose constants are looked at
constexpr double kMargin = 0.002;     // of the capacity; twice as much with each choice that does not fit

Cost difference(const Cost& a, const Cost& b) {
  Cost result;
  for (const auto resource : kResources) result.*resource = a.*resource - b.*resource;
  return result;
}

/// The larger of both, resource by resource.
Cost at_least(const Cost& a, const Cost& b) {
  Cost result;
  for (const auto resource : kResources) result.*resource = std::max(a.*resource, b.*resource);
  return result;
}

/// Cycles, the fewer the better.
std::int64_t quality(const Design& design, Goal goal) {
  return goal == Goal::kLatency ? design.predicted.latency : design.predicted.interval();
}

/// A layer's nodes whose memories are one word, which is constants of their logic.
Cost cost_with_constants(const HwGraph& graph, LayerId layer, Family family) {
  Cost cost;
  for (const Node& node : graph.nodes) {
    if (node.layer != layer || node.memories.empty() || node.memories.front().words.size() != 1) continue;
    const bool blanks = is_blank(node.memories.front());
    cost += cell_cost(*node.cell, node.params, family, blanks ? std::vector<Memory>{} : node.memories);
  }
  return cost;
}

}  // namespace

std::optional<Design> Rounds::run(Selection selection, Diagnostics& diagnostics) {
  std::set<std::vector<std::size_t>> seen;
  while (rounds_ < kRounds && selection.feasible) {
    if (!learn_constants(selection)) {
      if (!seen.insert(selection.chosen).second) break;
      ++rounds_;
      if (build(selection, diagnostics) == Outcome::kDone) break;
    }
    SelectionProblem problem = planner_.problem();
    problem.reserved = reserved_;
    selection = planner_.select(problem, selection);
  }
  if (best_) diagnostics = of_best_;
  return std::move(best_);
}

Network Rounds::folded(const Selection& selection) const {
  Network network = network_;
  apply_folding(network, planner_.foldings(selection));
  return network;
}

/// Weights are not looked at before a choice is made; where a layer's are constants of its logic, what that takes is up
/// to their values. True if a chosen one takes something else than was thought.
bool Rounds::learn_constants(const Selection& selection) {
  const std::vector<Folding> foldings = planner_.foldings(selection);
  std::optional<HwGraph> graph;
  bool learned = false;
  for (std::size_t layer = 0; layer < foldings.size(); ++layer) {
    if (learned_.size() >= kLessons || learned_.count({layer, selection.chosen[layer]}) > 0) continue;
    const Layer& shape = planner_.layers().network().layers[layer];  // without weights
    const LoneLayer lone = planner_.layers().lower(shape, foldings[layer]);
    const bool has_constants = std::any_of(lone.graph.nodes.begin(), lone.graph.nodes.end(), [](const Node& node) {
      return !node.memories.empty() && node.memories.front().words.size() == 1 && is_blank(node.memories.front());
    });
    if (!has_constants) continue;
    if (!graph) graph = build_graph(folded(selection), foldings);
    learned_.insert({layer, selection.chosen[layer]});
    const Cost more =
        difference(cost_with_constants(*graph, shape.id, family_), cost_with_constants(lone.graph, shape.id, family_));
    planner_.add_cost(layer, selection.chosen[layer], more);
    learned = learned || std::any_of(std::begin(kResources), std::end(kResources),
                                     [&](auto resource) { return more.*resource != 0; });
  }
  return learned;
}

Rounds::Outcome Rounds::build(const Selection& selection, Diagnostics diagnostics) {
  Network network = folded(selection);
  HwGraph graph = build_graph(network, planner_.foldings(selection));
  build_memories(graph);
  if (!has_room_for(graph_cost(graph, family_), selection)) return Outcome::kAgain;  // even without buffers
  std::optional<Design> design = compile(std::move(network), {}, diagnostics);
  if (!design) throw Defect("a legal folding does not compile: " + diagnostics.text());
  const Cost built = graph_cost(design->graph, family_);
  if (!has_room_for(built, selection)) return Outcome::kAgain;
  if (best_ && quality(*design, planner_.goal()) >= quality(*best_, planner_.goal())) return Outcome::kDone;
  chosen_ = selection;
  best_ = std::move(design);
  of_best_ = std::move(diagnostics);
  // Another round is worth it only where the building took less than was thought and more would make it faster.
  reserved_ = difference(built, selection.cost);
  const bool is_smaller = std::any_of(std::begin(kResources), std::end(kResources), [&](auto resource) {
    return reserved_.*resource < -0.01 * (planner_.capacity().*resource);
  });
  const bool may_be_faster =
      planner_.goal() == Goal::kFps && selection.interval > shortest_interval(planner_.problem());
  return misfits_ == 0 && is_smaller && may_be_faster ? Outcome::kAgain : Outcome::kDone;
}

/// If not, what did not fit must leave more room.
bool Rounds::has_room_for(const Cost& built, const Selection& selection) {
  if (fits(built, planner_.capacity())) return true;
  reserved_ = at_least(reserved_, difference(built, selection.cost));
  // The next choice will be off by something else: the more there were, the more room is left.
  margin_ = misfits_++ == 0 ? kMargin : 2 * margin_;
  for (const auto resource : kResources)
    if (built.*resource > planner_.capacity().*resource) reserved_.*resource += margin_ * planner_.capacity().*resource;
  return false;
}

}  // namespace finn
