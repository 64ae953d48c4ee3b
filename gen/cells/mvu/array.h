// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a matrix-vector unit: PE dot products with their accumulators.
#pragma once

#include <string>
#include <vector>

#include "hw/cell.h"

namespace finn {

/// Instances that use the wires clk, step, add, first, a (activations), w_data (weights, none if they are constant) and
/// m_axis_tdata (the sums). The sums take the products `stages` steps after a and w_data.
struct MvuArray {
  std::string instances;
  std::vector<RtlSource> sources;
  std::vector<std::string> files;
  int stages = 1;
};

/// PE compressors in LUTs. `weights` is word 0 of the memory if the weights are constant, null otherwise.
MvuArray lut_array(const Params& params, const BitWord* weights);

/// Rows that share DSPs, DSP_ROWS in each. `weights` as above.
MvuArray dsp_array(const Params& params, const BitWord* weights);

}  // namespace finn
