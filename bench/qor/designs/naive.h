// SPDX-License-Identifier: Apache-2.0
// What a cell is compared with: the module that an engineer would write first (bench/qor/naive/*.v).
#pragma once

#include <vector>

#include "cells/threshold/threshold.h"
#include "hw/graph.h"

namespace finn::qor {

/// A node's naive twin: the same ports with plain contents. Cells without one serve themselves.
struct NaiveTwin {
  RtlBinding binding;            ///< files relative to bench/qor/naive/ if `has_own_module`, else to rtl_templates/
  std::vector<Memory> memories;  ///< each in one piece, Yosys decides where it goes
  bool has_own_module = false;
};

/// `memory`: contents of its memory, null for random ones.
NaiveTwin naive_twin(const Node& node, const Memory* memory);

/// All thresholds of a fold in one word, as naive_threshold wants them.
Memory naive_threshold_memory(const ThresholdConfig& config, const std::vector<ThresholdRow>& rows);

}  // namespace finn::qor
