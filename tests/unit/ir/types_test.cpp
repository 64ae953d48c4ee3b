// SPDX-License-Identifier: Apache-2.0
#include "ir/types.h"

#include <gtest/gtest.h>

#include <vector>

namespace finn {
namespace {

TEST(types, bipolar_has_no_zero) {
  const DataType type = DataType::bipolar();
  EXPECT_TRUE(type.contains(-1));
  EXPECT_FALSE(type.contains(0));
  EXPECT_TRUE(type.contains(1));
  EXPECT_FALSE(type.contains(2));
  EXPECT_EQ(type.levels(), 2);
  EXPECT_FALSE(type.has_zero());
}

TEST(types, ternary_is_narrower_than_its_code) {
  const DataType type = DataType::ternary();
  EXPECT_EQ(type.bits(), 2);
  EXPECT_EQ(type.levels(), 3);
  EXPECT_FALSE(type.contains(-2));
}

TEST(types, names_parse_back) {
  std::vector<DataType> types{DataType::bipolar(), DataType::binary(), DataType::ternary()};
  for (int bits = 1; bits <= DataType::kMaxFileBits; ++bits) {
    types.push_back(DataType::uint(bits));
    types.push_back(DataType::sint(bits));
  }
  for (const DataType& type : types) {
    const auto parsed = DataType::parse(type.name());
    ASSERT_TRUE(parsed) << type.name();
    EXPECT_EQ(*parsed, type) << type.name();
  }
}

TEST(types, uint1_is_binary) {
  EXPECT_EQ(DataType::parse("UINT1"), DataType::binary());
  EXPECT_EQ(DataType::uint(1).name(), "BINARY");
}

TEST(types, wrong_names_do_not_parse) {
  for (const char* name : {"", "INT", "UINT", "INT0", "INT33", "UINT33", "INT-1", "INT08", "INT8 ", " INT8", "int8",
                           "INT1e1", "UINT+4", "FLOAT32", "BIPOLAR1", "INT99999999999999999999"})
    EXPECT_FALSE(DataType::parse(name)) << name;
}

TEST(types, smallest_is_the_narrowest_that_holds_the_range) {
  for (std::int64_t min = -70; min <= 70; ++min) {
    for (std::int64_t max = min; max <= 70; ++max) {
      const DataType type = DataType::smallest({min, max});
      EXPECT_TRUE(type.contains(min) && type.contains(max)) << min << ".." << max;
      EXPECT_EQ(type.is_signed_code(), min < 0);
      if (type.bits() == 1) continue;
      const DataType narrower = min < 0 ? DataType::sint(type.bits() - 1) : DataType::uint(type.bits() - 1);
      EXPECT_FALSE(narrower.contains(min) && narrower.contains(max)) << min << ".." << max << " " << type.name();
    }
  }
}

TEST(types, codes_decode_to_their_values) {
  for (const DataType& type : {DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::uint(5),
                               DataType::sint(1), DataType::sint(6)}) {
    for (std::int64_t value = type.min(); value <= type.max(); ++value) {
      if (!type.contains(value)) continue;
      const std::uint64_t code = type.encode(value);
      EXPECT_LT(code, std::uint64_t{1} << type.bits()) << type.name() << " " << value;
      EXPECT_EQ(type.decode(code), value) << type.name();
    }
  }
}

TEST(types, widest_types_encode_their_limits) {
  for (const DataType& type : {DataType::uint(32), DataType::sint(32), DataType::uint(62), DataType::sint(62)}) {
    EXPECT_EQ(type.decode(type.encode(type.min())), type.min()) << type.name();
    EXPECT_EQ(type.decode(type.encode(type.max())), type.max()) << type.name();
  }
}

}  // namespace
}  // namespace finn
