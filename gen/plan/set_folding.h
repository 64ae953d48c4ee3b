// SPDX-License-Identifier: Apache-2.0
// The folding rule of FINN's SetFolding, from its description, as a baseline.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/choices.h"

namespace finn {

/// The choices that the rule makes for a target of so many cycles a frame, one a layer. Layer by layer, from pe = simd
/// = 1: MAC layers raise simd until they take fewer cycles than the target (not as many), or until the weights of a PE
/// would be wider than 36 bits; then pe. Depthwise layers, and all others, raise pe, and then simd. If a layer misses
/// the target at its highest parallelism, all are folded once more for what the slowest reached. Nothing is ever
/// weighed against a device. Of choices with the same pe and simd, the one of least area counts.
std::vector<std::size_t> set_folding(const LoneLayers& layers, const std::vector<LayerChoices>& choices,
                                     const SelectionProblem& problem, std::int64_t target_cycles);

/// The shortest interval that the rule reaches within the capacity with any target; infeasible if with none.
Selection best_set_folding(const LoneLayers& layers, const std::vector<LayerChoices>& choices,
                           const SelectionProblem& problem);

}  // namespace finn
