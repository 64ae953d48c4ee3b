// SPDX-License-Identifier: Apache-2.0
// Consistency of the hardware graph after the passes.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Throws Defect, with all that is inconsistent, unless every port has exactly one stream, both sides of every
/// stream have the same lanes, frames are whole beats, and every memory has the contents that its cell reads.
void check_graph(const HwGraph& graph);

}  // namespace finn
