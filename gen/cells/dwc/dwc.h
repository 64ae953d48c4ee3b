// SPDX-License-Identifier: Apache-2.0
// Width converter between any two numbers of lanes.
#pragma once

#include "hw/cell.h"

namespace finn {

const Cell& cell_dwc();

struct DwcConfig {
  std::int64_t width = 1;      ///< bits of an element
  std::int64_t in_lanes = 1;   ///< elements of an input beat
  std::int64_t out_lanes = 1;  ///< elements of an output beat
};
/// The unit that moves is the greatest common divisor of the lanes, so that the converter is as small as it can be.
Params dwc_params(const DwcConfig& config);

}  // namespace finn
