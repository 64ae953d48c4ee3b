// SPDX-License-Identifier: Apache-2.0
#include "hw/memory.h"

#include <gtest/gtest.h>

#include "hw/rom_plan.h"
#include "hw/stream.h"

namespace finn::test {
namespace {

// By hand, from the shapes of the primitive.
TEST(Memory, Bram18ByShape) {
  EXPECT_EQ(bram18_count(1, 16384), 1);
  EXPECT_EQ(bram18_count(1, 16385), 2);
  EXPECT_EQ(bram18_count(36, 512), 1);
  EXPECT_EQ(bram18_count(37, 512), 2);
  EXPECT_EQ(bram18_count(36, 513), 2);
  EXPECT_EQ(bram18_count(9, 2048), 1);
  EXPECT_EQ(bram18_count(512, 144), 15);
}

std::int64_t bram18(std::int64_t width, std::int64_t depth, const char* style = "auto") {
  return plan_memory({width, depth, style}).bram18;
}

TEST(RomPlan, AutoSpendsBlockRamWhereItSavesEnough) {
  EXPECT_EQ(bram18(1024, 36), 0);  // 1024 LUTs, or 29 BRAM18
  EXPECT_EQ(bram18(1, 16), 0);
  EXPECT_EQ(bram18(64, 64), 0);  // 64 LUTs, or 2 BRAM18
  EXPECT_EQ(bram18(32, 65), 1);  // 64 LUTs, or 1 BRAM18
  EXPECT_EQ(bram18(31, 65), 0);  // 62 LUTs
  EXPECT_EQ(bram18(1024, 36, "block"), 29);
  EXPECT_EQ(bram18(512, 144, "distributed"), 0);
}

TEST(RomPlan, AFewColumnsGoToLogic) {
  const MemoryPlan plan = plan_memory({512, 144});  // 14 primitives of 36 columns, 8 columns of 3 LUTs
  EXPECT_EQ(plan.bram18, 14);
  EXPECT_EQ(plan.luts, 24);
  EXPECT_EQ(bram18(512, 144, "block"), 15);
}

TEST(RomPlan, SegmentsFillTheNinthBits) {
  const MemoryPlan plan = plan_memory({32, 18432});  // 32 * 18432 bits are 32 BRAM18 with nothing left
  EXPECT_EQ(plan.bram18, 32);
  EXPECT_EQ(18432 % plan.step, 0);
}

TEST(RomPlan, EverySlotIsBuiltOnce) {
  for (const char* style : {"auto", "block", "distributed"})
    for (const std::int64_t depth : {1, 2, 63, 144, 600, 2304, 5000, 32768, 40000})
      for (const std::int64_t width : {1, 7, 40, 128}) {
        const MemoryPlan plan = plan_memory({width, depth, style});
        std::int64_t slots = 0;
        for (const RomPlan& rom : plan.roms) {
          EXPECT_EQ(rom.first, slots);
          slots += rom.slots;
          EXPECT_EQ(rom.bram18 > 0 ? rom_bram18(rom.slots, rom.rows, 1) : 0, rom.bram18);
          if (std::string(style) == "block") {
            EXPECT_TRUE(rom.bram18 > 0 || depth == 1) << width << " x " << depth;
          }
        }
        EXPECT_EQ(slots, (depth + plan.step - 1) / plan.step * width);
      }
}

TEST(RomPlan, TwoMemoriesShareWhereOneIsShallowAndTheOtherNarrow) {
  const MemoryShape a{512, 144};
  const MemoryShape b{128, 2304};
  const std::optional<PairPlan> pair = plan_pair(a, b);
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->total_bram18(), 25);  // 22 of 1024 x 18 hold b and 396 columns of a; 3 of 512 x 36 the rest
  EXPECT_LT(pair->price(), plan_memory(a).price() + plan_memory(b).price());
  EXPECT_FALSE(plan_pair({512, 144, "distributed"}, b));
}

TEST(BitWord, FieldsAcrossWords) {
  BitWord word(130);
  word.put(60, 9, 0x1AB);
  word.put(128, 2, 3);
  EXPECT_EQ(word.get(60, 9), 0x1ABU);
  EXPECT_EQ(word.get(128, 2), 3U);
  EXPECT_EQ(word.get(0, 60), 0U);
  EXPECT_EQ(word.data[0] >> 60, 0xBU);
  EXPECT_EQ(word.data[1], 0x1AU);
}

}  // namespace
}  // namespace finn::test
