// SPDX-License-Identifier: Apache-2.0
// Decides where read-only memories live.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Replaces every memory's "auto" by the style that decide_ram_style() gives.
void decide_memories(HwGraph& graph);

}  // namespace finn
