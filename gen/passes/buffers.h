// SPDX-License-Identifier: Apache-2.0
// Gives the hardware graph the buffers that it needs to run at its slowest layer's own rate.
#pragma once

#include "hw/graph.h"
#include "hw/simulate.h"

namespace finn {

/// Cycles of one layer: the largest, over its cells, of input beats, compute cycles and output beats a frame.
std::int64_t layer_cycles(const HwGraph& graph, LayerId layer);
/// The largest of all layers' cycles: the interval that the accelerator must reach.
std::int64_t ideal_interval(const HwGraph& graph);

struct BufferOptions {
  int max_rounds = 12;           ///< each round raises what blocked
  std::int64_t first_depth = 8;  ///< beats of a buffer that is put between two layers
};

/// Simulates. Where branches join and that is too slow or blocks for ever, buffers come first that hold what the
/// branches are apart. Then, while the interval is above the ideal one, raises the depth of every buffer that made its
/// producer wait, and puts buffers between layers from the second round on. Returns the last simulation.
SimulateResult size_buffers(HwGraph& graph, const BufferOptions& options = {});

}  // namespace finn
