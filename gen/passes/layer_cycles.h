// SPDX-License-Identifier: Apache-2.0
// Cycles of a layer in hardware, and the interval that follows from them.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Cycles of one layer: the largest, over its cells, of input beats, compute cycles and output beats a frame.
std::int64_t layer_cycles(const HwGraph& graph, LayerId layer);

/// The largest of all layers' cycles: the interval that the accelerator must reach.
std::int64_t ideal_interval(const HwGraph& graph);

}  // namespace finn
