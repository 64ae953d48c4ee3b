// SPDX-License-Identifier: Apache-2.0
// Cell slice: a run of each pixel's channels (rtl_templates/slice/fr_slice.v).
#pragma once

#include <cstdint>

#include "hw/cell.h"

namespace finn {

/// With several folds LANES divides FIRST and COUNT and beats out have LANES elements, with one fold COUNT.
struct SliceConfig {
  int width = 1;           ///< bits of an element
  std::int64_t lanes = 1;  ///< elements of a beat in
  std::int64_t folds = 1;  ///< beats of a pixel in
  std::int64_t first = 0;
  std::int64_t count = 1;
  std::int64_t pixels = 1;  ///< of a frame

  std::int64_t out_lanes() const { return folds > 1 ? lanes : count; }
};

Params slice_params(const SliceConfig& config);

const Cell& cell_slice();

}  // namespace finn
