// SPDX-License-Identifier: Apache-2.0
// Where registers cut the combinational ready paths.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Longest run of cells whose ready is combinational between two registers of the ready path.
constexpr int kMaxReadyRun = 2;

/// Cuts the combinational ready path after at most kMaxReadyRun cells, and at every graph output, in the streams of the
/// fewest bits altogether: exactly so but for cells of several inputs, each of which takes what is best behind it.
void cut_ready_paths(HwGraph& graph);

}  // namespace finn
