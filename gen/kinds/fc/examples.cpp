// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/fc/fc.h"

namespace finn {
namespace {

KindExample example(std::string_view name, const Shape& input, DataType type, DataType weights, std::int64_t outputs,
                    std::int64_t pe, std::int64_t simd, std::string_view style = "auto", bool pad = false) {
  const std::int64_t inputs = element_count(input);
  return ExampleNet(name, input, type)
      .layer("fc", fmt::format("\"weights\": {}", example_tensor(weights, {outputs, inputs}, name.size())),
             fmt::format(R"("pe": {}, "simd": {}, "style": "{}", "pad": {})", pe, simd, style, pad))
      .done();
}

}  // namespace

std::vector<KindExample> fc_examples() {
  const DataType bipolar = DataType::bipolar();
  const DataType binary = DataType::binary();
  const DataType ternary = DataType::ternary();
  return {
      example("fc_xnor_serial", {9}, bipolar, bipolar, 5, 1, 1),
      example("fc_xnor_odd", {35}, bipolar, bipolar, 9, 3, 7),
      example("fc_xnor_full_parallel", {16}, bipolar, bipolar, 4, 4, 16),
      example("fc_and_popcount", {24}, binary, binary, 6, 2, 8),
      example("fc_binary_by_bipolar", {12}, binary, bipolar, 6, 3, 4),
      example("fc_bipolar_by_binary", {12}, bipolar, binary, 4, 2, 3),
      example("fc_image_ternary", {3, 2, 4}, DataType::sint(4), ternary, 6, 2, 8),
      example("fc_ternary_by_unsigned", {10}, ternary, DataType::uint(3), 3, 3, 2),
      example("fc_unsigned_by_signed", {15}, DataType::uint(8), DataType::sint(8), 7, 7, 5),
      example("fc_bipolar_by_signed", {8}, bipolar, DataType::sint(5), 6, 1, 4),
      example("fc_wide_by_bipolar", {6}, DataType::sint(16), bipolar, 2, 1, 2),
      example("fc_one_by_one", {1}, DataType::uint(4), DataType::sint(3), 1, 1, 1),
      example("fc_dsp_pairs", {24}, DataType::uint(8), DataType::sint(8), 6, 3, 6, "dsp"),
      example("fc_dsp_narrow", {20}, DataType::sint(4), DataType::sint(3), 10, 5, 5, "dsp"),
      example("fc_in_luts", {12}, DataType::uint(8), DataType::sint(8), 4, 2, 3, "lut"),
      example("fc_padded_rows", {12}, DataType::uint(2), ternary, 10, 4, 6, "auto", true),
      example("fc_padded_columns", {10}, bipolar, bipolar, 6, 2, 4, "auto", true),
      example("fc_padded_in_one_beat", {7}, DataType::sint(3), bipolar, 5, 3, 4, "auto", true),
      example("fc_padded_flipped", {9}, DataType::uint(4), bipolar, 7, 2, 2, "auto", true),
      example("fc_padded_dsp", {11}, DataType::sint(8), DataType::sint(8), 5, 2, 3, "dsp", true),
      example("fc_one_output", {20}, DataType::uint(2), DataType::sint(2), 1, 1, 5),
  };
}

}  // namespace finn
