// SPDX-License-Identifier: Apache-2.0
// What Yosys makes of behavioural arithmetic: multiplications and comparisons.
#pragma once

#include <cstdint>

#include "hw/cost.h"

namespace finn {

/// A behavioural multiplication of signed numbers in DSPs.
struct MultiplierCost {
  std::int64_t dsps = 0;
  std::int64_t sum_bits = 0;  ///< of the sums of partial products that are left in logic
};

/// What synthesis takes for a multiplication of a and b bits, signed numbers, to `product` bits: tiles of 25 x 18 bits
/// (27 x 18 on UltraScale+), in front of which it cuts off 17 bits of a factor at a time; none where a LUT
/// implementation is small. On 7-series each row of tiles is a cascade that adds its products, and so is a row together
/// with a single tile of the next; on UltraScale+ all sums are in logic.
MultiplierCost multiplier_cost(std::int64_t a, std::int64_t b, std::int64_t product, Family family);

/// LUTs and carry bits of a comparison of numbers of `bits` bits. Yosys cuts it from the highest bit on into stages of
/// a carry chain with the bits that a LUT takes, six where one number is constant, three of each otherwise; a stage has
/// a LUT for "equal" and one for "greater", the latter not where only the `free` lowest bits are in it, which are such
/// that they cannot be greater (a constant's that are all ones, or all zeros where it is the greater).
struct CompareCost {
  std::int64_t stages = 0;
  std::int64_t luts = 0;  ///< 0 for up to two stages, which are logic that is mapped together with what follows

  static CompareCost with_constant(std::int64_t bits, std::int64_t free);
  static CompareCost of_two(std::int64_t bits);
};

}  // namespace finn
