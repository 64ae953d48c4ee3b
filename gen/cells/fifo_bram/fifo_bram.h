// SPDX-License-Identifier: Apache-2.0
// Deep FIFO in block RAM.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_fifo_bram();

struct FifoBramConfig {
  std::int64_t width = 1;  ///< bits of a beat
  std::int64_t depth = 4;  ///< beats that it holds, output stage included, >= 4
};
Params fifo_bram_params(const FifoBramConfig& config);

}  // namespace finn
