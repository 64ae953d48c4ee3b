// SPDX-License-Identifier: Apache-2.0
#include "plan/frontier.h"

#include <algorithm>
#include <map>
#include <utility>

#include "diag/diagnostics.h"
#include "plan/kept.h"

namespace finn {
namespace {

using Lanes = std::vector<std::int64_t>;

/// An output of a layer that others read.
struct Open {
  std::size_t layer;
  std::size_t output;
  int readers;  ///< edges that are not decided yet
};

Parts parts_of(const Cost& cost, const Cost& capacity) {
  Parts parts{};
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (capacity.*kResources[i] > 0) parts[i] = cost.*kResources[i] / (capacity.*kResources[i]);
  return parts;
}

/// An order in which every layer comes after those that it reads: among those that may come, the one that leaves the
/// fewest tensors open.
class Order {
 public:
  explicit Order(const SelectionProblem& problem) : problem_(problem), waits_(problem.layers.size(), 0) {
    for (const ChoiceEdge& edge : problem.edges) ++waits_[edge.to];
  }

  std::vector<std::size_t> run() {
    std::vector<std::size_t> order;
    std::vector<bool> done(waits_.size(), false);
    while (order.size() < waits_.size()) {
      std::optional<std::size_t> best;
      for (std::size_t layer = 0; layer < waits_.size(); ++layer)
        if (!done[layer] && waits_[layer] == 0 && (!best || opened(layer) < opened(*best))) best = layer;
      if (!best) throw Defect("selection: layers that wait for each other");
      done[*best] = true;
      order.push_back(*best);
      for (const ChoiceEdge& edge : problem_.edges) {
        if (edge.to == *best) --readers_[{edge.from, edge.from_output}];
        if (edge.from == *best) {
          ++readers_[{edge.from, edge.from_output}];
          --waits_[edge.to];
        }
      }
    }
    return order;
  }

 private:
  /// How many more tensors are open behind the layer.
  int opened(std::size_t layer) const {
    std::map<std::pair<std::size_t, std::size_t>, int> read;
    std::map<std::size_t, bool> made;
    for (const ChoiceEdge& edge : problem_.edges) {
      if (edge.to == layer) ++read[{edge.from, edge.from_output}];
      if (edge.from == layer) made[edge.from_output] = true;
    }
    int more = static_cast<int>(made.size());
    for (const auto& [tensor, times] : read)
      if (readers_.at(tensor) == times) --more;
    return more;
  }

  const SelectionProblem& problem_;
  std::vector<int> waits_;                                      ///< by layer: edges from layers not decided
  std::map<std::pair<std::size_t, std::size_t>, int> readers_;  ///< by open tensor
};

class Builder {
 public:
  Builder(const SelectionProblem& problem, std::int64_t cycles, std::size_t most_steps)
      : problem_(problem), cycles_(cycles), limit_(limit_of(problem)), left_(most_steps) {
    frontier_.budget = parts_of(limit_, problem.capacity);
  }

  std::optional<Frontier> run() {
    states_ = {{}};
    for (const std::size_t layer : Order(problem_).run())
      if (!add_stage(layer)) return std::nullopt;
    return std::move(frontier_);
  }

 private:
  struct Reader {
    const ChoiceEdge* edge;
    std::size_t open;  ///< the tensor's place in the states
  };

  bool add_stage(std::size_t layer) {
    Frontier::Stage stage{layer, {}, {}, static_cast<int>(states_.size())};
    std::vector<const Choice*> examples;  // of each group
    std::map<std::pair<Lanes, Lanes>, std::size_t> groups;
    for (const Kept& kept : worth_considering(problem_.layers[layer], cycles_, limit_, false)) {
      const auto [at, is_new] = groups.try_emplace({kept.choice->in_lanes, kept.choice->out_lanes}, groups.size());
      if (is_new) {
        stage.groups.emplace_back();
        examples.push_back(kept.choice);
      }
      stage.groups[at->second].push_back({kept.index, parts_of(kept.choice->cost, problem_.capacity)});
    }
    std::vector<Reader> readers;
    for (const ChoiceEdge& edge : problem_.edges)
      if (edge.to == layer) readers.push_back({&edge, place_of(edge)});
    for (const Reader& reader : readers) --open_[reader.open].readers;
    const std::vector<Open> before = open_;
    std::erase_if(open_, [](const Open& tensor) { return tensor.readers == 0; });
    add_outputs(layer);

    std::map<Lanes, int> behind;
    for (std::size_t from = 0; from < states_.size(); ++from)
      for (std::size_t group = 0; group < stage.groups.size(); ++group) {
        Cost edges;
        for (const Reader& reader : readers)
          edges += reader.edge->cost(states_[from][reader.open], examples[group]->in_lanes.at(reader.edge->to_input));
        if (!fits(edges, limit_)) continue;
        if (left_-- == 0) return false;
        const auto [to, is_new] =
            behind.try_emplace(next_state(states_[from], before, layer, *examples[group]), behind.size());
        stage.steps.push_back(
            {static_cast<int>(from), static_cast<int>(group), to->second, parts_of(edges, problem_.capacity)});
      }
    states_.resize(behind.size());
    for (const auto& [lanes, id] : behind) states_[static_cast<std::size_t>(id)] = lanes;
    frontier_.stages.push_back(std::move(stage));
    return true;
  }

  std::size_t place_of(const ChoiceEdge& edge) const {
    const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& tensor) {
      return tensor.layer == edge.from && tensor.output == edge.from_output;
    });
    if (found == open_.end()) throw Defect("selection: an edge from a tensor that is not open");
    return static_cast<std::size_t>(found - open_.begin());
  }

  void add_outputs(std::size_t layer) {
    std::map<std::size_t, int> readers;
    for (const ChoiceEdge& edge : problem_.edges)
      if (edge.from == layer) ++readers[edge.from_output];
    for (const auto& [output, count] : readers) open_.push_back({layer, output, count});
  }

  Lanes next_state(const Lanes& state, const std::vector<Open>& before, std::size_t layer, const Choice& choice) const {
    Lanes next;
    for (std::size_t i = 0; i < before.size(); ++i)
      if (before[i].readers > 0) next.push_back(state[i]);
    for (const Open& tensor : open_)
      if (tensor.layer == layer) next.push_back(choice.out_lanes.at(tensor.output));
    return next;
  }

  const SelectionProblem& problem_;
  std::int64_t cycles_;
  Cost limit_;
  std::size_t left_;  ///< steps
  std::vector<Open> open_;
  std::vector<Lanes> states_;  ///< lanes of open_
  Frontier frontier_;
};

}  // namespace

Parts& operator+=(Parts& sum, const Parts& added) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += added[i];
  return sum;
}

double dot(const Parts& a, const Parts& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::optional<Frontier> make_frontier(const SelectionProblem& problem, std::int64_t cycles, std::size_t most_steps) {
  return Builder(problem, cycles, most_steps).run();
}

}  // namespace finn
