// SPDX-License-Identifier: Apache-2.0
#include "passes/graph_cost.h"

#include "cells/cost.h"
#include "passes/memories.h"

namespace finn {

Cost node_cost(const HwGraph& graph, const Node& node, Family family) {
  Cost cost = cell_cost(*node.cell, node.params, family, node.memories);
  cost += memory_cost(graph, node.id, family);
  return cost;
}

Cost layer_cost(const HwGraph& graph, LayerId layer, Family family) {
  Cost cost;
  for (const Node& node : graph.nodes)
    if (node.layer == layer) cost += node_cost(graph, node, family);
  return cost;
}

Cost graph_cost(const HwGraph& graph, Family family) {
  Cost cost;
  for (const Node& node : graph.nodes) cost += node_cost(graph, node, family);
  return cost;
}

}  // namespace finn
