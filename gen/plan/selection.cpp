// SPDX-License-Identifier: Apache-2.0
#include "plan/selection.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <set>
#include <utility>

#include "diag/diagnostics.h"
#include "plan/integer_program.h"

namespace finn {
namespace {

/// What layers and edges may take.
Cost limit_of(const SelectionProblem& problem) {
  Cost limit;
  for (const auto resource : kResources)
    limit.*resource =
        problem.capacity.*resource > 0 ? std::max(0.0, problem.capacity.*resource - problem.reserved.*resource) : 0;
  return limit;
}

/// A choice that is worth considering: no other one with the same lanes takes no more of anything; no more cycles
/// either, where these matter below the limit.
struct Kept {
  std::size_t index;  ///< in the layer's choices
  const Choice* choice;
};

std::vector<Kept> worth_considering(const std::vector<Choice>& choices, std::int64_t cycles, const Cost& limit,
                                    bool by_speed) {
  std::vector<Kept> kept;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = choices[i];
    if (choice.cycles > cycles || !fits(choice.cost, limit)) continue;
    const auto beats = [&](const Choice& x, const Choice& y) {
      return x.in_lanes == y.in_lanes && x.out_lanes == y.out_lanes && fits(x.cost, y.cost) &&
             (!by_speed || (x.cycles <= y.cycles && x.span <= y.span && x.tail <= y.tail));
    };
    if (std::any_of(kept.begin(), kept.end(), [&](const Kept& other) { return beats(*other.choice, choice); }))
      continue;
    std::erase_if(kept, [&](const Kept& other) { return beats(choice, *other.choice); });
    kept.push_back({i, &choice});
  }
  return kept;
}

/// The integer program: a binary variable for each choice; for each edge and pair of lanes a variable that is 1 exactly
/// where both sides chose these (the flow between the lanes of the two sides, integral as both sides are).
class Program {
 public:
  enum class Objective { kArea, kLatency };

  /// Of choices of at most `cycles`. For least latency no layer may have more cycles than the whole has anyway.
  Program(const SelectionProblem& problem, std::int64_t cycles, Objective objective = Objective::kArea)
      : problem_(problem),
        limit_(limit_of(problem)),
        is_latency_(objective == Objective::kLatency),
        area_scale_(is_latency_ ? kTieBreak : kScale) {
    for (const auto resource : kResources) {
      const double capacity = problem.capacity.*resource;
      capacity_rows_.push_back(capacity > 0 ? program_.add_row(-IntegerProgram::kInfinity, limit_.*resource / capacity)
                                            : -1);
    }
    for (const std::vector<Choice>& choices : problem.layers)
      add_layer(worth_considering(choices, cycles, limit_, is_latency_));
    for (const ChoiceEdge& edge : problem.edges) add_edge(edge);
    if (is_latency_) add_latency(static_cast<double>(cycles));
  }

  /// `any`: the first choice found will do.
  Selection solve(double seconds, bool any = false) const {
    Selection selection;
    if (impossible_) return selection;
    const IntegerProgram::Solution solution = program_.minimize(seconds, any);
    selection.proved = solution.status != IntegerProgram::Solution::Status::kUnknown;
    if (solution.values.empty()) return selection;
    for (std::size_t layer = 0; layer < kept_.size(); ++layer) {
      for (std::size_t i = 0; i < kept_[layer].size(); ++i)
        if (solution.values[static_cast<std::size_t>(variables_[layer][i])] > 0.5) {
          selection.chosen.push_back(kept_[layer][i].index);
          break;
        }
      if (selection.chosen.size() != layer + 1) throw Defect("integer program: a layer without a choice");
    }
    selection = evaluate(problem_, std::move(selection.chosen));
    selection.feasible = true;
    if (is_latency_) selection.latency = latency_of(problem_, selection.chosen);
    if (solution.status != IntegerProgram::Solution::Status::kOptimal && solution.objective > 0)
      selection.gap = std::clamp(1 - solution.bound / solution.objective, 0.0, 1.0);
    return selection;
  }

 private:
  static constexpr double kScale = 1000;     // of the objective, against the solver's absolute tolerances
  static constexpr double kTieBreak = 1e-4;  // what area counts beside latency, which is kScale at its known bound

  /// Puts a cost on a variable; in the rows of capacity as its part of it.
  void charge(int variable, const Cost& cost) {
    for (std::size_t i = 0; i < capacity_rows_.size(); ++i)
      if (capacity_rows_[i] >= 0)
        program_.add_term(capacity_rows_[i], variable, cost.*kResources[i] / (problem_.capacity.*kResources[i]));
  }

  int add_variable(const Cost& cost, bool integer) {
    const int variable = program_.add_variable(area_scale_ * area_of(cost, problem_.capacity), integer);
    charge(variable, cost);
    return variable;
  }

  void add_layer(std::vector<Kept> kept) {
    impossible_ = impossible_ || kept.empty();
    std::vector<int> variables;
    const int one = program_.add_row(1, 1);
    for (const Kept& item : kept) {
      variables.push_back(add_variable(item.choice->cost, true));
      program_.add_term(one, variables.back(), 1);
    }
    kept_.push_back(std::move(kept));
    variables_.push_back(std::move(variables));
  }

  /// For each number of lanes a row: what flows through the edge with these lanes is what the layer chose.
  std::map<std::int64_t, int> add_side(std::size_t layer, const std::function<std::int64_t(const Choice&)>& lanes) {
    std::map<std::int64_t, int> rows;
    for (std::size_t i = 0; i < kept_[layer].size(); ++i) {
      const std::int64_t count = lanes(*kept_[layer][i].choice);
      if (rows.count(count) == 0) rows[count] = program_.add_row(0, 0);
      program_.add_term(rows[count], variables_[layer][i], -1);
    }
    return rows;
  }

  void add_edge(const ChoiceEdge& edge) {
    const auto out = add_side(edge.from, [&](const Choice& choice) { return choice.out_lanes.at(edge.from_output); });
    const auto in = add_side(edge.to, [&](const Choice& choice) { return choice.in_lanes.at(edge.to_input); });
    for (const auto& [out_lanes, out_row] : out)
      for (const auto& [in_lanes, in_row] : in) {
        const Cost cost = edge.cost(out_lanes, in_lanes);
        if (!fits(cost, limit_)) continue;
        const int variable = add_variable(cost, false);
        program_.add_term(out_row, variable, 1);
        program_.add_term(in_row, variable, 1);
      }
  }

  /// low <= sum + value of a layer's choices <= infinity, for the terms that stand in row `row`.
  void add_choice_terms(int row, std::size_t layer, double scale, std::int64_t Choice::*value) {
    for (std::size_t i = 0; i < kept_[layer].size(); ++i)
      program_.add_term(row, variables_[layer][i], scale * static_cast<double>(kept_[layer][i].choice->*value));
  }

  /// The inequalities of latency_of(), in units of `unit` cycles, which all outputs' cycles are within.
  void add_latency(double unit) {
    const double per_cycle = 1 / unit;
    const std::size_t layers = problem_.layers.size();
    std::vector<int> first(layers);
    std::vector<int> last(layers);
    const int end = program_.add_variable(kScale, false, 2);
    for (std::size_t layer = 0; layer < layers; ++layer) {
      first[layer] = program_.add_variable(0, false, 2);
      last[layer] = program_.add_variable(0, false, 2);
    }
    const auto at_least = [&](int variable, double constant) {
      const int row = program_.add_row(constant * per_cycle, IntegerProgram::kInfinity);
      program_.add_term(row, variable, 1);
      return row;
    };
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const LayerPace& pace = problem_.paces[layer];
      const auto depth = static_cast<double>(pace.depth);
      program_.add_term(at_least(end, 0), last[layer], -1);
      int row = at_least(last[layer], 0);
      program_.add_term(row, first[layer], -1);
      add_choice_terms(row, layer, -per_cycle, &Choice::span);
      if (!pace.is_first) continue;
      add_choice_terms(at_least(first[layer], depth), layer, -per_cycle * pace.head, &Choice::cycles);
      add_choice_terms(at_least(last[layer], depth), layer, -per_cycle, &Choice::cycles);
    }
    for (const ChoiceEdge& edge : problem_.edges) {
      const LayerPace& pace = problem_.paces[edge.to];
      const auto depth = static_cast<double>(pace.depth);
      int row = at_least(first[edge.to], depth);
      program_.add_term(row, first[edge.from], pace.head - 1);
      program_.add_term(row, last[edge.from], -pace.head);
      row = at_least(last[edge.to], depth);
      program_.add_term(row, last[edge.from], -1);
      add_choice_terms(row, edge.to, -per_cycle, &Choice::tail);
      row = at_least(last[edge.to], depth);
      program_.add_term(row, first[edge.from], -1);
      add_choice_terms(row, edge.to, -per_cycle, &Choice::cycles);
    }
  }

  const SelectionProblem& problem_;
  Cost limit_;
  bool is_latency_;
  double area_scale_;
  IntegerProgram program_;
  std::vector<int> capacity_rows_;  ///< by resource; -1: there is none of it
  std::vector<std::vector<Kept>> kept_;
  std::vector<std::vector<int>> variables_;
  bool impossible_ = false;
};

}  // namespace

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

Selection least_area(const SelectionProblem& problem, std::int64_t cycles, const SelectionOptions& options) {
  return Program(problem, cycles).solve(options.seconds);
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
  for (const double share : {0.2, 0.8}) {
    const Program program(problem, static_cast<std::int64_t>(best.latency), Program::Objective::kLatency);
    Selection found = program.solve(share * options.seconds);
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

namespace {

/// The search for the shortest interval at which a choice fits.
class IntervalSearch {
 public:
  IntervalSearch(const SelectionProblem& problem, const SelectionOptions& options)
      : problem_(problem), options_(options), start_(std::clock()) {
    std::set<std::int64_t> all;
    for (const std::vector<Choice>& choices : problem.layers)
      for (const Choice& choice : choices) all.insert(choice.cycles);
    intervals_.assign(all.lower_bound(shortest_interval(problem)), all.end());
    high_ = intervals_.size();
  }

  Selection run(const Selection& known) {
    if (!known.chosen.empty()) begin_at(known);
    while (low_ < high_ && left() > 0) probe(low_ + (high_ - low_) / 2);
    if (!best_.feasible) {
      best_.proved = proven_ == intervals_.size();
      return best_;
    }
    const std::int64_t interval = intervals_[high_];
    Selection polished =
        least_area(problem_, interval, {std::clamp(left(), 0.25 * options_.seconds, options_.seconds)});
    if (polished.feasible && (polished.area <= best_.area || best_.interval > interval)) best_ = std::move(polished);
    const double shortest = proven_ < high_ ? static_cast<double>(intervals_[proven_]) : static_cast<double>(interval);
    best_.proved = proven_ >= high_;
    if (!best_.proved) best_.gap = 1 - shortest / static_cast<double>(best_.interval);
    return best_;
  }

 private:
  static constexpr double kStep = 1.05;  // from one interval to the next that is tried while none is known to do
  static constexpr double kShare = 2;    // of all programs together, in the time of one

  /// Seconds of the processor, as CBC counts them, so that other programs on the machine change nothing.
  double left() const {
    return kShare * options_.seconds - static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC;
  }
  std::size_t index(std::int64_t interval) const {
    return static_cast<std::size_t>(std::lower_bound(intervals_.begin(), intervals_.end(), interval) -
                                    intervals_.begin());
  }

  void begin_at(const Selection& known) {
    Selection selection = evaluate(problem_, known.chosen);
    if (selection.feasible) {
      high_ = index(selection.interval);
      best_ = std::move(selection);
      best_.gap = 1;
      return;
    }
    for (std::size_t at = index(selection.interval); at < intervals_.size() && !best_.feasible && left() > 0;) {
      probe(at);
      at = std::max(at + 1, index(static_cast<std::int64_t>(kStep * static_cast<double>(intervals_[at]))));
    }
  }

  /// Does a choice fit at this interval? What is not known in time counts as no, but as not proven.
  void probe(std::size_t at) {
    const double seconds = std::clamp(0.5 * left(), 0.1 * options_.seconds, options_.seconds);
    Selection found = Program(problem_, intervals_[at]).solve(seconds, true);
    if (found.feasible) {
      best_ = std::move(found);
      high_ = at;
      return;
    }
    low_ = at + 1;
    if (found.proved) proven_ = at + 1;
  }

  const SelectionProblem& problem_;
  const SelectionOptions& options_;
  std::clock_t start_;
  std::vector<std::int64_t> intervals_;
  Selection best_;
  std::size_t low_ = 0;
  std::size_t high_ = 0;    ///< what is at `high_` or beyond is known to fit, or not there
  std::size_t proven_ = 0;  ///< nothing fits below
};

}  // namespace

Selection fastest(const SelectionProblem& problem, const SelectionOptions& options, const Selection& known) {
  return IntervalSearch(problem, options).run(known);
}

}  // namespace finn
