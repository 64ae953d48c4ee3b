// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

#include <algorithm>
#include <set>

#include "passes/graph_cost.h"
#include "plan/regret.h"

namespace finn {
namespace {

constexpr double Cost::*kResources[] = {&Cost::lut, &Cost::ff, &Cost::bram18, &Cost::uram, &Cost::dsp};
constexpr int kRounds = 4;

Cost scaled(const Cost& cost, double by) {
  Cost result;
  for (const auto resource : kResources) result.*resource = cost.*resource * by;
  return result;
}

Cost difference(const Cost& a, const Cost& b) {
  Cost result;
  for (const auto resource : kResources) result.*resource = a.*resource - b.*resource;
  return result;
}

bool is_within(const Cost& cost, const Cost& limit) {
  return std::all_of(std::begin(kResources), std::end(kResources),
                     [&](auto resource) { return cost.*resource <= limit.*resource; });
}

/// Cycles, the fewer the better.
std::int64_t quality(const Design& design, Goal goal) {
  return goal == Goal::kLatency ? design.predicted.latency : design.predicted.interval();
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

/// Lets the planner see padded foldings as long as they make the interval shorter.
void pad(Planner& planner) {
  constexpr int kMost = 3;
  std::int64_t interval = INT64_MAX;
  for (int i = 0; i < kMost; ++i) {
    const Selection selection = planner.select(planner.problem());
    if (!selection.feasible || selection.interval >= interval || !planner.add_padded(selection)) return;
    interval = selection.interval;
    if (planner.goal() != Goal::kFps) return;
  }
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
  for (std::size_t layer = 0; layer < choices_.size(); ++layer) {
    const std::int64_t own = choices_[layer].choices[selection.chosen[layer]].cycles;
    const std::int64_t most = options_.goal == Goal::kFps    ? selection.interval
                              : options_.goal == Goal::kArea ? options_.target_cycles.value_or(own)
                                                             : own;
    add_padded_choices(layers_, layers_.network().layers[layer], most, options_.family, problem_.capacity,
                       choices_[layer]);
  }
  if (count() == before) return false;
  problem_ = selection_problem(layers_, choices_, options_.family, problem_.capacity);
  return true;
}

Selection Planner::select(const SelectionProblem& problem) const {
  switch (options_.goal) {
    case Goal::kFps:
      return fastest(problem, options_.selection);
    case Goal::kArea:
      return least_area(problem, options_.target_cycles.value_or(INT64_MAX), options_.selection);
    case Goal::kLatency:
      return least_latency(problem, options_.selection);
  }
  throw Defect("Planner::select");
}

std::vector<Folding> Planner::foldings(const Selection& selection) const {
  std::vector<Folding> chosen;
  for (std::size_t layer = 0; layer < choices_.size(); ++layer)
    chosen.push_back(choices_[layer].foldings[selection.chosen[layer]]);
  return chosen;
}

std::optional<Design> plan_design(Network network, const PlanOptions& options, Diagnostics& diagnostics) {
  Planner planner(network, options);
  pad(planner);
  PlanReport report;
  report.goal = goal_name(options.goal);
  report.utilization = options.utilization;
  for (const LayerChoices& of_layer : planner.choices()) report.choices += of_layer.choices.size();
  std::optional<Design> best;
  Selection chosen;
  Diagnostics of_best;
  std::set<std::vector<std::size_t>> seen;
  Cost reserved;
  while (report.rounds < kRounds) {
    SelectionProblem problem = planner.problem();
    problem.reserved = reserved;
    const Selection selection = planner.select(problem);
    if (!selection.feasible || !seen.insert(selection.chosen).second) break;
    ++report.rounds;
    Network folded = network;
    apply_folding(folded, planner.foldings(selection));
    Diagnostics attempt = diagnostics;
    std::optional<Design> design = compile(std::move(folded), {}, attempt);
    if (!design) throw Defect("a legal folding does not compile: " + attempt.text());
    const Cost built = graph_cost(design->graph, options.family);
    reserved = difference(built, selection.cost);
    if (!is_within(built, planner.capacity())) continue;
    const bool is_better = !best || quality(*design, options.goal) < quality(*best, options.goal);
    if (is_better) {
      chosen = selection;
      best = std::move(design);
      of_best = std::move(attempt);
    }
    // Another round is worth it only where the building took less than was thought and more would make it faster.
    const bool has_room = std::any_of(std::begin(kResources), std::end(kResources), [&](auto resource) {
      return reserved.*resource < -0.01 * (planner.capacity().*resource);
    });
    if (!is_better || options.goal != Goal::kFps || !has_room ||
        selection.interval == shortest_interval(planner.problem()))
      break;
  }
  if (!best) {
    report_nothing_fits(network, options, planner.problem(), diagnostics);
    return std::nullopt;
  }
  diagnostics = std::move(of_best);
  report.gap = chosen.gap;
  report.latency = latency_of(planner.problem(), chosen.chosen);
  report.estimate = chosen.cost;
  if (const std::optional<FitError> error = fit_error(options.family); error && options.regret_draws > 0)
    report.regret = regret_of(planner, chosen, *error, options.regret_draws);
  best->plan = std::move(report);
  return best;
}

}  // namespace finn
