// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

namespace finn {
namespace {

Cost scaled(Cost cost, double by) {
  cost.lut *= by;
  cost.ff *= by;
  cost.bram18 *= by;
  cost.uram *= by;
  cost.dsp *= by;
  return cost;
}

}  // namespace

std::optional<Plan> plan_folding(const Network& network, const PlanOptions& options, Diagnostics& diagnostics) {
  const Cost capacity = scaled(options.available, options.utilization);
  const LoneLayers layers(network);
  const std::vector<LayerChoices> choices = enumerate_choices(layers, options.family, capacity);
  const SelectionProblem problem = selection_problem(layers, choices, options.family, capacity);
  Plan plan;
  for (const LayerChoices& of_layer : choices) plan.choices += of_layer.choices.size();
  plan.selection = options.goal == Goal::kFps
                       ? fastest(problem, options.selection)
                       : least_area(problem, options.target_cycles.value_or(INT64_MAX), options.selection);
  if (!plan.selection.feasible) {
    Diagnostic& error = diagnostics.error(
        Code::FR4003, {network.file, 0, 0, {}},
        "expected a folding within {:.0f} LUT, {:.0f} FF, {:g} BRAM36 and {:.0f} DSP{}, found none", capacity.lut,
        capacity.ff, capacity.bram18 / 2, capacity.dsp,
        options.target_cycles ? fmt::format(" that takes at most {} cycles a frame", *options.target_cycles) : "");
    error.notes.push_back("a larger platform, a higher --utilization or a lower --target-fps would help");
    return std::nullopt;
  }
  for (std::size_t layer = 0; layer < choices.size(); ++layer)
    plan.foldings.push_back(choices[layer].foldings[plan.selection.chosen[layer]]);
  return plan;
}

}  // namespace finn
