// SPDX-License-Identifier: Apache-2.0
// The kinds that scale, join, cut and reorder tensors: operand types, shapes and options.
#include <gtest/gtest.h>

#include <string>

#include "golden/compare.h"

namespace finn::test {
namespace {

const std::vector<std::string> kTypes = {"BIPOLAR", "BINARY", "TERNARY", "UINT3", "UINT8", "INT1", "INT4", "INT16"};

/// A network of one layer that reads inputs x0, x1, ... of these shapes and types.
Json join(const std::vector<std::vector<std::int64_t>>& shapes, const std::vector<std::string>& types, Json layer) {
  Json net = chain(shapes.at(0), types.at(0), {std::move(layer)});
  net["inputs"] = Json::array();
  Json names = Json::array();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    names.push_back("x" + std::to_string(i));
    net["inputs"].push_back({{"name", names.back()}, {"shape", shapes[i]}, {"type", types.at(i)}});
  }
  net["layers"][0]["inputs"] = names;
  return net;
}

TEST(requant, types_and_roundings) {
  std::mt19937 random(1);
  for (const std::string& input : kTypes)
    for (const char* output : {"BINARY", "TERNARY", "UINT5", "UINT32", "INT1", "INT8", "INT32"})
      for (const std::int64_t rows : {1, 3})
        for (const int shift : {0, 1, 5, 21, 62})
          for (const bool half_even : {false, true})
            expect_equal_to_reference(chain({4, 2, 3}, input,
                                            {{{"kind", "requant"},
                                              {"type", output},
                                              {"multipliers", random_parameter("INT8", {rows, 1}, random)},
                                              {"offsets", random_parameter("INT24", {4 - rows, 1}, random)},
                                              {"shift", shift},
                                              {"half_even", half_even}}}),
                                      2, 1);
}

/// Every quotient with every rest, so every half of either parity and sign.
TEST(requant, all_halves) {
  for (const bool half_even : {false, true})
    for (const int shift : {1, 2, 3}) {
      const Json one{{"type", "INT2"}, {"shape", {1, 1}}, {"data", {1}}};
      const Json none{{"type", "INT2"}, {"shape", {1, 1}}, {"data", {0}}};
      expect_equal_to_reference(chain({500}, "INT6",
                                      {{{"kind", "requant"},
                                        {"type", "INT6"},
                                        {"multipliers", one},
                                        {"offsets", none},
                                        {"shift", shift},
                                        {"half_even", half_even},
                                        {"min", -7},
                                        {"max", 9}}}),
                                3);
    }
}

TEST(requant, widest_sums) {
  std::mt19937 random(4);
  for (const char* offsets : {"INT61", "UINT60", "INT40"})
    for (const bool half_even : {false, true})
      expect_equal_to_reference(chain({3, 3, 4}, "INT28",
                                      {{{"kind", "requant"},
                                        {"type", "INT32"},
                                        {"multipliers", random_parameter("INT32", {4, 1}, random)},
                                        {"offsets", random_parameter(offsets, {4, 1}, random)},
                                        {"shift", 30},
                                        {"half_even", half_even}}}),
                                5, 4);
}

TEST(requant, behind_an_accumulator) {
  std::mt19937 random(6);
  expect_equal_to_reference(chain({6}, "BIPOLAR",
                                  {{{"kind", "fc"}, {"weights", random_parameter("BIPOLAR", {4, 6}, random)}},
                                   {{"kind", "requant"},
                                    {"type", "INT4"},
                                    {"multipliers", random_parameter("INT5", {4, 1}, random)},
                                    {"offsets", random_parameter("INT6", {1, 1}, random)},
                                    {"shift", 4}}}),
                            7, 10);
}

TEST(add, types_and_factors) {
  std::mt19937 random(8);
  std::uniform_int_distribution<std::int64_t> factor(1, 9);
  for (const std::string& a : kTypes)
    for (const std::string& b : kTypes) {
      expect_equal_to_reference(join({{2, 3, 4}, {2, 3, 4}}, {a, b}, {{"kind", "add"}}), 9);
      expect_equal_to_reference(join({{5}, {5}, {5}}, {a, b, a},
                                     {{"kind", "add"}, {"factors", {factor(random), -factor(random), factor(random)}}}),
                                10);
    }
}

TEST(add, sixteen_inputs) {
  expect_equal_to_reference(
      join(std::vector<std::vector<std::int64_t>>(16, {3}), std::vector<std::string>(16, "INT4"), {{"kind", "add"}}),
      11, 4);
}

TEST(concat, types_and_parts) {
  for (const std::string& a : kTypes)
    for (const std::string& b : kTypes) {
      expect_equal_to_reference(join({{2, 3, 4}, {2, 3, 1}}, {a, b}, {{"kind", "concat"}}), 12);
      expect_equal_to_reference(join({{5}, {2}, {7}}, {a, b, a}, {{"kind", "concat"}}), 13);
    }
}

TEST(slice, runs) {
  for (const std::string& type : kTypes)
    for (std::int64_t begin = 0; begin < 5; ++begin)
      for (std::int64_t end = begin + 1; end <= 5; ++end)
        expect_equal_to_reference(chain({2, 3, 5}, type, {{{"kind", "slice"}, {"begin", begin}, {"end", end}}}), 14, 1);
}

TEST(upsample, factors) {
  for (const std::string& type : kTypes)
    for (const std::int64_t vertical : {1, 2, 3})
      for (const std::int64_t horizontal : {1, 2, 5})
        expect_equal_to_reference(chain({2, 3, 4}, type, {{{"kind", "upsample"}, {"factors", {vertical, horizontal}}}}),
                                  15, 1);
}

TEST(depth_to_space, blocks_and_modes) {
  for (const std::string& type : kTypes)
    for (const std::int64_t block : {1, 2, 3})
      for (const std::int64_t channels : {1, 2, 5})
        for (const bool crd : {false, true})
          expect_equal_to_reference(chain({2, 3, block * block * channels}, type,
                                          {{{"kind", "depth_to_space"}, {"block", block}, {"crd", crd}}}),
                                    16, 1);
}

/// The vectors that ONNX's own documentation gives for DepthToSpace, block 2: [1, 8, 2, 3] there, channels last here.
TEST(depth_to_space, examples_of_onnx) {
  // Channel c of the pixel (h, w) is 9c + 3h + w for c < 8 in a 2 x 3 image.
  struct Case {
    bool crd;
    std::vector<std::int64_t> first_rows;  // channel 0, the four rows
  };
  const Case cases[] = {
      {false, {0, 18, 1, 19, 2, 20, 36, 54, 37, 55, 38, 56, 3, 21, 4, 22, 5, 23, 39, 57, 40, 58, 41, 59}},
      {true, {0, 9, 1, 10, 2, 11, 18, 27, 19, 28, 20, 29, 3, 12, 4, 13, 5, 14, 21, 30, 22, 31, 23, 32}},
  };
  for (const Case& one : cases) {
    std::vector<std::int64_t> image;
    for (std::int64_t h = 0; h < 2; ++h)
      for (std::int64_t w = 0; w < 3; ++w)
        for (std::int64_t c = 0; c < 8; ++c) image.push_back(9 * c + 3 * h + w);
    const std::vector<std::int64_t> out =
        run_golden(chain({2, 3, 8}, "UINT8", {{{"kind", "depth_to_space"}, {"block", 2}, {"crd", one.crd}}}), image);
    std::vector<std::int64_t> channel_0;
    for (std::size_t i = 0; i < out.size(); i += 2) channel_0.push_back(out[i]);
    EXPECT_EQ(channel_0, one.first_rows) << one.crd;
  }
}

TEST(topk, types_and_ties) {
  for (const std::string& type : kTypes)
    for (const std::int64_t count : {1, 2, 7, 40})
      for (const std::int64_t k : {1, 2, 7})
        if (k <= count) expect_equal_to_reference(chain({count}, type, {{{"kind", "topk"}, {"k", k}}}), 17, 3);
}

}  // namespace
}  // namespace finn::test
