// SPDX-License-Identifier: Apache-2.0
// Each layer kind by itself: all operand types, geometries and options.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "golden/compare.h"

namespace finn::test {
namespace {

using Ints = std::vector<std::int64_t>;

const std::vector<std::string> kTypes = {"BIPOLAR", "BINARY", "TERNARY", "UINT2",  "UINT3", "UINT4",
                                         "UINT7",   "UINT8",  "UINT16",  "INT1",   "INT2",  "INT3",
                                         "INT5",    "INT8",   "INT16",   "UINT32", "INT32"};

/// Sums of these products surely fit.
bool fits(const std::string& input, const std::string& weights) {
  return DataType::parse(input).value().bits() + DataType::parse(weights).value().bits() <= 50;
}

/// Operand mixes: every type as input, against every type as weights.
class operands : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(types, operands, testing::ValuesIn(kTypes), [](const auto& test) { return test.param; });

TEST_P(operands, fc) {
  std::mt19937 random(1);
  for (const std::string& weights : kTypes) {
    if (!fits(GetParam(), weights)) continue;
    for (const std::int64_t inputs : {1, 5, 64, 67, 130})
      expect_equal_to_reference(
          chain({inputs}, GetParam(), {{{"kind", "fc"}, {"weights", random_parameter(weights, {5, inputs}, random)}}}),
          7);
  }
}

TEST_P(operands, fc_of_an_image) {
  std::mt19937 random(2);
  for (const std::string& weights : kTypes) {
    if (!fits(GetParam(), weights)) continue;
    expect_equal_to_reference(
        chain({3, 4, 7}, GetParam(), {{{"kind", "fc"}, {"weights", random_parameter(weights, {3, 84}, random)}}}), 8);
  }
}

TEST_P(operands, conv_padded) {
  std::mt19937 random(3);
  const DataType type = DataType::parse(GetParam()).value();
  for (const std::string& weights : kTypes) {
    if (!fits(GetParam(), weights)) continue;
    for (const std::int64_t channels : {1, 3, 64, 70}) {
      for (const std::int64_t value : {type.min(), type.max(), std::int64_t{0}}) {
        if (!type.contains(value)) continue;
        expect_equal_to_reference(chain({4, 5, channels}, GetParam(),
                                        {{{"kind", "conv"},
                                          {"weights", random_parameter(weights, {3, channels, 3, 2}, random)},
                                          {"pad", {1, 2, 0, 1}},
                                          {"pad_value", value}}}),
                                  9, 1);
      }
    }
  }
}

TEST_P(operands, maxpool) {
  expect_equal_to_reference(
      chain({5, 6, 3}, GetParam(),
            {{{"kind", "maxpool"}, {"kernel", {3, 2}}, {"stride", {2, 1}}, {"pad", {1, 1, 0, 1}}}}),
      10);
}

TEST_P(operands, sumpool) {
  for (const Ints& pad : {Ints{0, 0, 0, 0}, Ints{1, 1, 0, 2}, Ints{4, 0, 3, 3}})
    expect_equal_to_reference(
        chain({5, 6, 3}, GetParam(), {{{"kind", "sumpool"}, {"kernel", {3, 2}}, {"stride", {2, 1}}, {"pad", pad}}}),
        19);
}

TEST_P(operands, pad) {
  for (const std::int64_t value : {0, 1, -1, 5, -70000}) {
    if (GetParam() == "UINT32" && value < 0) continue;  // INT33 cannot be padded with it
    for (const Ints& pad : {Ints{0, 0, 0, 0}, Ints{1, 0, 0, 2}, Ints{4, 3, 1, 1}})
      expect_equal_to_reference(chain({3, 2, 5}, GetParam(), {{{"kind", "pad"}, {"pad", pad}, {"value", value}}}), 21);
  }
}

TEST_P(operands, threshold) {
  std::mt19937 random(4);
  const DataType input = DataType::parse(GetParam()).value();
  for (const char* output : {"BIPOLAR", "BINARY", "TERNARY", "UINT2", "UINT5", "UINT8", "INT1", "INT4", "INT8"}) {
    const std::int64_t count = DataType::parse(output).value().levels() - 1;
    for (const std::int64_t rows : {1, 3}) {
      for (const std::size_t flips : {0, 1, 3}) {
        std::vector<std::int64_t> data;
        for (std::int64_t row = 0; row < rows; ++row) {
          for (std::int64_t k = 0; k < count; ++k) data.push_back(random_value(input, random));
          std::sort(data.end() - count, data.end());
        }
        Json layer{{"kind", "threshold"},
                   {"type", output},
                   {"thresholds", {{"type", "INT32"}, {"shape", {rows, count}}, {"data", data}}}};
        if (GetParam() == "UINT32") layer["thresholds"]["type"] = "UINT32";
        if (flips == 1) layer["flip"] = {true};
        if (flips == 3) layer["flip"] = {true, false, true};
        expect_equal_to_reference(chain({4, 2, 3}, GetParam(), {layer}), 11);
      }
    }
  }
}

TEST(threshold, equal_neighbours_and_thresholds_outside_the_input) {
  Json layer{{"kind", "threshold"},
             {"type", "UINT3"},
             {"thresholds",
              {{"type", "INT8"}, {"shape", {2, 7}}, {"data", {-9, -9, 0, 0, 0, 3, 99, -100, -4, -4, 3, 3, 4, 4}}}}};
  for (const Json& flip : {Json{false, false}, Json{true, true}, Json{true, false}}) {
    layer["flip"] = flip;
    expect_equal_to_reference(chain({20, 1, 2}, "INT3", {layer}), 12, 5);
  }
}

TEST(lut, rows_and_offsets) {
  std::mt19937 random(5);
  for (const std::string input : {"BIPOLAR", "BINARY", "TERNARY", "UINT4", "INT5", "INT1"}) {
    const DataType type = DataType::parse(input).value();
    const std::int64_t span = type.max() - type.min() + 1;
    for (const std::string& output : kTypes) {
      for (const std::int64_t rows : {1, 4}) {
        Json layer{{"kind", "lut"}, {"type", output}, {"table", random_parameter(output, {rows, span}, random)}};
        expect_equal_to_reference(chain({3, 2, 4}, input, {layer}), 13);
        layer["table"] = random_parameter(output, {rows, span + 9}, random);
        layer["input_min"] = type.min() - 4;
        expect_equal_to_reference(chain({16, 1, 4}, input, {layer}), 14);
      }
    }
  }
}

TEST(lut, behind_an_accumulator) {
  std::mt19937 random(6);
  expect_equal_to_reference(chain({6}, "BIPOLAR",
                                  {{{"kind", "fc"}, {"weights", random_parameter("BIPOLAR", {4, 6}, random)}},
                                   {{"kind", "lut"},
                                    {"type", "INT4"},
                                    {"table", random_parameter("INT4", {4, 13}, random)},
                                    {"input_min", -6}}}),
                            15, 10);
}

/// Convolutions over a sweep of geometries, each with the three ways of making products.
class geometry : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(types, geometry, testing::Values("BIPOLAR", "UINT4", "INT16"),
                         [](const auto& test) { return test.param; });

TEST_P(geometry, conv_sweep) {
  std::mt19937 random(7);
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  int legal = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const Ints size{uniform(1, 8), uniform(1, 8)};
    const Ints kernel{uniform(1, 4), uniform(1, 4)};
    const Ints dilation{uniform(1, 3), uniform(1, 3)};
    const Ints pad{uniform(0, 3), uniform(0, 3), uniform(0, 3), uniform(0, 3)};
    if ((kernel[0] - 1) * dilation[0] >= size[0] + pad[0] + pad[2]) continue;
    if ((kernel[1] - 1) * dilation[1] >= size[1] + pad[1] + pad[3]) continue;
    ++legal;
    const std::int64_t channels = uniform(1, 5);
    Json layer{{"kind", "conv"},
               {"weights", random_parameter(GetParam(), {2, channels, kernel[0], kernel[1]}, random)},
               {"stride", {uniform(1, 3), uniform(1, 3)}},
               {"dilation", dilation},
               {"pad", pad},
               {"pad_value", 1}};
    expect_equal_to_reference(chain({size[0], size[1], channels}, GetParam(), {layer}), 16, 1);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(legal, 200);
}

TEST_P(geometry, conv_in_groups_sweep) {
  std::mt19937 random(9);
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  int legal = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const Ints size{uniform(1, 7), uniform(1, 7)};
    const Ints kernel{uniform(1, 3), uniform(1, 3)};
    const Ints dilation{uniform(1, 2), uniform(1, 2)};
    const Ints pad{uniform(0, 2), uniform(0, 2), uniform(0, 2), uniform(0, 2)};
    if ((kernel[0] - 1) * dilation[0] >= size[0] + pad[0] + pad[2]) continue;
    if ((kernel[1] - 1) * dilation[1] >= size[1] + pad[1] + pad[3]) continue;
    ++legal;
    const std::int64_t groups = uniform(2, 4);
    const std::int64_t channels = uniform(1, 2);
    Json layer{
        {"kind", "conv"},
        {"group", groups},
        {"weights", random_parameter(GetParam(), {groups * uniform(1, 3), channels, kernel[0], kernel[1]}, random)},
        {"stride", {uniform(1, 3), uniform(1, 3)}},
        {"dilation", dilation},
        {"pad", pad},
        {"pad_value", 1}};
    expect_equal_to_reference(chain({size[0], size[1], groups * channels}, GetParam(), {layer}), 18, 1);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(legal, 100);
}

TEST_P(geometry, sumpool_sweep) {
  std::mt19937 random(10);
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  for (int trial = 0; trial < 200; ++trial) {
    const Ints size{uniform(1, 8), uniform(1, 8)};
    Json layer{{"kind", "sumpool"},
               {"kernel", {uniform(1, size[0]), uniform(1, size[1])}},
               {"stride", {uniform(1, 3), uniform(1, 3)}},
               {"pad", {uniform(0, 3), uniform(0, 3), uniform(0, 3), uniform(0, 3)}}};
    expect_equal_to_reference(chain({size[0], size[1], uniform(1, 4)}, GetParam(), {layer}), 20, 1);
    if (HasFatalFailure()) return;
  }
}

TEST_P(geometry, maxpool_sweep) {
  std::mt19937 random(8);
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  for (int trial = 0; trial < 300; ++trial) {
    const Ints size{uniform(1, 8), uniform(1, 8)};
    const Ints kernel{uniform(1, size[0]), uniform(1, size[1])};
    const auto pads = [&](std::int64_t taps) { return uniform(0, std::min<std::int64_t>(taps - 1, 3)); };
    Json layer{{"kind", "maxpool"},
               {"kernel", kernel},
               {"stride", {uniform(1, 3), uniform(1, 3)}},
               {"pad", {pads(kernel[0]), pads(kernel[1]), pads(kernel[0]), pads(kernel[1])}}};
    expect_equal_to_reference(chain({size[0], size[1], uniform(1, 4)}, GetParam(), {layer}), 17, 1);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace finn::test
