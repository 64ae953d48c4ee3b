// SPDX-License-Identifier: Apache-2.0
#include "plan/regret.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace finn {
namespace {

constexpr double kSeconds = 0.1;  // for each draw; the best that is found then counts

/// Standard deviation of a factor's logarithm.
double spread_of(const FitError& error) {
  constexpr double kMedian = 0.6745;  // of the size of a standard normal number
  constexpr double kP95 = 1.96;
  return std::max(std::log1p(error.lut_median / 100) / kMedian, std::log1p(error.lut_p95 / 100) / kP95);
}

/// What the goal makes as small as possible.
double objective_of(const Selection& selection, Goal goal) {
  switch (goal) {
    case Goal::kFps:
      return static_cast<double>(selection.interval);
    case Goal::kArea:
      return selection.area;
    case Goal::kLatency:
      return selection.latency;
  }
  throw Defect("objective_of");
}

}  // namespace

RegretReport regret_of(const Planner& planner, const Selection& selection, const FitError& error, int draws,
                       std::uint32_t seed) {
  RegretReport report;
  report.draws = draws;
  report.spread = spread_of(error);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> regrets;
  int misfits = 0;
  for (int draw = 0; draw < draws; ++draw) {
    SelectionProblem truth = planner.problem();
    for (std::vector<Choice>& choices : truth.layers)
      for (Choice& choice : choices) {
        const double factor = std::exp(report.spread * normal(random));
        choice.cost.lut *= factor;
        choice.cost.ff *= factor;
      }
    Selection chosen = evaluate(truth, selection.chosen);
    chosen.latency = selection.latency;
    const Selection best = planner.select(truth, selection, {kSeconds});
    if (!chosen.feasible) ++misfits;
    if (best.feasible)
      regrets.push_back(std::max(0.0, objective_of(chosen, planner.goal()) / objective_of(best, planner.goal()) - 1));
  }
  report.misfits = draws > 0 ? static_cast<double>(misfits) / draws : 0;
  std::sort(regrets.begin(), regrets.end());
  const auto percentile = [&](double share) {
    return regrets.empty() ? 0 : regrets[static_cast<std::size_t>(share * static_cast<double>(regrets.size() - 1))];
  };
  report.median = percentile(0.5);
  report.p95 = percentile(0.95);
  report.worst = percentile(1);
  return report;
}

}  // namespace finn
