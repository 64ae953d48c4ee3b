// SPDX-License-Identifier: Apache-2.0
// Prints the top module: wiring alone.
#pragma once

#include <string>

#include "emit/prepare.h"
#include "hw/graph.h"
#include "ir/network.h"

namespace finn {

/// Verilog of the module that holds the network's cells, the top where there is no shell, called `module`. Ports: aclk,
/// aresetn, one AXI4-Stream per graph input and output whose tdata is zero-padded to whole bytes; with `parameter_bus`
/// also parameter_write, _addr and _data where a memory is writable (hw/parameters.h). Same input, same bytes.
std::string top_verilog(const HwGraph& graph, const Network& network, const Prepared& prepared,
                        const std::string& module, bool parameter_bus);

}  // namespace finn
