// SPDX-License-Identifier: Apache-2.0
// How deep the sliding window's ring must be.
#pragma once

#include <cstdint>

#include "cells/swu/swu.h"

namespace finn {

/// What a source does that the ring is made for.
enum class SwuSource {
  kBurst,  ///< always valid
  kEven,   ///< word i not before cycle i * time / input_beats, with time = max(input_beats, output_beats)
};

/// The smallest ring (pixels) with which a frame takes max(input_beats, output_beats) cycles in steady state, sink
/// always ready; the even source is never held up either.
std::int64_t swu_ideal_depth(const SwuConfig& config, SwuSource source);

/// The ring (pixels) to take where `depth` is needed: as many as the same memory holds, a power of two if there is one,
/// as its addresses need no wrap-around logic. Not above what two frames need.
std::int64_t swu_fit_depth(const SwuConfig& config, std::int64_t depth);

/// The next larger ring than config.depth that is worth having.
std::int64_t swu_next_depth(const SwuConfig& config);

}  // namespace finn
