// SPDX-License-Identifier: Apache-2.0
// Runs the cycle model under the handshakes that a verilated pass had at its boundary, and compares every beat's cycle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "hw/graph.h"

namespace finn {

struct ReplayResult {
  std::int64_t cycles = 0;
  std::int64_t beats = 0;  ///< transfers at inputs and outputs that agree
  std::string difference;  ///< the first one, a sentence; empty if there is none
};

/// `trace`: for each cycle after reset a byte for each graph input, then one for each output: bit 0 tvalid, bit 1
/// tready (bench --trace). The cycle model gets the inputs' valids and the outputs' readys and must transfer a beat
/// in exactly the cycles in which the hardware did. Throws std::runtime_error if the file cannot be read.
ReplayResult replay(const HwGraph& graph, const std::filesystem::path& trace);

}  // namespace finn
