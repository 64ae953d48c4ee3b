// SPDX-License-Identifier: Apache-2.0
// A network on several platforms: the best foldings at many intervals, and what they could be with other operands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "emit/platform.h"
#include "ir/network.h"
#include "passes/what_if.h"
#include "plan/sweep.h"

namespace finn {

struct ExploreOptions {
  std::vector<Platform> platforms;    ///< their clock_mhz is the clock
  std::vector<OperandWidths> widths;  ///< what-if networks beside the network itself
  double utilization = 0.7;           ///< the part of a platform that may be taken
  std::vector<double> target_fps;     ///< each gets a point of its own
  SweepOptions sweep;                 ///< without its targets, which follow from target_fps
  bool exact = false;                 ///< compile every point of a front
};

/// What compiling a point's folding showed.
struct BuiltPoint {
  std::int64_t interval = 0;  ///< cycles, by the cycle model
  std::int64_t latency = 0;
  Cost cost;  ///< with the buffers between layers
};

/// One network on one platform.
struct ExploreSeries {
  Platform platform;
  OperandWidths widths;  ///< none: the network as it is
  Network network;
  Cost capacity;  ///< what may be taken
  std::size_t choices = 0;
  Sweep sweep;
  std::vector<std::optional<BuiltPoint>> built;  ///< by point
};

struct Exploration {
  std::string network;
  double utilization = 0;
  std::vector<double> target_fps;
  std::vector<ExploreSeries> series;  ///< by widths, then by platform; the network's own first
};

/// The foldings of the network's layers count, but for those that it fixes. Choices are enumerated once for each device
/// family and widths. Reports what a network with other widths cannot be; its series are left out then.
Exploration explore(const Network& network, const ExploreOptions& options, Diagnostics& diagnostics);

}  // namespace finn
