// SPDX-License-Identifier: Apache-2.0
// Legal foldings, cycles and operations of the layer kinds, and the choice of a sliding window's lanes.
#include "kinds/conv/conv.h"
#include "kinds/one_layer.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn::test {
namespace {

using Ints = std::vector<std::int64_t>;

std::string zero_tensor(const Shape& shape) {
  std::string data = "0";
  for (std::int64_t i = 1; i < element_count(shape); ++i) data += ", 0";
  return fmt::format(R"({{"type": "INT2", "shape": {}, "data": [{}]}})", shape_text(shape), data);
}

Parsed one(const Shape& shape, const std::string& layer) {
  Parsed parsed = parse(fmt::format(R"("shape": {}, "type": "UINT4")", shape_text(shape)), {layer});
  EXPECT_TRUE(parsed.network) << parsed.diagnostics.text();
  return parsed;
}

Folding folding(std::int64_t pe, std::int64_t simd) {
  Folding result;
  result.pe = pe;
  result.simd = simd;
  return result;
}

std::int64_t cycles(const Parsed& parsed, std::int64_t pe, std::int64_t simd) {
  return parsed.layer(0).kind->cycles(*parsed.network, parsed.layer(0), folding(pe, simd));
}

Knobs knobs(const Parsed& parsed) { return parsed.layer(0).kind->knobs(*parsed.network, parsed.layer(0)); }

std::int64_t operations(const Parsed& parsed) {
  return parsed.layer(0).kind->operations(*parsed.network, parsed.layer(0));
}

ConvWindow window(const Parsed& parsed, std::int64_t pe, std::int64_t simd) {
  return conv_window(conv_spec(parsed.layer(0), parsed.tensor("x")), folding(pe, simd));
}

TEST(divisors, ascend) {
  EXPECT_EQ(divisors(1), Ints({1}));
  EXPECT_EQ(divisors(12), Ints({1, 2, 3, 4, 6, 12}));
  EXPECT_EQ(divisors(49), Ints({1, 7, 49}));
}

TEST(fc_knobs, divide_the_matrix) {
  const Parsed parsed = one({2, 1, 3}, R"("kind": "fc", "weights": )" + zero_tensor({4, 6}));
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 2, 4}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 3, 6}));
  EXPECT_TRUE(knobs(parsed).leads);
  EXPECT_EQ(cycles(parsed, 1, 1), 24);
  EXPECT_EQ(cycles(parsed, 2, 3), 4);
  EXPECT_EQ(operations(parsed), 48);
}

TEST(conv_knobs, simd_divides_the_window) {
  const Parsed parsed = one({5, 5, 4}, R"("kind": "conv", "weights": )" + zero_tensor({2, 4, 3, 3}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 3, 4, 6, 9, 12, 18, 36}));
  EXPECT_EQ(operations(parsed), 2 * 9 * 2 * 36);
  EXPECT_EQ(cycles(parsed, 1, 1), 9 * 2 * 36);
  EXPECT_EQ(cycles(parsed, 2, 4), 9 * 9);
}

TEST(conv_window, smallest_lanes_that_keep_up) {
  const Parsed parsed = one({5, 5, 4}, R"("kind": "conv", "weights": )" + zero_tensor({2, 4, 3, 3}));
  EXPECT_EQ(window(parsed, 1, 1).lanes, 1);
  EXPECT_EQ(window(parsed, 1, 3).lanes, 4);
  EXPECT_EQ(window(parsed, 2, 6).lanes, 12);  // three taps a beat
  EXPECT_EQ(window(parsed, 2, 6).taps, 3);
  EXPECT_EQ(window(parsed, 2, 6).in_lanes, 4);
  // Full parallel: three taps a beat would take 27 beats, the whole window takes no longer than the 25 pixels.
  EXPECT_EQ(window(parsed, 2, 36).lanes, 36);
  EXPECT_EQ(cycles(parsed, 2, 36), 25);
}

TEST(conv_window, without_candidate_in_budget_takes_the_fewest_cycles) {
  // One vector of one cycle; the image takes 4 beats at best, and 4 lanes already give that.
  const Parsed parsed = one({2, 2, 4}, R"("kind": "conv", "weights": )" + zero_tensor({1, 4, 2, 2}));
  const ConvWindow chosen = window(parsed, 1, 16);
  EXPECT_EQ(chosen.lanes, 4);
  EXPECT_EQ(chosen.input_beats, 4);
  EXPECT_EQ(chosen.window_beats, 4);
  EXPECT_EQ(cycles(parsed, 1, 16), 4);
}

TEST(conv_window, parallel_is_the_whole_window) {
  const Parsed parsed = one({5, 5, 4}, R"("kind": "conv", "weights": )" + zero_tensor({2, 4, 3, 3}));
  Folding fold = folding(2, 36);
  fold.window = "parallel";
  const ConvWindow chosen = conv_window(conv_spec(parsed.layer(0), parsed.tensor("x")), fold);
  EXPECT_EQ(chosen.lanes, 36);
  EXPECT_EQ(chosen.window_beats, 9);
}

TEST(conv_window, pointwise_needs_none) {
  const Parsed parsed = one({5, 5, 4}, R"("kind": "conv", "weights": )" + zero_tensor({2, 4, 1, 1}));
  EXPECT_FALSE(window(parsed, 1, 2).used);
  EXPECT_EQ(cycles(parsed, 2, 4), 25);
  EXPECT_EQ(cycles(parsed, 1, 2), 100);
  const Parsed strided = one({5, 5, 4}, R"("kind": "conv", "stride": [1, 2], "weights": )" + zero_tensor({2, 4, 1, 1}));
  EXPECT_TRUE(window(strided, 1, 2).used);
  EXPECT_EQ(cycles(strided, 2, 4), 25);
}

TEST(conv_window, binds_no_more_than_it_must_in_any_folding) {
  const Parsed parsed = one({6, 5, 6}, R"("kind": "conv", "stride": [1, 2], "weights": )" + zero_tensor({4, 6, 2, 3}));
  const ConvSpec spec = conv_spec(parsed.layer(0), parsed.tensor("x"));
  for (const std::int64_t pe : knobs(parsed).pe) {
    for (const std::int64_t simd : knobs(parsed).simd) {
      const ConvWindow chosen = window(parsed, pe, simd);
      EXPECT_EQ(spec.columns() % chosen.lanes, 0);
      EXPECT_EQ(chosen.lanes, chosen.taps * chosen.in_lanes);
      EXPECT_EQ(chosen.input_beats * chosen.in_lanes, spec.window.input_elements());
      EXPECT_EQ(chosen.window_beats * chosen.lanes, spec.vectors() * spec.columns());
      const std::int64_t matrix = spec.vectors() * (4 / pe) * (36 / simd);
      EXPECT_EQ(cycles(parsed, pe, simd), std::max({matrix, chosen.input_beats, chosen.window_beats}));
      // More lanes would never make the layer faster.
      EXPECT_LE(cycles(parsed, pe, simd), std::max<std::int64_t>(matrix, 6 * 5));
    }
  }
}

TEST(conv_knobs, of_a_depthwise_convolution) {
  // Four channels, three outputs each.
  const Parsed parsed = one({5, 5, 4}, R"("kind": "conv", "group": 4, "weights": )" + zero_tensor({12, 1, 3, 2}));
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 3, 6, 12}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 3, 6}));
  EXPECT_EQ(knobs(parsed).pe_for_simd, 12);
  EXPECT_TRUE(knobs(parsed).leads);
  EXPECT_FALSE(knobs(parsed).dsp_obstacle.empty());
  EXPECT_EQ(operations(parsed), 2 * 12 * 12 * 6);
  EXPECT_EQ(cycles(parsed, 1, 1), 12 * 12 * 6);
  EXPECT_EQ(cycles(parsed, 6, 1), 12 * 2 * 6);
  EXPECT_EQ(cycles(parsed, 12, 2), 12 * 3);
  EXPECT_EQ(cycles(parsed, 12, 6), 25);  // the pixels
}

TEST(conv_knobs, of_a_global_depthwise_convolution) {
  const Parsed parsed = one({4, 4, 2}, R"("kind": "conv", "group": 2, "weights": )" + zero_tensor({2, 1, 4, 4}));
  EXPECT_EQ(cycles(parsed, 1, 1), 32);
  EXPECT_EQ(cycles(parsed, 2, 8), 2);
}

TEST(conv_knobs, of_groups) {
  const Parsed parsed = one({5, 5, 8}, R"("kind": "conv", "group": 2, "weights": )" + zero_tensor({6, 4, 3, 3}));
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 3, 6}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 4}));
  EXPECT_EQ(knobs(parsed).pe_for_simd, 0);
  EXPECT_EQ(operations(parsed), 2 * 9 * 6 * 36);
  for (const std::int64_t pe : knobs(parsed).pe)
    for (const std::int64_t simd : knobs(parsed).simd)
      EXPECT_EQ(cycles(parsed, pe, simd), 9 * (6 / pe) * (36 / simd)) << pe << ' ' << simd;
}

TEST(elementwise_knobs, divide_the_channels) {
  const Parsed parsed =
      one({2, 3, 6}, R"("kind": "threshold", "type": "BINARY", "thresholds": )" + zero_tensor({1, 1}));
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 2, 3, 6}));
  EXPECT_TRUE(knobs(parsed).simd.empty());
  EXPECT_FALSE(knobs(parsed).leads);
  EXPECT_EQ(cycles(parsed, 1, 1), 36);
  EXPECT_EQ(cycles(parsed, 3, 1), 12);
  EXPECT_EQ(operations(parsed), 0);
  const Parsed lut = one({2, 3, 6}, R"("kind": "lut", "type": "INT2", "table": )" + zero_tensor({1, 16}));
  EXPECT_EQ(knobs(lut).pe, Ints({1, 2, 3, 6}));
  EXPECT_EQ(cycles(lut, 2, 1), 18);
  EXPECT_EQ(operations(lut), 0);
}

TEST(maxpool_knobs, parallel_taps_need_all_channels) {
  const Parsed parsed = one({4, 6, 2}, R"("kind": "maxpool", "kernel": [2, 3], "stride": [1, 1])");
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 2}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 3, 6}));
  EXPECT_EQ(knobs(parsed).pe_for_simd, 2);
  EXPECT_EQ(cycles(parsed, 1, 1), 3 * 4 * 6 * 2);
  EXPECT_EQ(cycles(parsed, 2, 3), 3 * 4 * 2);
  EXPECT_EQ(cycles(parsed, 2, 6), 4 * 6);
  EXPECT_EQ(operations(parsed), 0);
}

TEST(pad_knobs, divide_the_channels) {
  const Parsed parsed = one({4, 6, 4}, R"("kind": "pad", "pad": [1, 0, 2, 1])");
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 2, 4}));
  EXPECT_TRUE(knobs(parsed).simd.empty());
  EXPECT_EQ(cycles(parsed, 2, 1), 7 * 7 * 2);
  EXPECT_EQ(operations(parsed), 0);
}

TEST(sumpool_knobs, parallel_taps_need_all_channels) {
  const Parsed parsed = one({4, 6, 2}, R"("kind": "sumpool", "kernel": [2, 3], "stride": [1, 1])");
  EXPECT_EQ(knobs(parsed).pe, Ints({1, 2}));
  EXPECT_EQ(knobs(parsed).simd, Ints({1, 2, 3, 6}));
  EXPECT_EQ(knobs(parsed).pe_for_simd, 2);
  EXPECT_EQ(cycles(parsed, 1, 1), 3 * 4 * 6 * 2);
  EXPECT_EQ(cycles(parsed, 2, 6), 4 * 6);
  EXPECT_EQ(operations(parsed), 3 * 4 * 6 * 2);
}

TEST(pool_knobs, a_global_pool_takes_the_stream_as_it_is) {
  for (const char* kind : {"maxpool", "sumpool"}) {
    const Parsed parsed = one({4, 6, 2}, fmt::format(R"("kind": "{}", "kernel": [4, 6])", kind));
    EXPECT_EQ(cycles(parsed, 2, 1), 24);
    EXPECT_EQ(cycles(parsed, 2, 4), 6);
  }
}

TEST(stream_is_windows, where_no_element_comes_twice_or_out_of_order) {
  const auto is = [](WindowAxis h, WindowAxis w) { return stream_is_windows({h, w, 3}); };
  const WindowAxis all{.size = 6, .kernel = 6, .stride = 9};
  EXPECT_TRUE(is(all, all));
  EXPECT_TRUE(is({.size = 6, .kernel = 2, .stride = 2}, all));
  EXPECT_TRUE(is({.size = 6}, {.size = 5}));
  EXPECT_FALSE(is({.size = 6, .kernel = 2, .stride = 1}, all));
  EXPECT_FALSE(is({.size = 7, .kernel = 2, .stride = 2}, all));  // a row is left over
  EXPECT_FALSE(is({.size = 6, .kernel = 1, .stride = 2}, all));
  EXPECT_FALSE(is(all, {.size = 6, .kernel = 3, .stride = 3}));
  EXPECT_FALSE(is({.size = 6, .kernel = 7, .stride = 1, .pad_before = 1}, all));
  EXPECT_FALSE(is({.size = 3, .kernel = 2, .stride = 2, .dilation = 2}, all));
  EXPECT_FALSE(is({.size = 6, .stride = 2}, {.size = 5}));
}

}  // namespace
}  // namespace finn::test
