// SPDX-License-Identifier: Apache-2.0
#include "kinds/conv/conv.h"
#include "kinds/example_net.h"

namespace finn {
namespace {

/// `more` are further attributes, with a leading comma.
KindExample example(std::string_view name, const Shape& input, DataType type, DataType weights, const Shape& kernel,
                    std::string_view more, std::string_view fold) {
  return ExampleNet(name, input, type)
      .layer("conv", fmt::format("\"weights\": {}{}", example_tensor(weights, kernel, name.size()), more), fold)
      .done();
}

/// Convolutions in groups behind each other: `more` are further attributes, with a leading comma.
struct Step {
  DataType weights;
  Shape kernel;
  std::string_view more;
  std::string_view fold;
};

KindExample chain(std::string_view name, const Shape& input, DataType type, const std::vector<Step>& steps) {
  ExampleNet net(name, input, type);
  for (const Step& step : steps)
    net.layer("conv",
              fmt::format("\"weights\": {}{}", example_tensor(step.weights, step.kernel, name.size()), step.more),
              step.fold);
  return net.done();
}

std::vector<KindExample> grouped_examples() {
  const DataType bipolar = DataType::bipolar();
  const DataType binary = DataType::binary();
  const DataType ternary = DataType::ternary();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      chain("conv_separable", {6, 5, 6}, uint(4),
            {{sint(4), {6, 1, 3, 3}, R"(, "group": 6, "pad": [1, 1, 1, 1])", R"("pe": 2, "simd": 1)"},
             {sint(2), {4, 6, 1, 1}, "", R"("pe": 2, "simd": 2)"}}),
      chain("conv_depthwise_serial", {6, 7, 3}, bipolar,
            {{bipolar, {3, 1, 3, 3}, R"(, "group": 3, "pad": [1, 1, 1, 1], "pad_value": -1)", R"("pe": 1, "simd": 1)"},
             {ternary,
              {3, 1, 3, 2},
              R"(, "group": 3, "dilation": [2, 3], "stride": [1, 2], "pad": [2, 1, 1, 3])",
              R"("pe": 3, "simd": 1)"}}),
      chain("conv_depthwise_taps", {7, 7, 4}, sint(3),
            {{ternary,
              {4, 1, 3, 3},
              R"(, "group": 4, "stride": [2, 1], "dilation": [2, 1], "pad": [0, 1, 1, 0])",
              R"("pe": 4, "simd": 3)"}}),
      chain("conv_depthwise_unfolded", {6, 6, 3}, uint(8),
            {{sint(8), {3, 1, 3, 3}, R"(, "group": 3, "pad": [1, 1, 1, 1])", R"("pe": 3, "simd": 9)"}}),
      chain("conv_multipliers", {5, 5, 4}, ternary,
            {{sint(3), {12, 1, 2, 2}, R"(, "group": 4)", R"("pe": 6, "simd": 1)"},
             {bipolar, {24, 2, 2, 1}, R"(, "group": 6, "stride": [2, 1])", R"("pe": 2, "simd": 1)"}}),
      chain("conv_groups", {5, 5, 6}, uint(2),
            {{sint(3), {4, 3, 3, 3}, R"(, "group": 2, "pad": [1, 0, 1, 2])", R"("pe": 1, "simd": 3)"},
             {binary, {6, 2, 1, 1}, R"(, "group": 2, "stride": [3, 3])", R"("pe": 6, "simd": 2)"}}),
      chain(
          "conv_groups_parallel", {5, 4, 8}, binary,
          {{ternary, {8, 2, 2, 2}, R"(, "group": 4, "dilation": [2, 1], "pad": [1, 0, 1, 1])", R"("pe": 4, "simd": 1)"},
           {sint(4), {4, 4, 1, 1}, R"(, "group": 2)", R"("pe": 4, "simd": 4)"}}),
      chain("conv_groups_bipolar", {4, 5, 8}, bipolar,
            {{bipolar, {6, 4, 2, 3}, R"(, "group": 2, "stride": [1, 2])", R"("pe": 3, "simd": 2)"},
             {binary, {6, 1, 3, 2}, R"(, "group": 6)", R"("pe": 6, "simd": 2)"}}),
  };
}

}  // namespace

std::vector<KindExample> conv_examples() {
  const DataType bipolar = DataType::bipolar();
  const DataType binary = DataType::binary();
  const DataType ternary = DataType::ternary();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  std::vector<KindExample> examples{
      example("conv_plain", {6, 5, 3}, uint(4), ternary, {4, 3, 3, 3}, "", "\"pe\": 2, \"simd\": 3"),
      example("conv_padded_fold", {5, 5, 3}, bipolar, bipolar, {7, 3, 3, 3}, R"(, "pad": [1, 1, 1, 1], "pad_value": 1)",
              R"("pe": 3, "simd": 7, "pad": true)"),
      example("conv_padded_fold_by_channels", {4, 5, 6}, uint(3), sint(2), {6, 6, 2, 2}, "",
              R"("pe": 4, "simd": 10, "pad": true)"),
      example("conv_padded_fold_pointwise", {3, 4, 5}, binary, binary, {9, 5, 1, 1}, "",
              R"("pe": 5, "simd": 3, "pad": true)"),
      example("conv_serial", {4, 4, 2}, sint(3), sint(3), {2, 2, 2, 3}, R"(, "stride": [2, 1], "pad": [1, 0, 0, 1])",
              "\"pe\": 1, \"simd\": 1"),
      example("conv_full_parallel", {5, 4, 2}, bipolar, bipolar, {3, 2, 3, 3}, "", "\"pe\": 3, \"simd\": 18"),
      example("conv_window_parallel", {5, 5, 2}, uint(2), binary, {4, 2, 3, 3}, R"(, "pad": [1, 1, 1, 1])",
              R"("pe": 2, "simd": 18, "window": "parallel")"),
      example("conv_simd_above_channels", {5, 5, 2}, binary, binary, {4, 2, 3, 3}, "", "\"pe\": 4, \"simd\": 6"),
      example("conv_simd_not_dividing", {5, 4, 4}, uint(3), sint(2), {2, 4, 3, 3}, R"(, "pad": [1, 1, 1, 1])",
              "\"pe\": 1, \"simd\": 9"),
      example("conv_simd_below_channels", {4, 5, 6}, ternary, ternary, {3, 6, 2, 2}, R"(, "stride": [1, 2])",
              "\"pe\": 3, \"simd\": 4"),
      example("conv_dilated", {8, 7, 2}, uint(2), sint(4), {3, 2, 2, 3},
              R"(, "dilation": [2, 3], "stride": [1, 2], "pad": [2, 1, 1, 3])", "\"pe\": 3, \"simd\": 2"),
      example("conv_bipolar_padded", {4, 5, 3}, bipolar, bipolar, {4, 3, 3, 3},
              R"(, "pad": [1, 1, 1, 1], "pad_value": 1)", "\"pe\": 2, \"simd\": 9"),
      example("conv_bipolar_by_binary", {4, 3, 4}, bipolar, binary, {2, 4, 2, 2},
              R"(, "pad": [0, 1, 2, 0], "pad_value": -1)", "\"pe\": 2, \"simd\": 4"),
      example("conv_pointwise", {5, 3, 4}, sint(5), bipolar, {6, 4, 1, 1}, "", "\"pe\": 2, \"simd\": 2"),
      example("conv_pointwise_stride", {5, 5, 4}, uint(3), ternary, {3, 4, 1, 1}, R"(, "stride": [2, 3])",
              "\"pe\": 3, \"simd\": 4"),
      example("conv_stride_above_kernel", {8, 8, 2}, uint(4), sint(3), {2, 2, 2, 2}, R"(, "stride": [3, 3])",
              "\"pe\": 2, \"simd\": 8"),
      example("conv_tall_kernel", {8, 3, 1}, uint(8), sint(8), {2, 1, 8, 1}, "", "\"pe\": 1, \"simd\": 4"),
      example("conv_dsp", {5, 4, 3}, uint(4), sint(4), {6, 3, 3, 3}, R"(, "pad": [1, 1, 1, 1])",
              R"("pe": 3, "simd": 9, "style": "dsp")"),
      example("conv_whole_image", {4, 4, 2}, uint(2), bipolar, {5, 2, 4, 4}, "", "\"pe\": 1, \"simd\": 8"),
  };
  for (KindExample& grouped : grouped_examples()) examples.push_back(std::move(grouped));
  return examples;
}

}  // namespace finn
