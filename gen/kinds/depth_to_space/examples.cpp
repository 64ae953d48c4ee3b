// SPDX-License-Identifier: Apache-2.0
#include "kinds/depth_to_space/depth_to_space.h"
#include "kinds/example_net.h"

namespace finn {
namespace {

std::string attributes(std::int64_t block, bool crd) {
  return fmt::format("\"block\": {}{}", block, crd ? ", \"crd\": true" : "");
}

KindExample example(std::string_view name, const Shape& shape, DataType type, std::int64_t block, bool crd,
                    std::int64_t pe) {
  return ExampleNet(name, shape, type)
      .layer("depth_to_space", attributes(block, crd), fmt::format("\"pe\": {}", pe))
      .done();
}

std::string conv(std::int64_t out, std::int64_t in) {
  return fmt::format(R"("weights": {}, "pad": [1, 1, 1, 1])", example_tensor(DataType::bipolar(), {out, in, 3, 3}, 4));
}

}  // namespace

std::vector<KindExample> depth_to_space_examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("depth_to_space_serial", {2, 3, 8}, uint(4), 2, false, 1),
      example("depth_to_space_crd_serial", {2, 3, 12}, sint(3), 2, true, 1),
      example("depth_to_space_lanes", {3, 2, 12}, DataType::bipolar(), 2, false, 3),
      example("depth_to_space_row_of_block", {2, 4, 18}, uint(2), 3, false, 6),
      example("depth_to_space_pixels", {2, 3, 8}, sint(5), 2, false, 8),
      example("depth_to_space_crd_pixels", {3, 2, 18}, DataType::ternary(), 3, true, 18),
      example("depth_to_space_crd_of_three", {1, 4, 9}, uint(3), 3, true, 1),
      example("depth_to_space_large_block", {2, 3, 32}, uint(1), 4, false, 1),
      example("depth_to_space_one", {2, 3, 4}, uint(1), 1, false, 2),
      // Sub-pixel convolution, and a convolution of its result.
      ExampleNet("depth_to_space_decoder", {4, 3, 2}, uint(2))
          .layer("conv", conv(8, 2), "\"pe\": 2, \"simd\": 6")
          .layer("depth_to_space", attributes(2, true))
          .layer("conv", conv(2, 2), "\"pe\": 2, \"simd\": 6")
          .done(),
  };
}

}  // namespace finn
