// SPDX-License-Identifier: Apache-2.0
// Cell topk: the places of the largest elements (rtl_templates/topk/fr_topk.v).
#pragma once

#include <cstdint>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

struct TopkConfig {
  DataType type = DataType::sint(8);  ///< of the elements
  std::int64_t count = 1;             ///< elements of a frame
  std::int64_t k = 1;                 ///< 1..count
  DataType output = DataType::uint(1);
};

Params topk_params(const TopkConfig& config);

const Cell& cell_topk();

}  // namespace finn
