// SPDX-License-Identifier: Apache-2.0
// What the compute cells' helpers put into parameters, types and memories, read back by the modules' contracts.
#include <gtest/gtest.h>

#include "cells/adjust/adjust.h"
#include "cells/lut/lut.h"
#include "cells/mvu/mvu.h"
#include "cells/threshold/threshold.h"
#include "cells/vvu/vvu.h"
#include "diag/diagnostics.h"

namespace finn {
namespace {

TEST(Mvu, ModeFollowsFromTheOperands) {
  EXPECT_EQ(mvu_mode(DataType::bipolar(), DataType::bipolar()), DotMode::kXnor);
  EXPECT_EQ(mvu_mode(DataType::binary(), DataType::binary()), DotMode::kAnd);
  EXPECT_EQ(mvu_mode(DataType::bipolar(), DataType::binary()), DotMode::kMac);
  EXPECT_EQ(mvu_mode(DataType::sint(1), DataType::binary()), DotMode::kMac);
  EXPECT_EQ(operand_kind(DataType::ternary()), OperandKind::kSigned);
  EXPECT_EQ(operand_kind(DataType::uint(3)), OperandKind::kUnsigned);
}

TEST(Mvu, PopcountTravelsEncoded) {
  MvuConfig config;
  config.mw = 5;
  config.activation = config.weight = DataType::bipolar();
  const StreamType type = mvu_output_type(config, {-5, 3}, {});
  EXPECT_EQ(type.codes, (Range{0, 4}));
  EXPECT_EQ(type.type, DataType::uint(3));
  for (std::int64_t value = -5; value <= 3; value += 2)
    EXPECT_EQ(type.encoding.gain(0) * ((value + 5) / 2) + type.encoding.offset(0), value);
}

TEST(Mvu, ProductsTravelAsTheyAre) {
  MvuConfig config;
  config.activation = DataType::uint(4);
  config.weight = DataType::bipolar();
  EXPECT_EQ(mvu_output_type(config, {-9, 7}, {}).type, DataType::sint(5));
  EXPECT_EQ(mvu_output_type(config, {0, 7}, {}).type, DataType::uint(3));
  EXPECT_TRUE(mvu_output_type(config, {-9, 7}, {}).encoding.is_identity());
}

TEST(Mvu, FlippedProductsHaveAnOffsetARow) {
  MvuConfig config;
  config.mw = 2;
  config.mh = 3;
  config.weight = DataType::bipolar();
  config.flip = true;
  const std::vector<std::int64_t> matrix{1, 1, -1, 1, -1, -1};
  config.activation = DataType::uint(2);
  StreamType type = mvu_output_type(config, {-6, 6}, matrix);
  EXPECT_EQ(type.codes, (Range{0, 6}));
  EXPECT_EQ(type.encoding.b, (std::vector<std::int64_t>{0, -3, -6}));
  config.activation = DataType::sint(3);
  type = mvu_output_type(config, {-8, 8}, matrix);
  EXPECT_EQ(type.codes, (Range{-8, 6}));
  EXPECT_EQ(type.encoding.b, (std::vector<std::int64_t>{0, 1, 2}));
}

TEST(Mvu, WeightsAreInterleavedByRow) {
  MvuConfig config;
  config.mw = 6;
  config.mh = 4;
  config.pe = 2;
  config.simd = 3;
  config.weight = DataType::sint(5);
  std::vector<std::int64_t> matrix;
  for (std::int64_t i = 0; i < 24; ++i) matrix.push_back(i % 2 != 0 ? i - 16 : 15 - i / 2);
  const Memory memory = mvu_memory(config, matrix, "block");
  ASSERT_EQ(memory.words.size(), 4U);
  EXPECT_EQ(memory.width, 30);
  EXPECT_EQ(memory.ram_style, "block");
  for (std::int64_t row = 0; row < 4; ++row)
    for (std::int64_t column = 0; column < 6; ++column) {
      const auto address = static_cast<std::size_t>(row / 2 * 2 + column / 3);
      const std::uint64_t code = memory.words[address].get((row % 2 * 3 + column % 3) * 5, 5);
      EXPECT_EQ(config.weight.decode(code), matrix[static_cast<std::size_t>(row * 6 + column)]);
    }
}

TEST(Mvu, FoldsMustDivide) {
  MvuConfig config;
  config.mw = 6;
  config.simd = 4;
  EXPECT_THROW(mvu_params(config, {}), Defect);
}

TEST(Vvu, WeightsStandInTheOrderOfTheSteps) {
  // Two groups of four channels and two rows, a kernel of three taps: folded in channels and rows.
  VvuConfig config{.channels = 2, .tf = 3, .gf = 2, .cf = 2, .rf = 2, .weight = DataType::uint(6)};
  std::vector<std::int64_t> weights;
  for (std::int64_t i = 0; i < 4 * 4 * 3; ++i) weights.push_back(i);
  const Memory memory = vvu_memory(config, weights, "auto");
  ASSERT_EQ(memory.words.size(), 24U);
  EXPECT_EQ(memory.width, 12);
  for (std::int64_t row = 0; row < 4; ++row)
    for (std::int64_t channel = 0; channel < 4; ++channel)
      for (std::int64_t tap = 0; tap < 3; ++tap) {
        const std::int64_t step = ((tap * 2 + row / 2) * 2 + channel / 2) * 2 + row % 2;
        EXPECT_EQ(memory.words.at(static_cast<std::size_t>(step)).get(channel % 2 * 6, 6),
                  static_cast<std::uint64_t>((row * 4 + channel) * 3 + tap));
      }
}

TEST(Vvu, IllegalFoldsAreDefects) {
  EXPECT_THROW(vvu_params({.groups = 2, .rf = 2}), Defect);
  EXPECT_THROW(vvu_params({.tf = 0}), Defect);
  EXPECT_THROW(vvu_params({.acc_width = 63}), Defect);
  EXPECT_THROW(vvu_memory({.tf = 2}, {1}, "auto"), Defect);
}

TEST(Threshold, CodesCompareAsValuesDo) {
  for (const DataType type : {DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::uint(3),
                              DataType::sint(1), DataType::sint(3)}) {
    for (std::int64_t threshold = -12; threshold <= 12; ++threshold) {
      const std::vector<ThresholdRow> rows{{{threshold}, false}};
      ThresholdConfig config;
      config.input = type;
      config.thr_width = threshold_width(type, rows);
      const std::uint64_t stored = threshold_memories(config, rows, "auto").at(0).words.at(0).get(0, config.thr_width);
      const bool is_signed = threshold_params(config).at("IN_SIGNED") != 0;
      const DataType number = is_signed ? DataType::sint(config.thr_width) : DataType::uint(config.thr_width);
      for (std::int64_t value = type.min(); value <= type.max(); ++value) {
        if (!type.contains(value)) continue;
        const std::uint64_t code = type.encode(value);
        const std::int64_t x = is_signed ? type.decode(code) : static_cast<std::int64_t>(code);
        EXPECT_EQ(x >= number.decode(stored), value >= threshold) << type.name() << ' ' << value << ' ' << threshold;
      }
    }
  }
}

TEST(Lut, LanesOwnTheirChannels) {
  LutConfig config;
  config.channels = 4;
  config.pe = 2;
  config.entries = 3;
  config.output = DataType::sint(4);
  const std::vector<std::vector<std::int64_t>> tables{{1, 2, 3}, {-1, -2, -3}, {4, 5, 6}, {-4, -5, -6}};
  const std::vector<Memory> memories = lut_memories(config, tables, "auto");
  ASSERT_EQ(memories.size(), 2U);
  for (std::size_t channel = 0; channel < 4; ++channel)
    for (std::size_t entry = 0; entry < 3; ++entry) {
      const Memory& memory = memories[channel % 2];
      EXPECT_EQ(memory.lane, static_cast<int>(channel % 2));
      EXPECT_EQ(config.output.decode(memory.words.at(channel / 2 * 3 + entry).get(0, 4)), tables[channel][entry]);
    }
}

TEST(Adjust, UndoesAnEncoding) {
  const StreamType input{DataType::uint(4), {0, 9}, {.a = {2}, .b = {-9, -8, -7, -6}}};
  const AdjustConfig config = adjust_config(input, {-9, 12}, 4, 2, 1);
  EXPECT_FALSE(config.shared);
  EXPECT_EQ(config.output, DataType::sint(5));
  const Memory memory = adjust_memory(config, input.encoding, "auto");
  for (std::int64_t channel = 0; channel < 4; ++channel) {
    const BitWord& word = memory.words.at(static_cast<std::size_t>(channel / 2));
    const std::int64_t at = channel % 2 * (config.a_width + 5);
    EXPECT_EQ(word.get(at, config.a_width), 2U);
    EXPECT_EQ(config.output.decode(word.get(at + config.a_width, 5)), input.encoding.offset(channel));
  }
}

}  // namespace
}  // namespace finn
