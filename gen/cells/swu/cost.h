// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cells/swu/swu.h"
#include "hw/cost.h"

namespace finn {

/// What fr_swu costs.
CostTerms swu_cost(const SwuConfig& config, Family family);

}  // namespace finn
