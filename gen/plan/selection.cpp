// SPDX-License-Identifier: Apache-2.0
#include "plan/selection.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "diag/diagnostics.h"
#include "plan/integer_program.h"

namespace finn {
namespace {

constexpr double Cost::*kResources[] = {&Cost::lut, &Cost::ff, &Cost::bram18, &Cost::uram, &Cost::dsp};

/// The part of the capacity that a cost takes, summed over the resources. Of a resource that there is none of, any use
/// is excluded elsewhere.
double area_of(const Cost& cost, const Cost& capacity) {
  double area = 0;
  for (const auto resource : kResources)
    if (capacity.*resource > 0) area += cost.*resource / (capacity.*resource);
  return area;
}

bool is_within(const Cost& cost, const Cost& capacity) {
  return std::all_of(std::begin(kResources), std::end(kResources),
                     [&](auto resource) { return cost.*resource <= capacity.*resource; });
}

bool at_most(const Cost& a, const Cost& b) { return is_within(a, b); }

/// A choice that is worth considering: no other one with the same lanes takes no more of anything.
struct Kept {
  std::size_t index;  ///< in the layer's choices
  const Choice* choice;
};

std::vector<Kept> worth_considering(const std::vector<Choice>& choices, std::int64_t cycles, const Cost& capacity) {
  std::vector<Kept> kept;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = choices[i];
    if (choice.cycles > cycles || !is_within(choice.cost, capacity)) continue;
    const auto beats = [](const Choice& x, const Choice& y) {
      return x.in_lanes == y.in_lanes && x.out_lanes == y.out_lanes && at_most(x.cost, y.cost);
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
  Program(const SelectionProblem& problem, std::int64_t cycles) : problem_(problem) {
    for (const auto resource : kResources) {
      const double capacity = problem.capacity.*resource;
      capacity_rows_.push_back(capacity > 0 ? program_.add_row(-IntegerProgram::kInfinity, 1) : -1);
    }
    for (const std::vector<Choice>& choices : problem.layers)
      add_layer(worth_considering(choices, cycles, problem.capacity));
    for (const ChoiceEdge& edge : problem.edges) add_edge(edge);
  }

  Selection solve(double seconds) const {
    Selection selection;
    if (impossible_) return selection;
    const IntegerProgram::Solution solution = program_.minimize(seconds);
    if (solution.values.empty()) return selection;
    selection.feasible = true;
    for (std::size_t layer = 0; layer < kept_.size(); ++layer) {
      for (std::size_t i = 0; i < kept_[layer].size(); ++i)
        if (solution.values[static_cast<std::size_t>(variables_[layer][i])] > 0.5) {
          selection.chosen.push_back(kept_[layer][i].index);
          break;
        }
      if (selection.chosen.size() != layer + 1) throw Defect("integer program: a layer without a choice");
    }
    for (std::size_t layer = 0; layer < kept_.size(); ++layer) {
      const Choice& choice = problem_.layers[layer][selection.chosen[layer]];
      selection.interval = std::max(selection.interval, choice.cycles);
      selection.cost += choice.cost;
    }
    for (const ChoiceEdge& edge : problem_.edges)
      selection.cost += edge.cost(chosen(selection, edge.from).out_lanes.at(edge.from_output),
                                  chosen(selection, edge.to).in_lanes.at(edge.to_input));
    selection.area = area_of(selection.cost, problem_.capacity);
    const bool proved = solution.status == IntegerProgram::Solution::Status::kOptimal;
    selection.bound = proved ? selection.area : std::min(selection.area, solution.bound / kScale);
    return selection;
  }

 private:
  static constexpr double kScale = 1000;  // of the objective, against the solver's absolute tolerances

  const Choice& chosen(const Selection& selection, std::size_t layer) const {
    return problem_.layers[layer][selection.chosen[layer]];
  }

  /// Puts a cost on a variable; in the rows of capacity as its part of it.
  void charge(int variable, const Cost& cost) {
    for (std::size_t i = 0; i < capacity_rows_.size(); ++i)
      if (capacity_rows_[i] >= 0)
        program_.add_term(capacity_rows_[i], variable, cost.*kResources[i] / (problem_.capacity.*kResources[i]));
  }

  int add_variable(const Cost& cost, bool integer) {
    const int variable = program_.add_variable(kScale * area_of(cost, problem_.capacity), integer);
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
        if (!is_within(cost, problem_.capacity)) continue;
        const int variable = add_variable(cost, false);
        program_.add_term(out_row, variable, 1);
        program_.add_term(in_row, variable, 1);
      }
  }

  const SelectionProblem& problem_;
  IntegerProgram program_;
  std::vector<int> capacity_rows_;  ///< by resource; -1: there is none of it
  std::vector<std::vector<Kept>> kept_;
  std::vector<std::vector<int>> variables_;
  bool impossible_ = false;
};

}  // namespace

Selection least_area(const SelectionProblem& problem, std::int64_t cycles, const SelectionOptions& options) {
  return Program(problem, cycles).solve(options.seconds);
}

Selection fastest(const SelectionProblem& problem, const SelectionOptions& options) {
  std::set<std::int64_t> all;
  std::int64_t least = 1;  // no layer can be faster than its fastest choice
  for (const std::vector<Choice>& choices : problem.layers) {
    std::int64_t of_layer = 0;
    for (const Choice& choice : choices) {
      all.insert(choice.cycles);
      of_layer = of_layer == 0 ? choice.cycles : std::min(of_layer, choice.cycles);
    }
    least = std::max(least, of_layer);
  }
  const std::vector<std::int64_t> intervals(all.lower_bound(least), all.end());
  Selection best;
  std::size_t low = 0;
  std::size_t high = intervals.size();  // what is at `high` or beyond is known to fit, or not there
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    Selection selection = least_area(problem, intervals[middle], options);
    if (selection.feasible) {
      best = std::move(selection);
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return best;
}

}  // namespace finn
