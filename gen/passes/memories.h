// SPDX-License-Identifier: Apache-2.0
// Decides what read-only memories are built of.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Fills graph.roms. Each memory is shaped by itself (plan_memory); then, the greatest saving first, two memories share
/// the two ports of block RAM (plan_pair) where that takes less block RAM and has the lower price. Nodes must not be
/// added afterwards.
void build_memories(HwGraph& graph);

/// Cost of a node's memories: arrays, their output registers and the selection of segments. What two memories share is
/// divided by the bits that each has in it, in whole BRAM18.
Cost memory_cost(const HwGraph& graph, NodeId node, Family family);

}  // namespace finn
