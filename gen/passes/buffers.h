// SPDX-License-Identifier: Apache-2.0
// Gives the hardware graph the buffers that it needs to run at its slowest layer's own rate.
#pragma once

#include "hw/graph.h"
#include "hw/simulate.h"
#include "passes/buffer_search.h"

namespace finn {

struct BufferOptions {
  int max_rounds = 12;  ///< of raising what layers hold themselves
  BufferSearchOptions search;
};

/// The buffers between layers, and what becomes of the graph with them.
struct BufferReport {
  std::int64_t bits = 0;         ///< data bits that they hold
  std::int64_t lower_bound = 0;  ///< no fewer can do; == bits: proved optimal
  std::int64_t finn_bits = 0;    ///< finn_method_bits() of the same graph
};

struct BufferPlan {
  BufferReport report;
  SimulateResult simulated;
};

/// Puts the smallest buffers into the graph (search_buffers). Where not even buffers without bound would do, the rings
/// of layers that made their producers wait grow first; where that does not do either, buffers stand inside layers too.
BufferPlan size_buffers(HwGraph& graph, const BufferOptions& options = {});

}  // namespace finn
