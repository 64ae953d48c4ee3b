// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/sumpool/sumpool.h"

namespace finn {
namespace {

KindExample example(std::string_view name, const Shape& input, DataType type, std::string_view attributes,
                    std::int64_t pe, std::int64_t simd) {
  return ExampleNet(name, input, type)
      .layer("sumpool", attributes, fmt::format("\"pe\": {}, \"simd\": {}", pe, simd))
      .done();
}

}  // namespace

std::vector<KindExample> sumpool_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("sumpool_2x2", {6, 8, 4}, uint(4), R"("kernel": [2, 2])", 2, 1),
      example("sumpool_popcount", {5, 4, 3}, bipolar, R"("kernel": [2, 3], "stride": [1, 1])", 1, 1),
      example("sumpool_bipolar_padded", {3, 4, 4}, bipolar,
              R"("kernel": [2, 2], "stride": [1, 2], "pad": [1, 1, 1, 1])", 2, 1),
      example("sumpool_padded_taps", {5, 6, 2}, sint(5), R"("kernel": [3, 3], "stride": [2, 2], "pad": [1, 1, 1, 1])",
              2, 3),
      example("sumpool_unfolded", {4, 6, 2}, sint(3), R"("kernel": [2, 2])", 2, 4),
      example("sumpool_padding_alone", {2, 3, 2}, DataType::ternary(),
              R"("kernel": [1, 2], "stride": [2, 1], "pad": [2, 0, 1, 3])", 1, 1),
      example("sumpool_global", {4, 5, 6}, uint(6), R"("kernel": [4, 5])", 2, 1),
      // Bands of rows, behind which the counts become thresholds.
      ExampleNet("sumpool_bands", {6, 3, 4}, bipolar)
          .layer("sumpool", R"("kernel": [2, 3])", R"("pe": 4, "simd": 2)")
          .layer("threshold",
                 fmt::format(R"("type": "UINT2", "thresholds": {})", example_rows(sint(4), {4, 3}, {-5, 5}, 3)),
                 R"("pe": 2)")
          .done(),
  };
}

}  // namespace finn
