// SPDX-License-Identifier: Apache-2.0
// The choice of foldings as an integer program.
#pragma once

#include "plan/selection.h"

namespace finn {

enum class ProgramGoal { kArea, kLatency };

/// The choice of least area, or of least latency (latency_of), of choices of at most `cycles` each; for latency no
/// layer may have more cycles than the whole has anyway. By branch and cut (COIN-OR CBC) in at most `seconds` of the
/// processor. `any`: the first choice found will do.
Selection solve_program(const SelectionProblem& problem, std::int64_t cycles, ProgramGoal goal, double seconds,
                        bool any = false);

}  // namespace finn
