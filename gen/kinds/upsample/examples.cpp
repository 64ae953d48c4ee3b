// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/upsample/upsample.h"

namespace finn {
namespace {

std::string factors(int vertical, int horizontal) {
  return fmt::format(R"("factors": [{}, {}])", vertical, horizontal);
}

KindExample example(std::string_view name, const Shape& shape, DataType type, int vertical, int horizontal,
                    std::int64_t pe) {
  return ExampleNet(name, shape, type)
      .layer("upsample", factors(vertical, horizontal), fmt::format("\"pe\": {}", pe))
      .done();
}

std::string conv(std::int64_t out, std::int64_t in) {
  return fmt::format(R"("weights": {}, "pad": [1, 1, 1, 1])", example_tensor(DataType::bipolar(), {out, in, 3, 3}, 4));
}

}  // namespace

std::vector<KindExample> upsample_examples() {
  const auto uint = DataType::uint;
  return {
      example("upsample_serial", {3, 4, 3}, uint(4), 2, 2, 1),
      example("upsample_lanes", {2, 3, 6}, DataType::sint(3), 3, 2, 2),
      example("upsample_rows", {2, 5, 4}, DataType::bipolar(), 2, 1, 4),
      example("upsample_columns", {3, 2, 2}, DataType::ternary(), 1, 3, 1),
      example("upsample_not_at_all", {2, 3, 2}, uint(2), 1, 1, 2),
      example("upsample_one_pixel", {1, 1, 4}, uint(3), 4, 3, 2),
      // Between two convolutions, of which the first one gives its pixels at an even pace.
      ExampleNet("upsample_decoder", {4, 4, 3}, uint(2))
          .layer("conv", conv(4, 3), "\"pe\": 1, \"simd\": 9")
          .layer("upsample", factors(2, 2))
          .layer("conv", conv(2, 4), "\"pe\": 2, \"simd\": 12")
          .done(),
  };
}

}  // namespace finn
