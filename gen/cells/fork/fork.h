// SPDX-License-Identifier: Apache-2.0
// Fork: one stream to two consumers.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_fork();

struct ForkConfig {
  std::int64_t width = 1;  ///< bits of a beat
};
Params fork_params(const ForkConfig& config);

}  // namespace finn
