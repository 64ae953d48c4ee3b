// SPDX-License-Identifier: Apache-2.0
// Lowering of sliding windows, shared by convolution, pooling and padding.
#pragma once

#include <cstdint>

#include "ir/window.h"
#include "kinds/kind.h"

namespace finn {

/// Adds a sliding-window unit for the layer, fed by `from`: words of `lanes` channels (a divisor of C), `taps` window
/// taps in an output beat (more than 1 only where lanes == C). `pad_value` is a value of the stream's type.
/// Returns the stream of taps: taps * lanes elements a beat, each window's elements in the order (kh, kw, c).
StreamEnd lower_window(LowerContext& context, const StreamEnd& from, const WindowGeometry& window, std::int64_t lanes,
                       std::int64_t taps, std::int64_t pad_value);

/// Do the windows' taps come one after the other in the image's own stream, so that no window unit is needed? Windows
/// as wide as the image that share no row (a global pool is one of them), and windows of one pixel.
bool stream_is_windows(const WindowGeometry& window);

/// Adds a cell that gives the same values, which lie in `range`, as plain codes of `type`, `lanes` elements a beat.
StreamEnd recode(LowerContext& context, const StreamEnd& from, DataType type, Range range, std::int64_t lanes);

}  // namespace finn
