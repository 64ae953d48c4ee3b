// SPDX-License-Identifier: Apache-2.0
// Sliding window that gives all taps in one beat, from line buffers instead of a copy of the ring for each tap.
#pragma once

#include "cells/swu/swu.h"

namespace finn {

const Cell& cell_window();

/// Can the cell do it, at the pace of max(input_beats, output_beats) cycles a frame? The whole window in one beat, no
/// dilation, the first window's last tap and every window's position in the image, at least two columns. Usual
/// convolutions and pools with padding below the kernel's size are.
bool window_fits(const SwuConfig& config);

/// Parameters of the cell. A depth of 0 is the least at which a frame takes input_beats cycles, rounded up to what its
/// memory holds.
Params window_params(const SwuConfig& config);

}  // namespace finn
