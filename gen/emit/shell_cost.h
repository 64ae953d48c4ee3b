// SPDX-License-Identifier: Apache-2.0
// What the shell around an accelerator's core takes.
#pragma once

#include "emit/interface.h"
#include "hw/cost.h"
#include "hw/graph.h"

namespace finn {

/// What the shell takes: counted from its structure, with numbers of LUTs that bench/fit/shells.py holds to synthesis.
Cost shell_cost(const HwGraph& graph, const Shell& shell, Family family);

}  // namespace finn
