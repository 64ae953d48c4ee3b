// SPDX-License-Identifier: Apache-2.0
// Inferred ranges against what really occurs over all inputs: no smaller, no larger.
#include <random>

#include "kinds/one_layer.h"

namespace finn::test {
namespace {

/// Runs every input of the network (all combinations of the input type's values) and expects that the extremes of each
/// tensor are the ends of its inferred range.
void expect_exact_ranges(const std::string& input, const std::vector<std::string>& layers) {
  const Parsed parsed = parse(input, layers);
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  const Network& network = *parsed.network;
  const TensorInfo& x = parsed.tensor("x");
  std::vector<Tensor> tensors(network.tensors.size());
  std::vector<Range> seen(network.tensors.size(), Range{INT64_MAX, INT64_MIN});
  std::vector<GoldenRun> runs;
  for (const Layer& layer : network.layers) runs.push_back(layer.kind->golden(network, layer));
  Tensor& frame = tensors[static_cast<std::size_t>(network.inputs.front().tensor)];
  frame = Tensor(x.type, x.shape);
  const std::int64_t step = x.type.is_bipolar() ? 2 : 1;
  std::fill(frame.data.begin(), frame.data.end(), x.type.min());
  for (bool more = true; more;) {
    for (const Layer& layer : network.layers) {
      std::vector<Tensor> outputs;
      runs[static_cast<std::size_t>(layer.id)]({&tensors[static_cast<std::size_t>(layer.inputs[0])]}, outputs);
      tensors[static_cast<std::size_t>(layer.outputs[0])] = outputs[0];
    }
    for (std::size_t i = 0; i < tensors.size(); ++i)
      for (const std::int64_t value : tensors[i].data)
        seen[i] = {std::min(seen[i].min, value), std::max(seen[i].max, value)};
    more = false;
    for (std::int64_t& value : frame.data) {
      value += step;
      more = value <= x.type.max();
      if (more) break;
      value = x.type.min();
    }
  }
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const TensorInfo& info = network.tensors[i];
    EXPECT_EQ(info.range, seen[i]) << info.name << ": inferred " << info.range.min << ".." << info.range.max
                                   << ", seen " << seen[i].min << ".." << seen[i].max << " in "
                                   << net_text(input, layers);
    EXPECT_TRUE(info.type.contains(info.range.min) && info.type.contains(info.range.max)) << info.name;
  }
}

std::string tensor(const char* type, const Shape& shape, std::mt19937& random, std::optional<Range> values = {}) {
  const DataType parsed = DataType::parse(type).value();
  const Range range = values.value_or(parsed.range());
  std::uniform_int_distribution<std::int64_t> any(range.min, range.max);
  Tensor made(parsed, shape);
  for (std::int64_t& value : made.data) do
      value = any(random);
    while (!parsed.contains(value));
  const auto columns = static_cast<std::ptrdiff_t>(shape.back());
  if (values)
    for (auto row = made.data.begin(); row != made.data.end(); row += columns) std::sort(row, row + columns);
  std::string data;
  for (const std::int64_t value : made.data) data += (data.empty() ? "" : ", ") + std::to_string(value);
  return fmt::format(R"({{"type": "{}", "shape": {}, "data": [{}]}})", type, shape_text(shape), data);
}

TEST(range, of_fc_is_exact) {
  std::mt19937 random(1);
  for (const char* input : {"BIPOLAR", "BINARY", "TERNARY", "UINT2", "INT2"})
    for (const char* weights : {"BIPOLAR", "BINARY", "TERNARY", "UINT3", "INT4"})
      expect_exact_ranges(fmt::format(R"("shape": [5], "type": "{}")", input),
                          {R"("kind": "fc", "weights": )" + tensor(weights, {2, 5}, random)});
}

TEST(range, of_padded_conv_is_exact) {
  std::mt19937 random(2);
  struct Case {
    const char* input;
    const char* attributes;
    Shape kernel;
  };
  for (const Case& c :
       {Case{"INT2", R"("pad": [0, 0, 0, 0])", {2, 1, 2, 2}}, Case{"INT2", R"("pad": [1, 0, 0, 1])", {1, 1, 2, 2}},
        Case{"UINT2", R"("pad": [1, 1, 1, 1], "pad_value": 3)", {1, 1, 3, 3}},
        Case{"BIPOLAR", R"("pad": [2, 1, 0, 2], "pad_value": -1)", {2, 1, 2, 3}},
        Case{"BINARY", R"("pad": [2, 2, 2, 2], "dilation": [2, 1], "stride": [1, 2])", {2, 1, 2, 2}},
        // Every window lies in the padding alone: constant sums.
        Case{"TERNARY", R"("pad": [3, 0, 0, 0], "stride": [9, 1], "pad_value": 1)", {2, 1, 2, 1}}}) {
    for (const char* weights : {"BIPOLAR", "INT4"})
      for (int trial = 0; trial < 4; ++trial)
        expect_exact_ranges(
            fmt::format(R"("shape": [2, 2, 1], "type": "{}")", c.input),
            {fmt::format(R"("kind": "conv", {}, "weights": {})", c.attributes, tensor(weights, c.kernel, random))});
  }
}

TEST(range, of_conv_in_groups_is_exact) {
  std::mt19937 random(7);
  for (const char* weights : {"BIPOLAR", "TERNARY", "INT4"})
    for (const Shape& kernel : {Shape{2, 1, 2, 2}, Shape{4, 1, 2, 1}})
      expect_exact_ranges(R"("shape": [2, 2, 2], "type": "BINARY")",
                          {fmt::format(R"("kind": "conv", "group": 2, "pad": [1, 0, 0, 0], "weights": {})",
                                       tensor(weights, kernel, random))});
}

TEST(range, of_threshold_is_exact_and_narrows_the_next_layer) {
  std::mt19937 random(3);
  for (const char* output : {"BIPOLAR", "TERNARY", "UINT2", "INT3"}) {
    const std::int64_t count = DataType::parse(output).value().levels() - 1;
    const auto thresholds = [&](const char* flip, std::int64_t rows) {
      return fmt::format(R"("kind": "threshold", "type": "{}", "flip": {}, "thresholds": {})", output, flip,
                         tensor("INT5", {rows, count}, random, Range{-7, 6}));
    };
    const std::string input = R"("shape": [3], "type": "INT3")";
    for (const char* flip : {"[false]", "[true]", "[true, false, false]"})
      for (const std::int64_t rows : {1, 3}) expect_exact_ranges(input, {thresholds(flip, rows)});
    // Channels with unlike ranges are one range to the next layer, so that only like ones are exact behind it.
    for (const char* flip : {"[false]", "[true]"})
      expect_exact_ranges(input,
                          {thresholds(flip, 1), R"("kind": "fc", "weights": )" + tensor("INT3", {1, 3}, random)});
  }
}

TEST(range, of_lut_and_maxpool_is_exact) {
  std::mt19937 random(4);
  expect_exact_ranges(R"("shape": [2, 2, 1], "type": "INT2")",
                      {R"("kind": "maxpool", "kernel": [2, 1], "pad": [1, 0, 0, 0], "stride": [1, 1])",
                       R"("kind": "lut", "type": "INT6", "table": )" + tensor("INT6", {1, 4}, random)});
}

TEST(range, of_sumpool_is_exact) {
  for (const char* input : {"BIPOLAR", "INT2", "UINT2"})
    for (const char* more : {"", R"(, "pad": [1, 0, 0, 1])", R"(, "pad": [2, 0, 0, 0], "stride": [1, 1])",
                             R"(, "pad": [2, 0, 0, 0], "stride": [9, 1])"})
      expect_exact_ranges(fmt::format(R"("shape": [3, 2, 1], "type": "{}")", input),
                          {fmt::format(R"("kind": "sumpool", "kernel": [2, 2]{})", more)});
}

TEST(range, of_pad_is_exact) {
  for (const char* input : {"BIPOLAR", "INT2", "UINT2"})
    for (const int value : {-3, 0, 9})
      expect_exact_ranges(fmt::format(R"("shape": [2, 2, 1], "type": "{}")", input),
                          {fmt::format(R"("kind": "pad", "pad": [1, 0, 0, 0], "value": {})", value)});
}

TEST(range, of_a_runtime_layer_comes_from_its_types) {
  const Parsed parsed =
      parse(R"("shape": [3], "type": "UINT4")", {R"("kind": "fc", "runtime": true,
                                  "weights": {"type": "INT3", "shape": [1, 3], "data": [0, 0, 0]})",
                                                 R"("kind": "threshold", "runtime": true, "type": "UINT2",
                                  "thresholds": {"type": "INT9", "shape": [1, 3], "data": [255, 255, 255]})"});
  ASSERT_TRUE(parsed.network) << parsed.diagnostics.text();
  EXPECT_EQ(parsed.tensor("t0").range, (Range{3 * 15 * -4, 3 * 15 * 3}));
  EXPECT_EQ(parsed.tensor("t0").type, DataType::sint(9));
  EXPECT_EQ(parsed.tensor("t1").range, (Range{0, 3}));
}

}  // namespace
}  // namespace finn::test
