// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "hw/cell.h"

namespace finn {

/// Matrix-vector units of every kind of operand, folding and arithmetic, for the contract tests.
std::vector<CellExample> mvu_examples();

}  // namespace finn
