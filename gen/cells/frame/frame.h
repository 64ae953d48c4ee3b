// SPDX-License-Identifier: Apache-2.0
// Frame counter: makes tlast by counting beats, so that a wrong tlast from outside never desynchronises.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_frame();

struct FrameConfig {
  std::int64_t width = 1;  ///< bits of a beat
  std::int64_t beats = 1;  ///< beats of a frame
};
Params frame_params(const FrameConfig& config);

}  // namespace finn
