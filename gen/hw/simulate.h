// SPDX-License-Identifier: Apache-2.0
// The cycle model: steps the actors of a whole hardware graph, source always valid, sink always ready.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/graph.h"

namespace finn {

struct SimulateOptions {
  int min_intervals = 5;     ///< intervals between frames to see at least
  int stable_intervals = 3;  ///< stop when that many intervals in a row are equal
  /// A known lower bound of the steady interval: until buffers are full, frames may leave faster than they can for
  /// ever, so intervals below it do not count as stable. Cycles.
  std::int64_t lower_bound = 0;
  /// Go on until everything is as at an earlier frame's end, which proves the interval; else intervals that are stable
  /// serve too.
  bool until_recurrence = false;
  int max_intervals = 256;  ///< stop here in any case
  /// Above 0: every graph input offers its beats at an even pace, a frame in so many cycles, instead of always.
  std::int64_t source_interval = 0;
  /// Above 0: when no frame has left for so many cycles, take it that none ever will. Needed where a buffer without
  /// bound swallows beats for ever while a join starves.
  std::int64_t patience = 0;
  std::int64_t max_cycles = std::int64_t{1} << 40;
};

struct SimulateResult {
  /// From the first input beat's transfer to the first frame's last output beat's, cycles.
  std::int64_t latency = 0;
  /// Between the last output beats of successive frames, cycles.
  std::vector<std::int64_t> intervals;
  /// Above 0: at the last frame's end everything was as so many frames before, so that these intervals repeat for ever.
  int period = 0;
  bool deadlock = false;    ///< nothing moves any more, or patience is spent
  std::string waiting;      ///< with a deadlock: which streams offer a beat that nobody takes
  std::int64_t cycles = 0;  ///< simulated
  /// Per stream: cycles of the last interval in which a beat waited for its receiver.
  std::vector<std::int64_t> blocked;
  /// Per node with one input and one output: the most beats in it at a time (beats in less beats out), which means
  /// something where a frame has as many beats on both sides; others 0.
  std::vector<std::int64_t> most_held;

  /// In the steady state: the last one; of a period of several frames their mean, rounded up.
  std::int64_t interval() const;
};

/// Every graph output's frames are counted by beats; a frame has left when its last beat left on all outputs.
/// Several graph inputs start together. Streams must have equal lanes on both sides.
SimulateResult simulate(const HwGraph& graph, const SimulateOptions& options = {});

}  // namespace finn
