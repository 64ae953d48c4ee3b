// SPDX-License-Identifier: Apache-2.0
// Gives the hardware graph the buffers that it needs to run at its slowest layer's own rate.
#pragma once

#include <string_view>

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

/// What shows that the interval stays as it is.
enum class IntervalProof {
  kRecurrence,  ///< everything is as at an earlier frame's end, source always valid
  kEvenPace,    ///< the same with a source that offers a frame in the ideal interval, at an even pace, while buffers of
                ///< an always valid one still fill: beats that come earlier make no frame later, nor can frames leave
                ///< faster for ever than the slowest layer works
  kObservation,  ///< none: intervals were equal for as long as was simulated
};

std::string_view proof_name(IntervalProof proof);

struct BufferPlan {
  BufferReport report;
  SimulateResult simulated;  ///< always valid source; its intervals end where the interval is reached
  IntervalProof proof = IntervalProof::kObservation;
};

/// Simulates the graph, whose interval is `goal` at least, until its interval is known, and how well.
BufferPlan simulate_steady(const HwGraph& graph, std::int64_t goal);

/// Puts the smallest buffers into the graph (search_buffers). Where not even buffers without bound would do, the rings
/// of layers that made their producers wait grow first; where that does not do either, buffers stand inside layers too.
BufferPlan size_buffers(HwGraph& graph, const BufferOptions& options = {});

}  // namespace finn
