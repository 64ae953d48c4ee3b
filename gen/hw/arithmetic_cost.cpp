// SPDX-License-Identifier: Apache-2.0
#include "hw/arithmetic_cost.h"

#include <algorithm>

namespace finn {

MultiplierCost multiplier_cost(std::int64_t a, std::int64_t b, std::int64_t product, Family family) {
  constexpr std::int64_t kLeastFactor = 2;  // as Yosys calls mul2dsp
  constexpr std::int64_t kLeastProduct = 9;
  const std::int64_t wide = family == Family::kXc7 ? 24 : 26;  // bits of the highest tile beside the sign
  constexpr std::int64_t kNarrow = 17;
  constexpr std::int64_t kPart = 17;  // of the others, also of the wide factor: the shift between DSPs of a cascade
  MultiplierCost cost;
  if (std::min(a, b) < kLeastFactor || product < kLeastProduct) return cost;
  const auto parts = [](std::int64_t bits, std::int64_t highest) {
    return 1 + (std::max<std::int64_t>(0, bits - 1 - highest) + kPart - 1) / kPart;
  };
  const std::int64_t columns = parts(std::min(a, b), kNarrow);
  for (std::int64_t row = 0; row < parts(std::max(a, b), wide); ++row) {
    std::int64_t tiles = 0;
    std::int64_t in_row = 0;  // bits of its sums
    for (std::int64_t column = 0; column < columns && (row + column) * kPart < product; ++column) {
      ++tiles;
      if (column > 0) in_row += product - (row + column) * kPart;
    }
    cost.dsps += tiles;
    const bool cascade = family == Family::kXc7;
    if (!cascade) cost.sum_bits += in_row;
    if (row > 0 && tiles > (cascade ? 1 : 0)) cost.sum_bits += product - row * kPart;
  }
  return cost;
}

namespace {

constexpr std::int64_t kLutInputs = 6;
constexpr std::int64_t kLogicStages = 2;  // that Yosys makes no carry chain of

CompareCost compare_cost(std::int64_t bits, std::int64_t stage_bits, std::int64_t free) {
  CompareCost cost;
  for (; bits > 0; bits -= stage_bits, ++cost.stages) cost.luts += bits <= free ? 1 : 2;
  if (cost.stages <= kLogicStages) cost.luts = 0;
  return cost;
}

}  // namespace

CompareCost CompareCost::with_constant(std::int64_t bits, std::int64_t free) {
  return compare_cost(bits, kLutInputs, free);
}
CompareCost CompareCost::of_two(std::int64_t bits) { return compare_cost(bits, kLutInputs / 2, 0); }

}  // namespace finn
