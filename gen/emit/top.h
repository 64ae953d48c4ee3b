// SPDX-License-Identifier: Apache-2.0
// Prints the top module: wiring alone.
#pragma once

#include <string>

#include "emit/prepare.h"
#include "hw/graph.h"
#include "ir/network.h"

namespace finn {

/// Verilog of the top module, called after the graph. Ports: aclk, aresetn, one AXI4-Stream per graph input and
/// output whose tdata is zero-padded to whole bytes. Same input, same bytes.
std::string top_verilog(const HwGraph& graph, const Network& network, const Prepared& prepared);

}  // namespace finn
