// SPDX-License-Identifier: Apache-2.0
// Lowering of sliding windows, shared by convolution and pooling.
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

}  // namespace finn
