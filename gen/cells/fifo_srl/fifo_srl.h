// SPDX-License-Identifier: Apache-2.0
// Small FIFO in shift registers.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_fifo_srl();

struct FifoSrlConfig {
  std::int64_t width = 1;  ///< bits of a beat
  std::int64_t depth = 2;  ///< beats that it holds, >= 2; cheap up to 32
};
Params fifo_srl_params(const FifoSrlConfig& config);

}  // namespace finn
