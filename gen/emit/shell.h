// SPDX-License-Identifier: Apache-2.0
// The shell around an accelerator's core: registers on AXI4-Lite, DMA channels on AXI4.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "emit/interface.h"
#include "hw/cost.h"
#include "hw/graph.h"
#include "ir/network.h"

namespace finn {

/// Name of the module that holds the network's cells: the top itself, or what stands in the shell.
std::string core_name(const HwGraph& graph, const Shell& shell);

/// Library files of the shell, relative to rtl_templates/, sorted.
std::vector<std::string> shell_library(const HwGraph& graph, const Shell& shell);

/// Verilog of the top <name> with a shell: an instance of the core, registers, DMA channels. `build` is the hash that
/// its registers show. Same input, same bytes.
std::string shell_verilog(const HwGraph& graph, const Network& network, const Shell& shell, std::uint64_t build);

/// report.json "shell".
nlohmann::ordered_json shell_json(const HwGraph& graph, const Network& network, const Shell& shell, Family family);

/// sim/shell_config.h: what the bench of the shell must know.
std::string shell_config(const HwGraph& graph, const Network& network, const Shell& shell, std::uint64_t build);

}  // namespace finn
