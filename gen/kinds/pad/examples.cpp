// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/pad/pad.h"

namespace finn {
namespace {

KindExample example(std::string_view name, const Shape& input, DataType type, std::string_view attributes,
                    std::int64_t pe) {
  return ExampleNet(name, input, type).layer("pad", attributes, fmt::format("\"pe\": {}", pe)).done();
}

}  // namespace

std::vector<KindExample> pad_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("pad_all_sides", {4, 5, 4}, uint(4), R"("pad": [1, 2, 3, 1])", 2),
      example("pad_bipolar_with_0", {3, 4, 3}, bipolar, R"("pad": [1, 1, 1, 1])", 1),
      example("pad_bipolar_with_1", {3, 3, 2}, bipolar, R"("pad": [0, 1, 2, 0], "value": 1)", 2),
      example("pad_promoted", {3, 2, 2}, uint(3), R"("pad": [1, 0, 0, 1], "value": -9)", 1),
      example("pad_binary_with_minus_1", {2, 4, 4}, DataType::binary(), R"("pad": [2, 0, 0, 0], "value": -1)", 4),
      example("pad_nothing", {3, 3, 4}, sint(3), R"("pad": [0, 0, 0, 0], "value": 100)", 4),
      // A padded image of three values, and what reads it.
      ExampleNet("pad_before_conv", {4, 4, 2}, bipolar)
          .layer("pad", R"("pad": [1, 1, 1, 1])", R"("pe": 2)")
          .layer("conv", fmt::format("\"weights\": {}", example_tensor(bipolar, {4, 2, 3, 3}, 5)),
                 R"("pe": 2, "simd": 6)")
          .done(),
  };
}

}  // namespace finn
