// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/maxpool/maxpool.h"

namespace finn {
namespace {

KindExample example(std::string_view name, const Shape& input, DataType type, std::string_view attributes,
                    std::int64_t pe, std::int64_t simd) {
  return ExampleNet(name, input, type)
      .layer("maxpool", attributes, fmt::format("\"pe\": {}, \"simd\": {}", pe, simd))
      .done();
}

}  // namespace

std::vector<KindExample> maxpool_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("maxpool_2x2", {6, 8, 4}, uint(4), R"("kernel": [2, 2])", 2, 1),
      example("maxpool_serial_bipolar", {4, 4, 3}, bipolar, R"("kernel": [2, 2], "stride": [2, 2])", 1, 1),
      example("maxpool_full_parallel", {4, 6, 4}, sint(3), R"("kernel": [2, 2])", 4, 4),
      example("maxpool_overlapping_padded", {5, 6, 2}, sint(5),
              R"("kernel": [3, 3], "stride": [2, 2], "pad": [1, 1, 1, 1])", 2, 3),
      example("maxpool_odd_pad", {5, 4, 3}, sint(4), R"("kernel": [3, 2], "stride": [1, 3], "pad": [2, 0, 0, 1])", 3,
              1),
      example("maxpool_bipolar_padded", {3, 3, 4}, bipolar,
              R"("kernel": [2, 2], "stride": [1, 1], "pad": [0, 1, 1, 0])", 2, 1),
      example("maxpool_stride_above_kernel", {7, 8, 2}, DataType::ternary(), R"("kernel": [1, 2], "stride": [3, 3])", 2,
              2),
      example("maxpool_global", {4, 5, 3}, uint(6), R"("kernel": [4, 5])", 1, 1),
  };
}

}  // namespace finn
