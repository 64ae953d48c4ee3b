// SPDX-License-Identifier: Apache-2.0
// fr_pack and the code that packs beats for the verilated bench, written apart, give the same bytes.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "bench/vector_file.h"
#include "fr_pack.h"

namespace finn {
namespace {

fr_code code_of(DataType type) {
  switch (type.base()) {
    case DataType::Base::kBipolar:
      return FR_BIPOLAR;
    case DataType::Base::kTernary:
      return FR_TERNARY;
    case DataType::Base::kInt:
      return FR_SIGNED;
    default:
      return FR_UNSIGNED;
  }
}

void agree(DataType type, std::int64_t lanes, std::mt19937_64& random) {
  const BenchStream stream{"s_axis", "x", {5, lanes}, StreamType::plain(type), lanes, 5 * lanes};
  Tensor frame(type, stream.shape);
  std::uniform_int_distribution<std::int64_t> level(0, type.levels() - 1);
  for (std::int64_t& value : frame.data) value = type.min() + (type.is_bipolar() ? 2 : 1) * level(random);
  std::string expected;
  pack_frame(stream, frame, expected);
  const fr_layout layout{code_of(type), static_cast<std::uint32_t>(type.bits()), static_cast<std::uint64_t>(lanes), 5};
  std::string image(fr_frame_bytes(&layout), '\0');
  ASSERT_EQ(fr_pack(&layout, 1, FR_HOST_INT64, frame.data.data(), image.data(), nullptr), FR_PACK_OK);
  EXPECT_EQ(image, expected) << type.name() << ", " << lanes << " elements a beat";
  EXPECT_EQ(static_cast<std::int64_t>(fr_beat_bytes(&layout)), stream.bytes());
}

TEST(Pack, AgreesWithTheVerilatedBench) {
  std::mt19937_64 random(1);
  for (const std::int64_t lanes : {1, 2, 3, 4, 7, 8, 10, 33}) {
    agree(DataType::bipolar(), lanes, random);
    agree(*DataType::parse("TERNARY"), lanes, random);
    for (int bits = 1; bits <= DataType::kMaxBits; ++bits) {
      agree(DataType::uint(bits), lanes, random);
      agree(DataType::sint(bits), lanes, random);
    }
  }
}

}  // namespace
}  // namespace finn
