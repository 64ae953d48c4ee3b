// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

#include <algorithm>

#include "plan/parallel.h"
#include "plan/regret.h"
#include "plan/rounds.h"

namespace finn {
namespace {

Cost scaled(const Cost& cost, double by) {
  Cost result;
  for (const auto resource : kResources) result.*resource = cost.*resource * by;
  return result;
}

struct ResourceName {
  double Cost::*resource;
  const char* name;
  double units;  ///< of the name in one of the resource
};
constexpr ResourceName kNames[] = {{&Cost::lut, "LUT", 1},
                                   {&Cost::ff, "FF", 1},
                                   {&Cost::bram18, "BRAM36", 0.5},
                                   {&Cost::uram, "URAM", 1},
                                   {&Cost::dsp, "DSP", 1}};

/// What cannot be helped: resources of which the layers take more than there is even if each takes as little of it as
/// it can.
std::string least_needs(const SelectionProblem& problem) {
  std::string text;
  for (const ResourceName& name : kNames) {
    double least = 0;
    for (const std::vector<Choice>& choices : problem.layers) {
      if (choices.empty()) continue;
      const auto smallest = std::min_element(choices.begin(), choices.end(), [&](const Choice& a, const Choice& b) {
        return a.cost.*name.resource < b.cost.*name.resource;
      });
      least += smallest->cost.*name.resource;
    }
    if (least > problem.capacity.*name.resource)
      text += fmt::format("{}{:g} {}", text.empty() ? "" : " and ", least * name.units, name.name);
  }
  return text;
}

void report_nothing_fits(const Network& network, const PlanOptions& options, const SelectionProblem& problem,
                         Diagnostics& diagnostics) {
  const Cost& capacity = problem.capacity;
  Diagnostic& error = diagnostics.error(
      Code::FR4003, {network.file, 0, 0, {}},
      "expected a folding within {:.0f} LUT, {:.0f} FF, {:g} BRAM36 and {:.0f} DSP{}, found none", capacity.lut,
      capacity.ff, capacity.bram18 / 2, capacity.dsp,
      options.target_cycles ? fmt::format(" that takes at most {} cycles a frame", *options.target_cycles) : "");
  if (const std::string needs = least_needs(problem); !needs.empty())
    error.notes.push_back(fmt::format("no folding takes less than {}", needs));
  error.notes.push_back("a larger platform, a higher --utilization or a lower --target-fps would help");
}

/// The best choice, padded foldings included as long as they make the interval shorter.
Selection select_padded(Planner& planner) {
  constexpr int kMost = 3;
  Selection best = planner.select(planner.problem());
  for (int i = 0; i < kMost && best.feasible && planner.add_padded(best); ++i) {
    Selection next = planner.select(planner.problem(), best);
    const bool is_faster = next.interval < best.interval;
    best = std::move(next);
    if (planner.goal() != Goal::kFps || !is_faster) break;
  }
  return best;
}

}  // namespace

std::string_view goal_name(Goal goal) {
  switch (goal) {
    case Goal::kFps:
      return "fps";
    case Goal::kArea:
      return "area";
    case Goal::kLatency:
      return "latency";
  }
  throw Defect("goal_name");
}

std::optional<Goal> goal_named(std::string_view name) {
  for (const Goal goal : {Goal::kFps, Goal::kArea, Goal::kLatency})
    if (goal_name(goal) == name) return goal;
  return std::nullopt;
}

Planner::Planner(const Network& network, const PlanOptions& options)
    : options_(options),
      layers_(network),
      choices_(enumerate_choices(layers_, options.family, scaled(options.available, options.utilization))),
      problem_(selection_problem(layers_, choices_, options.family, scaled(options.available, options.utilization))) {}

bool Planner::add_padded(const Selection& selection) {
  const auto count = [&] {
    std::size_t all = 0;
    for (const LayerChoices& of_layer : choices_) all += of_layer.choices.size();
    return all;
  };
  const std::size_t before = count();
  for_each_parallel(choices_.size(), [&](std::size_t layer) {
    const std::int64_t own = choices_[layer].choices[selection.chosen[layer]].cycles;
    const std::int64_t most = options_.goal == Goal::kFps    ? selection.interval
                              : options_.goal == Goal::kArea ? options_.target_cycles.value_or(own)
                                                             : own;
    add_padded_choices(layers_, layers_.network().layers[layer], most, options_.family, problem_.capacity,
                       choices_[layer]);
  });
  if (count() == before) return false;
  problem_ = selection_problem(layers_, choices_, options_.family, problem_.capacity);
  return true;
}

void Planner::add_cost(std::size_t layer, std::size_t choice, const Cost& more) {
  choices_[layer].choices[choice].cost += more;
  problem_.layers[layer][choice].cost += more;
}

Selection Planner::select(const SelectionProblem& problem, const Selection& known) const {
  return select(problem, known, options_.selection);
}

Selection Planner::select(const SelectionProblem& problem, const Selection& known,
                          const SelectionOptions& options) const {
  if (options_.goal == Goal::kFps) return fastest(problem, options, known);
  Selection found = options_.goal == Goal::kLatency
                        ? least_latency(problem, options, known)
                        : least_area(problem, options_.target_cycles.value_or(INT64_MAX), options);
  if (found.feasible || known.chosen.empty()) return found;
  found = evaluate(problem, known.chosen);
  found.gap = 1;  // the time was spent before anything else was seen
  return found;
}

std::vector<Folding> Planner::foldings(const Selection& selection) const {
  std::vector<Folding> chosen;
  for (std::size_t layer = 0; layer < choices_.size(); ++layer)
    chosen.push_back(choices_[layer].foldings[selection.chosen[layer]]);
  return chosen;
}

std::optional<Design> plan_design(Network network, const PlanOptions& options, Diagnostics& diagnostics) {
  Planner planner(network, options);
  Selection selection = select_padded(planner);
  PlanReport report;
  report.goal = goal_name(options.goal);
  report.utilization = options.utilization;
  for (const LayerChoices& of_layer : planner.choices()) report.choices += of_layer.choices.size();
  Rounds rounds(network, options.family, planner);
  std::optional<Design> best = rounds.run(std::move(selection), diagnostics);
  if (!best) {
    report_nothing_fits(network, options, planner.problem(), diagnostics);
    return std::nullopt;
  }
  report.rounds = rounds.rounds();
  report.gap = rounds.chosen().gap;
  report.latency = latency_of(planner.problem(), rounds.chosen().chosen);
  report.estimate = rounds.chosen().cost;
  if (const std::optional<FitError> error = fit_error(options.family); error && options.regret_draws > 0)
    report.regret = regret_of(planner, rounds.chosen(), *error, options.regret_draws);
  best->plan = std::move(report);
  return best;
}

}  // namespace finn
