// SPDX-License-Identifier: Apache-2.0
#include "hw/memory.h"

#include <gtest/gtest.h>

namespace finn::test {
namespace {

Memory memory(int width, std::size_t depth, const std::string& style = "auto") {
  return {"w", width, std::vector<BitWord>(depth, BitWord(width)), style, 0, 1};
}

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

TEST(Memory, AutoSpendsBlockRamWhereItSavesEnough) {
  EXPECT_EQ(decide_ram_style(memory(512, 144)), "block");
  EXPECT_EQ(decide_ram_style(memory(1024, 36)), "distributed");
  EXPECT_EQ(decide_ram_style(memory(1, 16)), "distributed");
  EXPECT_EQ(decide_ram_style(memory(1024, 36, "block")), "block");
  EXPECT_EQ(decide_ram_style(memory(512, 144, "distributed")), "distributed");
}

TEST(Memory, OneWordIsAConstant) {
  EXPECT_EQ(memory_cost(memory(64, 1)).lut, 0);
  EXPECT_EQ(memory_cost(memory(64, 1)).bram18, 0);
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
