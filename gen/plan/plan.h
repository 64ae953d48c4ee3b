// SPDX-License-Identifier: Apache-2.0
// The best folding of a network for a device under the cost model.
#pragma once

#include <optional>

#include "diag/diagnostics.h"
#include "plan/choices.h"

namespace finn {

enum class Goal {
  kFps,   ///< the shortest interval that fits, at the least area
  kArea,  ///< the least area at a given interval
};

struct PlanOptions {
  Goal goal = Goal::kFps;
  Family family = Family::kXc7;
  Cost available;                             ///< of the device
  double utilization = 0.7;                   ///< the part of it that the accelerator may take
  std::optional<std::int64_t> target_cycles;  ///< for kArea: most cycles of a frame
  SelectionOptions selection;
};

/// What was chosen, and how sure it is the best.
struct Plan {
  std::vector<Folding> foldings;  ///< by layer id
  Selection selection;
  std::size_t choices = 0;  ///< legal foldings of all layers that were looked at

  /// How much less area the best choice could have at most, relative; 0: this is the best.
  double gap() const { return selection.area > 0 ? (selection.area - selection.bound) / selection.area : 0; }
};

/// Chooses. Reports FR4003 if nothing fits (or none within the target) and returns nothing then.
std::optional<Plan> plan_folding(const Network& network, const PlanOptions& options, Diagnostics& diagnostics);

}  // namespace finn
