// SPDX-License-Identifier: Apache-2.0
#include "emit/exploration.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "passes/compile.h"
#include "passes/graph_cost.h"
#include "plan/choices.h"

namespace finn {
namespace {

Cost capacity_of(const Platform& platform, double utilization) {
  Cost capacity = available(platform);
  for (const auto resource : kResources) capacity.*resource *= utilization;
  return capacity;
}

/// A network's layers with all that they may be on devices of a family.
class FamilyChoices {
 public:
  FamilyChoices(const LoneLayers& layers, Family family, const Cost& most)
      : choices_(enumerate_choices(layers, family, most)),
        problem_(selection_problem(layers, choices_, family, most)) {}

  std::size_t count() const {
    std::size_t count = 0;
    for (const LayerChoices& of_layer : choices_) count += of_layer.choices.size();
    return count;
  }

  SelectionProblem problem(const Cost& capacity) const {
    SelectionProblem problem = problem_;
    problem.capacity = capacity;
    return problem;
  }

  std::vector<Folding> foldings(const Selection& selection) const {
    std::vector<Folding> chosen;
    for (std::size_t layer = 0; layer < choices_.size(); ++layer)
      chosen.push_back(choices_[layer].foldings[selection.chosen[layer]]);
    return chosen;
  }

 private:
  std::vector<LayerChoices> choices_;
  SelectionProblem problem_;
};

BuiltPoint build(Network network, const std::vector<Folding>& foldings, Family family) {
  Diagnostics diagnostics;
  apply_folding(network, foldings);
  const std::optional<Design> design = compile(std::move(network), {}, diagnostics);
  if (!design) throw Defect("a legal folding does not compile: " + diagnostics.text());
  return {design->predicted.interval(), design->predicted.latency, graph_cost(design->graph, family)};
}

/// What the part of a network's exploration that does not depend on the platform is shared by.
class Explorer {
 public:
  Explorer(const Network& network, const OperandWidths& widths, const ExploreOptions& options)
      : network_(network), widths_(widths), options_(options), layers_(network) {}

  ExploreSeries on(const Platform& platform) {
    ExploreSeries series;
    series.platform = platform;
    series.widths = widths_;
    series.network = network_;
    series.capacity = capacity_of(platform, options_.utilization);
    const FamilyChoices& choices = of_family(platform.family);
    series.choices = choices.count();
    SweepOptions sweep_options = options_.sweep;
    for (const double fps : options_.target_fps)
      sweep_options.targets.push_back(static_cast<std::int64_t>(std::floor(platform.clock_mhz * 1e6 / fps)));
    series.sweep = sweep(choices.problem(series.capacity), sweep_options);
    for (const SweepPoint& point : series.sweep.points) {
      series.built.emplace_back();
      if (options_.exact && point.on_front)
        series.built.back() = build(network_, choices.foldings(point.selection), platform.family);
    }
    return series;
  }

 private:
  const FamilyChoices& of_family(Family family) {
    const auto known = families_.find(family);
    if (known != families_.end()) return known->second;
    Cost most;
    for (const Platform& platform : options_.platforms) {
      if (platform.family != family) continue;
      const Cost capacity = capacity_of(platform, options_.utilization);
      for (const auto resource : kResources) most.*resource = std::max(most.*resource, capacity.*resource);
    }
    return families_.try_emplace(family, layers_, family, most).first->second;
  }

  const Network& network_;
  const OperandWidths& widths_;
  const ExploreOptions& options_;
  LoneLayers layers_;
  std::map<Family, FamilyChoices> families_;
};

}  // namespace

Exploration explore(const Network& network, const ExploreOptions& options, Diagnostics& diagnostics) {
  Exploration exploration{network.name, options.utilization, options.target_fps, {}};
  std::vector<OperandWidths> all{{}};
  all.insert(all.end(), options.widths.begin(), options.widths.end());
  for (const OperandWidths& widths : all) {
    const std::optional<Network> changed = widths.any() ? with_widths(network, widths, diagnostics) : network;
    if (!changed) continue;
    Explorer explorer(*changed, widths, options);
    for (const Platform& platform : options.platforms) exploration.series.push_back(explorer.on(platform));
  }
  return exploration;
}

}  // namespace finn
