// SPDX-License-Identifier: Apache-2.0
// What the host does before and after the accelerator.
#include "golden/model/host.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace finn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

HostQuantizer quantizer(const std::string& rounding) {
  HostQuantizer result;
  result.rounding = rounding;
  result.range = {-100, 100};
  return result;
}

TEST(quantizer, rounding_modes) {
  struct Case {
    const char* rounding;
    std::vector<std::int64_t> expected;
  };
  const std::vector<double> inputs{-2.5, -1.5, -1.2, -0.5, 0.5, 1.2, 1.5, 2.5, 1.7, -1.7};
  for (const Case& c :
       {Case{"half_even", {-2, -2, -1, 0, 0, 1, 2, 2, 2, -2}}, Case{"half_up", {-2, -1, -1, 0, 1, 1, 2, 3, 2, -2}},
        Case{"half_away", {-3, -2, -1, -1, 1, 1, 2, 3, 2, -2}}, Case{"floor", {-3, -2, -2, -1, 0, 1, 1, 2, 1, -2}},
        Case{"ceil", {-2, -1, -1, 0, 1, 2, 2, 3, 2, -1}}, Case{"truncate", {-2, -1, -1, 0, 0, 1, 1, 2, 1, -1}}}) {
    for (std::size_t i = 0; i < inputs.size(); ++i)
      EXPECT_EQ(quantize(quantizer(c.rounding), inputs[i]), c.expected[i]) << c.rounding << " of " << inputs[i];
  }
}

TEST(quantizer, neighbours_of_a_half_round_to_the_nearest) {
  const double below = std::nextafter(0.5, 0.0);
  const double above = std::nextafter(0.5, 1.0);
  for (const char* rounding : {"half_even", "half_up", "half_away"}) {
    EXPECT_EQ(quantize(quantizer(rounding), below), 0) << rounding;
    EXPECT_EQ(quantize(quantizer(rounding), above), 1) << rounding;
    EXPECT_EQ(quantize(quantizer(rounding), -below), 0) << rounding;
    EXPECT_EQ(quantize(quantizer(rounding), -above), -1) << rounding;
  }
}

TEST(quantizer, divides_shifts_and_clamps) {
  HostQuantizer q = quantizer("half_even");
  q.scale = 0.1;
  q.zero_point = 3;
  q.range = {0, 15};
  EXPECT_EQ(quantize(q, 0.7), 10);  // 0.7 / 0.1 is 6.999...
  EXPECT_EQ(quantize(q, -0.3), 0);
  EXPECT_EQ(quantize(q, 2.0), 15);
  EXPECT_EQ(quantize(q, kInfinity), 15);
  EXPECT_EQ(quantize(q, -1e300), 0);
  EXPECT_EQ(quantize(q, kNan), std::nullopt);
}

TEST(host_shape, permutation_says_which_host_axis_an_axis_is) {
  EXPECT_EQ(host_shape({4, 5, 3}, {}), (Shape{4, 5, 3}));
  // Channels first on the host: hardware H, W, C are host axes 1, 2, 0.
  EXPECT_EQ(host_shape({4, 5, 3}, {1, 2, 0}), (Shape{3, 4, 5}));
}

Network network_of(const Shape& shape, DataType type) {
  Network network;
  TensorInfo& info = network.tensors.emplace_back();
  info.name = "x";
  info.shape = shape;
  info.type = type;
  info.range = type.range();
  network.inputs.push_back({0, {}});
  network.outputs.push_back({0, {1.0}, {0.0}, {}});
  return network;
}

SampleArray reals(const Shape& shape, const std::vector<double>& values) {
  SampleArray array;
  array.shape = shape;
  array.is_real = true;
  array.reals = values;
  return array;
}

SampleArray integers(const Shape& shape, const std::vector<std::int64_t>& values) {
  SampleArray array;
  array.shape = shape;
  array.integers = values;
  return array;
}

TEST(frames, integers_keep_the_hardware_layout) {
  Network network = network_of({2, 1, 2}, DataType::uint(4));
  network.inputs[0].host.permutation = {1, 2, 0};
  const std::vector<std::int64_t> values{1, 2, 3, 4, 5, 6, 7, 8};
  Diagnostics diagnostics;
  const auto frames = make_frames(network, 0, integers({2, 2, 1, 2}, values), diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  EXPECT_EQ(frames->at(0).data, (std::vector<std::int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(frames->at(1).data, (std::vector<std::int64_t>{5, 6, 7, 8}));
}

TEST(frames, reals_pass_permutation_and_quantizer) {
  Network network = network_of({2, 2, 3}, DataType::sint(8));
  network.inputs[0].host.permutation = {1, 2, 0};
  network.inputs[0].host.quantizer = quantizer("half_even");
  network.inputs[0].host.quantizer->scale = 0.5;
  std::vector<double> values(12);  // [C][H][W]
  std::iota(values.begin(), values.end(), 0.0);
  Diagnostics diagnostics;
  const auto frames = make_frames(network, 0, reals({1, 3, 2, 2}, values), diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  for (std::int64_t h = 0; h < 2; ++h)
    for (std::int64_t w = 0; w < 2; ++w)
      for (std::int64_t c = 0; c < 3; ++c)
        EXPECT_EQ(frames->at(0).data[static_cast<std::size_t>((h * 2 + w) * 3 + c)], 2 * (c * 4 + h * 2 + w));
}

TEST(frames, reals_pass_thresholds_of_their_channel) {
  Network network = network_of({2, 1, 2}, DataType::uint(2));
  network.inputs[0].host.thresholds = HostThresholds{{{0.0, 1.0, 2.0}, {-1.0, 0.5, 0.5}}, {false, true}};
  const std::vector<double> values{1.0, 0.5, -0.1, -2.0};
  Diagnostics diagnostics;
  const auto frames = make_frames(network, 0, reals({1, 2, 1, 2}, values), diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  // Rising: 1 reaches 0 and 1. Falling: 0.5 is at most 0.5 twice, -2 at most all three.
  EXPECT_EQ(frames->at(0).data, (std::vector<std::int64_t>{2, 2, 0, 3}));
  network.tensors[0].type = DataType::bipolar();
  network.inputs[0].host.thresholds = HostThresholds{{{0.25}}, {}};
  const auto signs = make_frames(network, 0, reals({1, 2, 1, 2}, values), diagnostics);
  ASSERT_TRUE(signs) << diagnostics.text();
  EXPECT_EQ(signs->at(0).data, (std::vector<std::int64_t>{1, 1, -1, -1}));
}

TEST(frames, a_flattened_image_is_seen_with_its_axes) {
  Network network = network_of({1, 2, 3}, DataType::sint(8));
  network.inputs[0].host.shape = {6};
  network.inputs[0].host.axes = {3, 1, 2};
  network.inputs[0].host.permutation = {1, 2, 0};
  const std::vector<double> values{0, 1, 2, 3, 4, 5};  // c * 2 + w
  Diagnostics diagnostics;
  const auto frames = make_frames(network, 0, reals({1, 6}, values), diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  EXPECT_EQ(frames->at(0).data, (std::vector<std::int64_t>{0, 2, 4, 1, 3, 5}));
}

TEST(quantize, decides_ties_of_the_exact_quotient) {
  // 0.75 / 0.1 is 7.5 in double, but 0.1 is a little more than a tenth.
  HostQuantizer quantizer;
  quantizer.scale = 0.1;
  quantizer.range = {-100, 100};
  EXPECT_EQ(0.75 / 0.1, 7.5);
  EXPECT_EQ(quantize(quantizer, 0.75), 7);
  EXPECT_EQ(quantize(quantizer, -0.75), -7);
  quantizer.scale = 0.5;
  EXPECT_EQ(quantize(quantizer, 0.25), 0);
  EXPECT_EQ(quantize(quantizer, 0.75), 2);
}

TEST(final_result, operators_of_a_frame) {
  HostOutput host;
  const std::vector<double> real{1.0, 3.0, 3.0, -1.0};
  EXPECT_EQ(final_result(host, real), real);
  host.final_operator = "argmax";
  EXPECT_EQ(final_result(host, real), std::vector<double>{1});
  EXPECT_EQ(final_shape(host, {4}), Shape{1});
  host.final_operator = "topk";
  host.top_k = 3;
  EXPECT_EQ(final_result(host, real), (std::vector<double>{1, 2, 0}));
  host.final_operator = "softmax";
  const std::vector<double> shares = final_result(host, {0.0, 0.0});
  EXPECT_EQ(shares, (std::vector<double>{0.5, 0.5}));
  host.final_operator = "log_softmax";
  EXPECT_EQ(final_result(host, {7.0}), (std::vector<double>{0.0}));
  // Without exponentials out of range.
  EXPECT_EQ(final_result(host, {5000.0, 0.0}), (std::vector<double>{0.0, -5000.0}));
}

TEST(frames, whole_reals_need_no_quantizer) {
  const Network network = network_of({2}, DataType::bipolar());
  const std::vector<double> values{1.0, -1.0};
  Diagnostics diagnostics;
  const auto frames = make_frames(network, 0, reals({1, 2}, values), diagnostics);
  ASSERT_TRUE(frames) << diagnostics.text();
  EXPECT_EQ(frames->at(0).data, (std::vector<std::int64_t>{1, -1}));
}

void expect_rejected(const Network& network, const SampleArray& array, Code code, const std::string& words,
                     std::size_t errors = 1) {
  Diagnostics diagnostics;
  EXPECT_FALSE(make_frames(network, 0, array, diagnostics));
  ASSERT_EQ(diagnostics.error_count(), errors) << diagnostics.text();
  EXPECT_EQ(diagnostics.all().front().code, code);
  EXPECT_NE(diagnostics.text().find(words), std::string::npos) << diagnostics.text();
}

TEST(frames, a_wrong_value_names_sample_and_element) {
  const Network network = network_of({2, 2, 1}, DataType::bipolar());
  const std::vector<std::int64_t> values{1, 1, 1, 1, 1, -1, 0, 1};
  expect_rejected(network, integers({2, 2, 2, 1}, values), Code::FR2901,
                  "sample 1, element [1, 0, 0]: expected a value of type BIPOLAR, found 0");
}

TEST(frames, a_wrong_real_names_its_place_in_the_host_array) {
  Network network = network_of({1, 2, 3}, DataType::sint(8));
  network.inputs[0].host.permutation = {1, 2, 0};
  const std::vector<double> values{1, 2, 3, 4, 5.5, 6};
  expect_rejected(network, reals({1, 3, 1, 2}, values), Code::FR2902, "sample 0, element [2, 0, 0]");
}

TEST(frames, a_quantized_value_outside_the_type_is_an_error) {
  Network network = network_of({1}, DataType::bipolar());
  network.inputs[0].host.quantizer = quantizer("half_even");
  const std::vector<double> zero{0.2};
  expect_rejected(network, reals({1, 1}, zero), Code::FR2901, "found 0");
  const std::vector<double> nan{kNan};
  expect_rejected(network, reals({1, 1}, nan), Code::FR2902, "expected a number");
}

TEST(frames, many_wrong_values_are_counted) {
  const Network network = network_of({20}, DataType::binary());
  const std::vector<std::int64_t> values(20, 7);
  expect_rejected(network, integers({1, 20}, values), Code::FR2901, "15 more values", 6);
}

TEST(frames, shapes_must_fit) {
  const Network network = network_of({2, 1, 2}, DataType::uint(4));
  const std::vector<std::int64_t> values(8);
  expect_rejected(network, integers({8}, values), Code::FR2900, "[N, 2, 1, 2]");
  expect_rejected(network, integers({2, 1, 2, 2}, values), Code::FR2900, "found [2, 1, 2, 2]");
  const std::vector<std::int64_t> single(4);
  expect_rejected(network, integers({2, 1, 2}, single), Code::FR2900, "also a single one");
  expect_rejected(network, integers({}, single), Code::FR2900, "found []");
}

TEST(real_output, scales_per_channel_in_the_host_layout) {
  Network network = network_of({1, 2, 2}, DataType::sint(8));
  network.outputs[0].scale = {0.5, 2.0};
  network.outputs[0].bias = {0.25, -1.0};
  const Tensor raw(DataType::sint(8), {1, 2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(real_output(network, 0, raw), (std::vector<double>{0.75, 3.0, 1.75, 7.0}));
  network.outputs[0].host.permutation = {1, 2, 0};
  EXPECT_EQ(real_output(network, 0, raw), (std::vector<double>{0.75, 1.75, 3.0, 7.0}));
}

}  // namespace
}  // namespace finn
