// SPDX-License-Identifier: Apache-2.0
// Skid buffer: two registers that end the ready path.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_skid();

struct SkidConfig {
  std::int64_t width = 1;  ///< bits of a beat
};
Params skid_params(const SkidConfig& config);

}  // namespace finn
