// SPDX-License-Identifier: Apache-2.0
// The shape of the threshold cell's search, by hand and by synthesis.
#include <gtest/gtest.h>

#include "cells/threshold/search.h"
#include "cells/threshold/table.h"
#include "cells/threshold/threshold.h"

namespace finn {
namespace {

ThresholdConfig config(std::int64_t channels, std::int64_t pe, int input_bits, int output_bits) {
  ThresholdConfig config;
  config.channels = channels;
  config.pe = pe;
  config.input = DataType::sint(input_bits);
  config.thr_width = input_bits;
  config.out_width = output_bits;
  config.levels = (1 << output_bits) - 1;
  return config;
}

TEST(ThresholdSearch, ShallowStepsAreLogic) {
  const ThresholdSearch folded(threshold_params(config(64, 4, 16, 4)));  // four fold bits: 16 and 32 words
  EXPECT_EQ(folded.logic_steps, 2);
  EXPECT_EQ(folded.latency(), 3);
  const ThresholdSearch serial(threshold_params(config(64, 1, 16, 4)));
  EXPECT_EQ(serial.logic_steps, 0);
  EXPECT_EQ(serial.latency(), 4);
  const ThresholdSearch constant(threshold_params(config(64, 64, 16, 4)));
  EXPECT_FALSE(constant.has_memories());
  EXPECT_EQ(constant.latency(), 2);
  const ThresholdSearch bytes(threshold_params(config(64, 64, 16, 8)));
  EXPECT_EQ(bytes.logic_steps, 6);
  EXPECT_EQ(bytes.latency(), 5);
  ThresholdConfig changing = config(64, 64, 16, 4);
  changing.constant = false;
  EXPECT_EQ(ThresholdSearch(threshold_params(changing)).logic_steps, 0);
}

TEST(ThresholdSearch, MissingLevelsAreReachedByAll) {
  ThresholdConfig ternary = config(2, 1, 8, 2);
  ternary.levels = 2;
  ternary.out_bias = 3;  // -1
  const ThresholdSearch search(threshold_params(ternary));
  EXPECT_EQ(search.padding, 1);
  EXPECT_TRUE(search.complement_first);  // 2, 3, 0, 1 for counts 0 to 3, of which 0 never comes
  const std::vector<Memory> memories = threshold_memories(ternary, {{{-5, 7}}, {{1, 2}}}, "auto");
  ASSERT_EQ(memories.size(), 2U);
  EXPECT_EQ(memories[0].words[0].get(0, 8), 0xfbU);  // -5: at least two of three
  EXPECT_EQ(memories[1].words[0].get(0, 8), 7U);     // the first bit is 0 for two and more
  EXPECT_EQ(memories[1].words[1].get(0, 8), 0x80U);  // always
}

TEST(ThresholdCost, IsThatOfSynthesis) {  // Yosys 0.23, xc7; thresholds in logic alone
  const auto cost = [](std::int64_t pe, int input_bits, int output_bits) {
    const Params params = threshold_params(config(64, pe, input_bits, output_bits));
    return cell_threshold().cost(params, {}, Family::kXc7).structural();
  };
  EXPECT_EQ(cost(4, 8, 1).lut, 34);
  EXPECT_EQ(cost(4, 8, 1).ff, 10);
  EXPECT_EQ(cost(4, 16, 2).lut, 134);
  EXPECT_EQ(cost(4, 16, 2).ff, 14);
  EXPECT_EQ(cost(64, 16, 4).lut, 1281);
  EXPECT_EQ(cost(64, 16, 4).ff, 1412);
}

TEST(ReachTable, SixAndFiveInputsAPosition) {
  EXPECT_EQ(reach_table_luts(16, 16, false, 0), 3);  // 6 + 5 + 5 bits
  EXPECT_EQ(reach_table_luts(16, 16, false, 3), 8);  // 3 + 7 x 2, one of them half used
  EXPECT_EQ(reach_table_luts(16, 16, false, 5), 16);
  EXPECT_EQ(reach_table_luts(16, 16, true, 5), 17);  // the sign's carry
  EXPECT_EQ(reach_table_luts(4, 5, true, 1), 1);
}

TEST(ReachTable, LowestPositionReachesTheOthersGoOn) {
  // x >= 5 for two bits a position behind the first three: 0b101 below, nothing above.
  const ReachTable table{5, 5, false, std::vector<std::int64_t>(8, 5), std::vector<bool>(8, true)};
  const std::vector<std::uint64_t> init = reach_table_init(table);
  ASSERT_EQ(init.size(), 2U);
  EXPECT_EQ(init[0], 0xe0e0e0e0e0e0e0e0U);  // 5, 6 and 7 of eight, for each entry
  EXPECT_EQ(init[1], 0x11111111eeeeeeeeU);  // equal: 0; further: 1, 2 and 3
}

}  // namespace
}  // namespace finn
