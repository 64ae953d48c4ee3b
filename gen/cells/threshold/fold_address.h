// SPDX-License-Identifier: Apache-2.0
// What fr_fold_address costs, which threshold, adjust and requant share.
#pragma once

#include <bit>
#include <cstdint>

#include "hw/cost.h"

namespace finn {

/// LUTs of the counter through a power of two of folds: one a bit, one for its enable and one for all low bits being
/// set where the LUT of a bit has no input left for them, two more from eight bits on.
inline std::int64_t fold_address_luts(std::int64_t folds) {
  const std::int64_t bits = count_bits(folds);
  return bits + (bits >= 4 ? 1 : 0) + (bits >= 6 ? 1 : 0) + (bits >= 8 ? 2 : 0);
}

/// What other numbers of folds take beside, 0 for powers of two: LUTs that find the last fold and that use it.
inline std::int64_t fold_wrap_luts(std::int64_t folds) {
  constexpr std::int64_t kMostFree = 3;  // bits whose LUTs have inputs left for that
  return std::has_single_bit(static_cast<std::uint64_t>(folds)) || count_bits(folds) <= kMostFree ? 0 : 4;
}

}  // namespace finn
