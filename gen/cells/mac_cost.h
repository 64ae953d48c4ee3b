// SPDX-License-Identifier: Apache-2.0
// What one multiply-accumulate costs where many are done at once: for peak rates, not for a layer's resources.
#pragma once

#include "ir/types.h"

namespace finn {

/// Resources of one multiply-accumulate a cycle.
struct MacCost {
  double lut = 0;       ///< in logic: LUTs of a compressor of many lanes without accumulator, divided by its lanes
  double dsp = 0;       ///< in DSPs: one by the products that share it
  bool in_dsp = false;  ///< false: DSPs cannot take these operands, `dsp` means nothing
};

/// The cost with weights that are inputs of the logic, not constants, and that take every value of their type.
MacCost mac_cost(DataType weight, DataType activation);

}  // namespace finn
