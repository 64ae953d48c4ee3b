// SPDX-License-Identifier: Apache-2.0
// How much worse than the best a chosen folding may be because estimates err.
#pragma once

#include <cstdint>

#include "cells/cost.h"
#include "plan/plan.h"

namespace finn {

/// Draws the true LUTs and flip-flops of every folding of every layer around the estimates, chooses again with each
/// draw's truth, and compares. The factor of a folding is log-normal, with the spread that the fit's held-out errors
/// have (the wider of those that their median and 95th percentile say). Block RAM and DSPs are exact.
/// Half a second is for each draw's choice: where that is too short, regret is understated.
RegretReport regret_of(const Planner& planner, const Selection& selection, const FitError& error, int draws,
                       std::uint32_t seed = 1);

}  // namespace finn
