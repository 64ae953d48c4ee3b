// SPDX-License-Identifier: Apache-2.0
// The best folding of a network for a device under the cost model.
#pragma once

#include <optional>

#include "diag/diagnostics.h"
#include "passes/compile.h"
#include "plan/choices.h"

namespace finn {

enum class Goal {
  kFps,      ///< the shortest interval that fits, at the least area
  kArea,     ///< the least area at a given interval
  kLatency,  ///< the shortest time from a frame's first input to its last output, alone in the accelerator
};

std::string_view goal_name(Goal goal);                  ///< "fps", "area", "latency"
std::optional<Goal> goal_named(std::string_view name);  ///< empty: no such goal

struct PlanOptions {
  Goal goal = Goal::kFps;
  Family family = Family::kXc7;
  Cost available;                             ///< of the device
  double utilization = 0.7;                   ///< the part of it that the accelerator may take
  std::optional<std::int64_t> target_cycles;  ///< for kArea: most cycles of a frame
  SelectionOptions selection;
  int regret_draws = 0;  ///< 0: RegretReport is not made
};

/// The foldings that a network's layers may have, and the choices among them.
class Planner {
 public:
  Planner(const Network& network, const PlanOptions& options);

  /// Adds padded foldings near what was chosen: for the shortest interval, of at most its cycles; else of at most the
  /// target's, or of each layer's own. True if there were any.
  bool add_padded(const Selection& selection);
  /// A choice takes so much more, as its building showed.
  void add_cost(std::size_t layer, std::size_t choice, const Cost& more);
  /// The best choice of a problem: problem(), or one with other costs or less room. `known`: a choice to begin with.
  Selection select(const SelectionProblem& problem, const Selection& known = {}) const;
  /// The same in another time than the options'.
  Selection select(const SelectionProblem& problem, const Selection& known, const SelectionOptions& options) const;
  std::vector<Folding> foldings(const Selection& selection) const;  ///< by layer id
  const Cost& capacity() const { return problem_.capacity; }        ///< what may be taken
  const LoneLayers& layers() const { return layers_; }
  const std::vector<LayerChoices>& choices() const { return choices_; }
  Goal goal() const { return options_.goal; }
  const SelectionProblem& problem() const { return problem_; }

 private:
  PlanOptions options_;
  LoneLayers layers_;
  std::vector<LayerChoices> choices_;
  SelectionProblem problem_;
};

/// Chooses a folding and compiles the network with it. What only the whole shows (buffers as they are sized, memories
/// that share block RAM, ready paths that are cut) is then known, and a choice that does not fit with it, or that
/// leaves room which a faster one could use, is made again. Reports FR4003 if nothing fits (or none within the target)
/// and returns nothing then.
std::optional<Design> plan_design(Network network, const PlanOptions& options, Diagnostics& diagnostics);

}  // namespace finn
