// SPDX-License-Identifier: Apache-2.0
// Cell extend: zeros behind the elements of each group (rtl_templates/extend/fr_extend.v).
#pragma once

#include <cstdint>

#include "hw/cell.h"

namespace finn {

/// With several folds LANES divides COUNT and beats out have LANES elements, with one fold COUNT.
struct ExtendConfig {
  int width = 1;            ///< bits of an element
  std::int64_t lanes = 1;   ///< elements of a beat in
  std::int64_t folds = 1;   ///< beats of a group in
  std::int64_t count = 2;   ///< elements of a group out, more than there are in it
  std::int64_t groups = 1;  ///< of a frame

  std::int64_t out_lanes() const { return folds > 1 ? lanes : count; }
};

Params extend_params(const ExtendConfig& config);

const Cell& cell_extend();

}  // namespace finn
