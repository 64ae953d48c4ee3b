// SPDX-License-Identifier: Apache-2.0
// Activations with too many levels for thresholds: y = clamp(round((x * multiplier + offset) / 2^shift)).
#pragma once

#include <optional>
#include <string>

#include "streamline/activation.h"

namespace finn::qonnx {

/// The requant layer that gives the chain's integers for every x of `input`. `rows`: channels whose functions differ;
/// `output`: the integers that they take. Where gain and offset are no dyadic numbers, multipliers are made longer
/// until every edge between two levels is where the chain has it. Nothing, with a reason, where that needs more than
/// 62 bits or the chain is more than an affine function, bounds and one rounding.
std::optional<Activation> make_requantization(const QuantizedChain& chain, std::size_t rows, Range input, Range output,
                                              std::string& reason);

}  // namespace finn::qonnx
