// SPDX-License-Identifier: Apache-2.0
// What Yosys 0.23 was seen to make of multiplications and comparisons.
#include "hw/arithmetic_cost.h"

#include <gtest/gtest.h>

namespace finn {
namespace {

std::int64_t dsps(std::int64_t a, std::int64_t b, std::int64_t product, Family family) {
  return multiplier_cost(a, b, product, family).dsps;
}

TEST(MultiplierCost, CountsTheTilesThatSynthesisCuts) {
  for (const Family family : kFamilies) {
    EXPECT_EQ(dsps(8, 8, 16, family), 1);
    EXPECT_EQ(dsps(25, 18, 43, family), 1);
    EXPECT_EQ(dsps(29, 29, 28, family), 3);  // both factors extended to a product of 28 bits
    EXPECT_EQ(dsps(41, 41, 40, family), 5);  // (17, 17) lies below 40, (34, 17) does not
    EXPECT_EQ(dsps(2, 3, 5, family), 0);
    EXPECT_EQ(dsps(1, 20, 20, family), 0);
  }
}

TEST(MultiplierCost, UltraScalePlusHasWiderTiles) {
  EXPECT_EQ(dsps(17, 27, 26, Family::kXc7), 2);
  EXPECT_EQ(dsps(17, 27, 26, Family::kXcup), 1);
}

TEST(MultiplierCost, SumsOutsideAreThoseThatNoCascadeMakes) {
  EXPECT_EQ(multiplier_cost(8, 8, 16, Family::kXcup).sum_bits, 0);
  EXPECT_EQ(multiplier_cost(29, 29, 28, Family::kXc7).sum_bits, 0);
  EXPECT_EQ(multiplier_cost(29, 29, 28, Family::kXcup).sum_bits, 2 * (28 - 17));
  EXPECT_EQ(multiplier_cost(41, 41, 40, Family::kXc7).sum_bits, 40 - 17);
  EXPECT_EQ(multiplier_cost(41, 41, 40, Family::kXcup).sum_bits, (40 - 17) + (40 - 34) + (40 - 34) + (40 - 17));
}

TEST(CompareCost, ConstantsTakeTwoLutsForSixBits) {
  EXPECT_EQ(CompareCost::with_constant(22, 1).luts, 8);
  EXPECT_EQ(CompareCost::with_constant(19, 3).luts, 7);  // the last stage has one bit, which cannot be greater
  EXPECT_EQ(CompareCost::with_constant(12, 0).stages, 2);
}

TEST(CompareCost, TwoNumbersTakeTwoLutsForThreeBits) {
  EXPECT_EQ(CompareCost::of_two(7).luts, 6);
  EXPECT_EQ(CompareCost::of_two(9).luts, 6);
  EXPECT_EQ(CompareCost::of_two(10).luts, 8);
}

TEST(CompareCost, ShortOnesAreLogic) {
  EXPECT_EQ(CompareCost::with_constant(12, 0).luts, 0);
  EXPECT_EQ(CompareCost::of_two(6).luts, 0);
  EXPECT_EQ(CompareCost::of_two(0).stages, 0);
}

}  // namespace
}  // namespace finn
