// SPDX-License-Identifier: Apache-2.0
// Shapes, types and errors of the layer kinds.
#include "kinds/one_layer.h"

namespace finn::test {
namespace {

const std::string kImage = R"("shape": [4, 5, 2], "type": "UINT4")";
const std::string kVector = R"("shape": [6], "type": "INT3")";

std::string zeros(std::int64_t count) {
  std::string text = "0";
  for (std::int64_t i = 1; i < count; ++i) text += ", 0";
  return text;
}

std::string weights(const Shape& shape, const std::string& more = {}) {
  return fmt::format(R"("weights": {{"type": "INT2", "shape": {}, "data": [{}]}}{})", shape_text(shape),
                     zeros(element_count(shape)), more);
}

std::string fc(const Shape& shape) { return R"("kind": "fc", )" + weights(shape); }
std::string conv(const Shape& shape, const std::string& more = {}) {
  return R"("kind": "conv", )" + weights(shape, more);
}
std::string sumpool(const std::string& members) { return R"("kind": "sumpool", )" + members; }
std::string pad(const std::string& members) { return R"("kind": "pad", )" + members; }
/// One channel times a number.
std::string conv_by(const std::string& type, std::int64_t number) {
  return fmt::format(R"("kind": "conv", "weights": {{"type": "{}", "shape": [1, 1, 1, 1], "data": [{}]}})", type,
                     number);
}
std::string maxpool(const std::string& members) { return R"("kind": "maxpool", )" + members; }

std::string threshold(const std::string& type, const Shape& shape, const std::string& data,
                      const std::string& more = {}) {
  return fmt::format(
      R"("kind": "threshold", "type": "{}", "thresholds": {{"type": "INT8", "shape": {}, "data": [{}]}}{})", type,
      shape_text(shape), data, more);
}

std::string lut(const std::string& type, const Shape& shape, const std::string& data, const std::string& more = {}) {
  return fmt::format(R"("kind": "lut", "type": "{}", "table": {{"type": "INT8", "shape": {}, "data": [{}]}}{})", type,
                     shape_text(shape), data, more);
}

TEST(fc_shape, flattens_an_image) {
  const Parsed parsed = parse(kImage, {fc({3, 40})});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, Shape{3});
}

TEST(fc_shape, weights_must_fit) {
  expect_error(parse(kVector, {fc({3, 5})}), Code::FR2201, "/weights/shape", {"[O, 6]", "[3, 5]"});
}

TEST(conv_shape, geometry) {
  const Parsed parsed = parse(kImage, {conv({7, 2, 3, 2}, R"(, "stride": [2, 1], "pad": [1, 0, 2, 3],
                                                              "dilation": [2, 4])")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, (Shape{2, 4, 7}));
}

TEST(conv_shape, needs_an_image) {
  expect_error(parse(kVector, {conv({3, 6, 1, 1})}), Code::FR2200, "/inputs/0", {"[H, W, C]", "[6]"});
}

TEST(conv_shape, weights_must_fit) {
  expect_error(parse(kImage, {conv({3, 4, 1, 1})}), Code::FR2201, "/weights/shape", {"[O, 2, KH, KW]", "[3, 4, 1, 1]"});
}

TEST(conv_shape, groups_must_divide_both_channels) {
  expect_error(parse(kImage, {conv({3, 1, 1, 1}, R"(, "group": 3)")}), Code::FR2202, "/group",
               {"2 input channels", "found 3"});
  expect_error(parse(kImage, {conv({3, 1, 1, 1}, R"(, "group": 2)")}), Code::FR2202, "/group",
               {"3 output channels", "found 2"});
}

TEST(conv_shape, weights_must_fit_the_groups) {
  const Parsed parsed = parse(kImage, {conv({2, 2, 1, 1}, R"(, "group": 2)")});
  expect_error(parsed, Code::FR2201, "/weights/shape", {"[O, 1, KH, KW]", "[2, 2, 1, 1]"});
  EXPECT_NE(parsed.diagnostics.all().front().notes.at(0).find("in 2 groups"), std::string::npos);
}

TEST(conv_shape, of_groups) {
  const Parsed parsed = parse(kImage, {conv({6, 1, 2, 3}, R"(, "group": 2, "stride": [1, 2])")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, (Shape{3, 2, 6}));
}

TEST(conv_shape, kernel_larger_than_the_padded_input) {
  expect_error(parse(kImage, {conv({1, 2, 1, 7}, R"(, "pad": [0, 1, 0, 0])")}), Code::FR2205, "/weights/shape",
               {"7 pixels wide", "only 6"});
}

TEST(conv_shape, dilation_larger_than_the_padded_input) {
  expect_error(parse(kImage, {conv({1, 2, 2, 1}, R"(, "dilation": [65535, 1])")}), Code::FR2205, "/weights/shape",
               {"65536 pixels high", "dilation 65535"});
}

TEST(conv_shape, bipolar_padding_needs_a_value) {
  const std::string bipolar = R"("shape": [3, 3, 1], "type": "BIPOLAR")";
  const Parsed parsed = parse(bipolar, {conv({1, 1, 3, 3}, R"(, "pad": [1, 1, 1, 1])")});
  expect_error(parsed, Code::FR2203, "/pad", {"BIPOLAR", "default 0"});
  EXPECT_FALSE(parsed.diagnostics.all().front().notes.empty());
  EXPECT_TRUE(parse(bipolar, {conv({1, 1, 3, 3}, R"(, "pad": [1, 1, 1, 1], "pad_value": -1)")}).network);
  EXPECT_TRUE(parse(bipolar, {conv({1, 1, 3, 3})}).network);
}

TEST(conv_shape, pad_value_must_be_of_the_input_type) {
  expect_error(parse(kImage, {conv({1, 2, 1, 1}, R"(, "pad_value": 16)")}), Code::FR2203, "/pad_value",
               {"UINT4", "found 16"});
}

TEST(conv_shape, output_has_a_limit) {
  expect_error(parse(kImage, {conv({1, 2, 1, 1}, R"(, "pad": [65535, 65535, 65535, 65535])")}), Code::FR2206, "",
               {"[131074, 131075, 1]", "268435456"});
}

TEST(accumulator, has_a_limit) {
  // 2^32 * 2^31 in one product, and as a chain of layers.
  const std::string wide = R"("kind": "fc", "weights": {"type": "UINT32", "shape": [1, 1], "data": [4294967295]})";
  const Parsed parsed = parse(R"("shape": [1], "type": "UINT32")", {wide});
  expect_error(parsed, Code::FR2207, "", {"62 bits"});
  const Parsed fits = parse(R"("shape": [1], "type": "UINT16")", {wide});
  ASSERT_TRUE(fits.network) << fits.diagnostics.text();
  EXPECT_EQ(fits.tensor("t0").type, DataType::uint(48));
}

TEST(maxpool_shape, stride_defaults_to_the_kernel) {
  const Parsed parsed = parse(kImage, {maxpool(R"("kernel": [2, 3])")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, (Shape{2, 1, 2}));
  EXPECT_EQ(parsed.tensor("t0").type, DataType::uint(4));
}

TEST(maxpool_shape, needs_an_image) {
  expect_error(parse(kVector, {maxpool(R"("kernel": [1, 1])")}), Code::FR2200, "/inputs/0", {"[H, W, C]", "[6]"});
}

TEST(maxpool_shape, kernel_larger_than_the_padded_input) {
  expect_error(parse(kImage, {maxpool(R"("kernel": [5, 1])")}), Code::FR2205, "/kernel", {"5 pixels high", "only 4"});
}

TEST(maxpool_shape, first_window_must_see_a_real_element) {
  expect_error(parse(kImage, {maxpool(R"("kernel": [2, 2], "pad": [2, 0, 0, 0])")}), Code::FR2208, "/pad",
               {"vertical window 0"});
}

TEST(maxpool_shape, last_window_must_see_a_real_element) {
  expect_error(parse(kImage, {maxpool(R"("kernel": [2, 2], "stride": [2, 1], "pad": [0, 0, 0, 2])")}), Code::FR2208,
               "/pad", {"horizontal window 5", "5 pixels"});
}

TEST(maxpool_shape, huge_padding_is_an_error_not_a_crash) {
  const Parsed parsed =
      parse(kImage, {maxpool(R"("kernel": [1, 1], "stride": [1, 1], "pad": [65535, 65535, 65535, 65535])")});
  EXPECT_FALSE(parsed.network);
}

TEST(sumpool_shape, type_of_the_exact_sums) {
  const Parsed parsed = parse(kImage, {sumpool(R"("kernel": [2, 3], "pad": [0, 0, 0, 1], "stride": [1, 3])")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, (Shape{3, 2, 2}));
  EXPECT_EQ(parsed.tensor("t0").range, (Range{0, 90}));
  EXPECT_EQ(parsed.tensor("t0").type, DataType::uint(7));
}

TEST(sumpool_shape, kernel_larger_than_the_padded_input) {
  expect_error(parse(kImage, {sumpool(R"("kernel": [5, 1])")}), Code::FR2205, "/kernel", {"5 pixels high", "only 4"});
}

TEST(sumpool_shape, needs_an_image) {
  expect_error(parse(kVector, {sumpool(R"("kernel": [1, 1])")}), Code::FR2200, "/inputs/0", {"[H, W, C]", "[6]"});
}

TEST(sumpool_shape, sums_have_a_limit) {
  // 2^32 * 2^29 is 61 bits; two of them are 62, four are 63.
  const std::string wide = conv_by("UINT29", 536870911);
  const std::string input = R"("shape": [2, 2, 1], "type": "UINT32")";
  EXPECT_TRUE(parse(input, {wide, sumpool(R"("kernel": [1, 2])")}).network);
  const Parsed parsed = parse(input, {wide, sumpool(R"("kernel": [2, 2])")});
  EXPECT_FALSE(parsed.network);
  ASSERT_EQ(parsed.diagnostics.error_count(), 1U) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.diagnostics.all().front().code, Code::FR2207);
}

TEST(pad_shape, type_has_the_value) {
  struct Case {
    const char* input;
    std::int64_t value;
    const char* output;
  };
  for (const Case& c : {Case{"BIPOLAR", 0, "TERNARY"}, Case{"BIPOLAR", -1, "BIPOLAR"}, Case{"BIPOLAR", 2, "INT3"},
                        Case{"BINARY", 0, "BINARY"}, Case{"BINARY", -1, "TERNARY"}, Case{"TERNARY", -2, "INT2"},
                        Case{"UINT4", 15, "UINT4"}, Case{"UINT4", 16, "UINT5"}, Case{"UINT4", -1, "INT5"},
                        Case{"INT4", -9, "INT5"}, Case{"UINT32", -1, "INT33"}}) {
    // No border needs no value.
    for (const bool border : {true, false}) {
      const Parsed parsed =
          parse(fmt::format(R"("shape": [2, 3, 1], "type": "{}")", c.input),
                {pad(fmt::format(R"("pad": [{}, 0, 0, 0], "value": {})", border ? 2 : 0, border ? c.value : 77))});
      if (border && std::string(c.output) == "INT33") {
        EXPECT_FALSE(parsed.network);  // see below
        continue;
      }
      ASSERT_TRUE(parsed.network) << c.input << ' ' << c.value << parsed.diagnostics.text();
      EXPECT_EQ(parsed.tensor("t0").type.name(), border ? c.output : c.input) << c.value;
      EXPECT_EQ(parsed.tensor("t0").shape, (Shape{border ? 4 : 2, 3, 1}));
    }
  }
}

TEST(pad_shape, of_wide_types_is_limited) {
  expect_error(parse(R"("shape": [2, 2, 1], "type": "UINT32")", {pad(R"("pad": [1, 0, 0, 0], "value": -1)")}),
               Code::FR2203, "/value", {"INT33", "0 to 2147483647", "found -1"});
  EXPECT_TRUE(
      parse(R"("shape": [2, 2, 1], "type": "UINT32")", {pad(R"("pad": [1, 0, 0, 0], "value": 4294967295)")}).network);
}

TEST(pad_shape, types_have_a_limit) {
  const Parsed parsed = parse(R"("shape": [2, 2, 1], "type": "UINT32")",
                              {conv_by("UINT30", 1073741823), pad(R"("pad": [1, 0, 0, 0], "value": -1)")});
  EXPECT_FALSE(parsed.network);
  ASSERT_EQ(parsed.diagnostics.error_count(), 1U) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.diagnostics.all().front().code, Code::FR2207);
  EXPECT_EQ(parsed.diagnostics.all().front().where.pointer, "/layers/1/value");
}

TEST(pad_shape, output_has_a_limit) {
  expect_error(parse(kImage, {pad(R"("pad": [65535, 65535, 65535, 65535])")}), Code::FR2206, "",
               {"[131074, 131075, 2]", "268435456"});
}

TEST(pad_shape, needs_an_image) {
  expect_error(parse(kVector, {pad(R"("pad": [0, 0, 0, 0])")}), Code::FR2200, "/inputs/0", {"[H, W, C]", "[6]"});
}

TEST(conv_shape, takes_at_most_32_bits) {
  const Parsed parsed =
      parse(R"("shape": [2, 2, 1], "type": "UINT32")", {conv_by("INT8", 1), conv_by("INT8", -127),
                                                        R"("kind": "conv", "pad": [1, 0, 0, 0], "pad_value": -1,
                                  "weights": {"type": "INT2", "shape": [1, 1, 1, 1], "data": [1]})"});
  EXPECT_FALSE(parsed.network);
  ASSERT_EQ(parsed.diagnostics.error_count(), 1U) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.diagnostics.all().front().code, Code::FR2209);
  EXPECT_EQ(parsed.diagnostics.all().front().where.pointer, "/layers/2/inputs/0");
}

TEST(threshold_shape, keeps_the_shape_and_takes_the_type) {
  const Parsed parsed = parse(kImage, {threshold("INT2", {2, 3}, "1, 2, 3, 4, 5, 5")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").shape, (Shape{4, 5, 2}));
  EXPECT_EQ(parsed.tensor("t0").type, DataType::sint(2));
  EXPECT_EQ(parsed.tensor("t0").range, (Range{-2, 1}));
}

TEST(threshold_shape, rows_must_be_one_or_the_channels) {
  expect_error(parse(kImage, {threshold("BINARY", {3, 1}, "1, 2, 3")}), Code::FR2210, "/thresholds/shape",
               {"1 row", "2 rows", "[3, 1]"});
}

TEST(threshold_shape, output_type_has_a_limit) {
  expect_error(parse(kImage, {threshold("UINT9", {1, 1}, "1")}), Code::FR2211, "/type", {"8 bits", "UINT9"});
}

TEST(threshold_shape, count_follows_from_the_type) {
  expect_error(parse(kImage, {threshold("TERNARY", {1, 3}, "1, 2, 3")}), Code::FR2212, "/thresholds/shape",
               {"expected 2 thresholds", "TERNARY", "[1, 3]"});
}

TEST(threshold_shape, rows_must_ascend) {
  expect_error(parse(kImage, {threshold("TERNARY", {2, 2}, "1, 1, 5, 4")}), Code::FR2213, "/thresholds",
               {"row 1 has 4 at index 1 after 5"});
}

TEST(threshold_shape, flip_has_one_entry_or_one_per_channel) {
  for (const char* flip : {"[true, false, true]", "[]"})
    expect_error(parse(kImage, {threshold("BINARY", {1, 1}, "1", fmt::format(R"(, "flip": {})", flip))}), Code::FR2214,
                 "/flip", {"2, one per channel"});
}

TEST(threshold_shape, reports_everything_at_once) {
  const Parsed parsed = parse(kImage, {threshold("TERNARY", {3, 2}, "2, 1, 2, 1, 2, 1", R"(, "flip": [])")});
  EXPECT_EQ(parsed.diagnostics.error_count(), 3U) << parsed.diagnostics.text();
}

TEST(lut_shape, range_of_the_entries_that_can_be_read) {
  const Parsed parsed =
      parse(R"("shape": [3], "type": "BIPOLAR")", {lut("INT6", {1, 5}, "31, -7, 30, 9, 29", R"(, "input_min": -2)")});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").range, (Range{-7, 9}));
}

TEST(lut_shape, table_must_cover_the_input) {
  expect_error(parse(kVector, {lut("INT8", {1, 7}, zeros(7))}), Code::FR2221, "/table", {"-4 to 3", "-4 to 2"});
  expect_error(parse(kVector, {lut("INT8", {1, 9}, zeros(9), R"(, "input_min": -3)")}), Code::FR2221, "/table",
               {"-4 to 3", "-3 to 5"});
}

TEST(lut_shape, values_must_be_of_the_output_type) {
  expect_error(parse(kVector, {lut("BIPOLAR", {1, 8}, "1, 1, 1, -1, 0, 1, 1, 1")}), Code::FR2222, "/table",
               {"BIPOLAR", "found 0 in row 0 at index 4"});
}

TEST(lut_shape, rows_must_be_one_or_the_channels) {
  expect_error(parse(kVector, {lut("INT8", {2, 8}, zeros(16))}), Code::FR2210, "/table/shape", {"6 rows", "[2, 8]"});
}

TEST(lut_shape, size_has_a_limit) {
  expect_error(parse(kVector, {lut("INT8", {1, 65537}, zeros(65537))}), Code::FR2220, "/table/shape",
               {"65536", "65537"});
}

}  // namespace
}  // namespace finn::test
