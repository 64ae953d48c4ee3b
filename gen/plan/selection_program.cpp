// SPDX-License-Identifier: Apache-2.0
#include "plan/selection_program.h"

#include <algorithm>
#include <map>

#include "diag/diagnostics.h"
#include "plan/integer_program.h"
#include "plan/kept.h"

namespace finn {
namespace {

/// The integer program: a binary variable for each choice; for each edge and pair of lanes a variable that is 1 exactly
/// where both sides chose these (the flow between the lanes of the two sides, integral as both sides are).
class Program {
 public:
  Program(const SelectionProblem& problem, std::int64_t cycles, ProgramGoal goal)
      : problem_(problem),
        limit_(limit_of(problem)),
        is_latency_(goal == ProgramGoal::kLatency),
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

  Selection solve(double seconds, bool any) const {
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

Selection solve_program(const SelectionProblem& problem, std::int64_t cycles, ProgramGoal goal, double seconds,
                        bool any) {
  return Program(problem, cycles, goal).solve(seconds, any);
}

}  // namespace finn
