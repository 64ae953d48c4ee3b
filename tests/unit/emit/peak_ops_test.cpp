// SPDX-License-Identifier: Apache-2.0
#include "emit/peak_ops.h"

#include <gtest/gtest.h>

namespace finn {
namespace {

Platform board() {
  Platform platform;
  platform.lut = 10000;
  platform.dsp = 100;
  platform.clock_mhz = 200;
  return platform;
}

// docs/qor.md, rows dot_*: synthesised dot products of 16 lanes (bipolar: 32 lanes), LUTs a lane.
TEST(PeakOps, LutsPerMacAreThoseOfSynthesisedDotProducts) {
  EXPECT_NEAR(peak_ops(board(), 1, 1).lut_per_mac, 27.0 / 32, 0.02);
  EXPECT_NEAR(peak_ops(board(), 1, 2).lut_per_mac, 25.0 / 16, 0.2);
  EXPECT_NEAR(peak_ops(board(), 2, 2).lut_per_mac, 51.0 / 16, 0.2);
  EXPECT_NEAR(peak_ops(board(), 4, 4).lut_per_mac, 200.0 / 16, 0.5);
  EXPECT_NEAR(peak_ops(board(), 8, 8).lut_per_mac, 788.0 / 16, 2.0);
}

// docs/arithmetic.md: two products a DSP up to 8 bits, three up to 4 bits, four with weights of up to 3 bits.
TEST(PeakOps, ProductsShareDsps) {
  EXPECT_DOUBLE_EQ(peak_ops(board(), 8, 8).dsp_per_mac, 1.0 / 2);
  EXPECT_DOUBLE_EQ(peak_ops(board(), 4, 4).dsp_per_mac, 1.0 / 3);
  EXPECT_DOUBLE_EQ(peak_ops(board(), 3, 4).dsp_per_mac, 1.0 / 4);
  EXPECT_EQ(peak_ops(board(), 1, 8).dsp_per_mac, 0) << "a product with a sign is no multiplication";
  EXPECT_EQ(peak_ops(board(), 9, 8).dsp_tops, 0) << "too wide";
}

TEST(PeakOps, CountsTwoOperationsAMacOnEveryResourceInEveryCycle) {
  const PeakOps peak = peak_ops(board(), DataType::sint(8), DataType::uint(8), 300);
  EXPECT_DOUBLE_EQ(peak.dsp_tops, 2.0 * 100 * 2 * 300e6 / 1e12);
  EXPECT_NEAR(peak.lut_tops, 2.0 * 10000 / peak.lut_per_mac * 300e6 / 1e12, 1e-12);
  EXPECT_DOUBLE_EQ(peak.tops(), peak.lut_tops + peak.dsp_tops);
  EXPECT_DOUBLE_EQ(peak_ops(board(), 8, 8).dsp_tops, peak.dsp_tops * 200 / 300) << "at the platform's clock";
}

TEST(PeakOps, NarrowOperandsGiveHigherPeaks) {
  double last = 1e9;
  for (int bits = 1; bits <= 16; ++bits) {
    const double lut_tops = peak_ops(board(), bits, bits).lut_tops;
    EXPECT_LT(lut_tops, last) << bits << " bits";
    last = lut_tops;
  }
}

}  // namespace
}  // namespace finn
