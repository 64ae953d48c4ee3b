// SPDX-License-Identifier: Apache-2.0
// What a hardware graph takes, after build_memories().
#pragma once

#include "hw/graph.h"

namespace finn {

/// A node and its part of the memories' arrays.
Cost node_cost(const HwGraph& graph, const Node& node, Family family);

/// The nodes of a layer; kNone: the plumbing between layers.
Cost layer_cost(const HwGraph& graph, LayerId layer, Family family);

/// All nodes.
Cost graph_cost(const HwGraph& graph, Family family);

}  // namespace finn
