// SPDX-License-Identifier: Apache-2.0
#include "passes/memories.h"

#include "hw/memory.h"

namespace finn {

void decide_memories(HwGraph& graph) {
  for (Node& node : graph.nodes)
    for (Memory& memory : node.memories) memory.ram_style = decide_ram_style(memory);
}

}  // namespace finn
