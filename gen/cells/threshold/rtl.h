// SPDX-License-Identifier: Apache-2.0
// The parts of cell threshold: its Verilog, its cost and its examples.
#pragma once

#include <string>
#include <vector>

#include "hw/cell.h"

namespace finn {

/// Which rows count x >= t (1) and which x < t (0): a bit for each lane, a word for each fold. Only with FLIP.
inline constexpr const char* kUpPort = "up";

/// Port of a step's thresholds, a memory for each lane: word fold * 2^step + bits found so far.
inline std::string search_port(int step) { return "t" + std::to_string(step); }

/// A module that wires the search together. Steps in logic have their thresholds in it, the others a port each.
RtlBinding threshold_rtl(const Params& params, const std::vector<Memory>& memories);
CostTerms threshold_cost(const Params& params, const std::vector<Memory>& memories, Family family);
std::vector<CellExample> threshold_cell_examples();

}  // namespace finn
