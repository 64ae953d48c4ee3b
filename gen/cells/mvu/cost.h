// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "hw/cell.h"

namespace finn {

/// See Cell::cost.
CostTerms mvu_cost(const Params& params, const std::vector<Memory>& memories, Family family);

}  // namespace finn
