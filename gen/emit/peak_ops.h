// SPDX-License-Identifier: Apache-2.0
// The compute roof of a platform: what its LUTs and DSPs could do if all of them multiplied and accumulated.
#pragma once

#include "emit/platform.h"
#include "ir/types.h"

namespace finn {

/// Upper bounds: every LUT or every DSP of the part is in a dot product that works in every cycle, and nothing else
/// is built. A multiply-accumulate counts as two operations.
struct PeakOps {
  double lut_per_mac = 0;
  double dsp_per_mac = 0;  ///< 0: DSPs cannot take these operands
  double lut_tops = 0;     ///< TOp/s of all LUTs
  double dsp_tops = 0;     ///< TOp/s of all DSPs; 0: they cannot take these operands

  double tops() const { return lut_tops + dsp_tops; }
};

/// Peak at a clock: 2 * resource / (resource per MAC) * clock, costs from mac_cost() (cells/mac_cost.h).
PeakOps peak_ops(const Platform& platform, DataType weight, DataType activation, double clock_mhz);

/// The same for the usual types of these widths (1 bit: BIPOLAR; else INTn weights and UINTn activations), at the
/// platform's own clock. Bits: 1 to DataType::kMaxFileBits.
PeakOps peak_ops(const Platform& platform, int weight_bits, int activation_bits);

}  // namespace finn
