// SPDX-License-Identifier: Apache-2.0
#include "kinds/concat/concat.h"
#include "kinds/example_net.h"

namespace finn {
namespace {

KindExample two_inputs(std::string_view name, const Shape& x_shape, DataType x, const Shape& z_shape, DataType z,
                       std::int64_t pe) {
  return ExampleNet(name, x_shape, x)
      .input("z", z_shape, z)
      .join("concat", {"x", "z"}, {}, fmt::format("\"pe\": {}", pe))
      .done();
}

std::string conv(std::int64_t out, std::int64_t in, std::int64_t kernel) {
  return fmt::format(R"("weights": {}, "pad": [{}, {}, {}, {}])",
                     example_tensor(DataType::sint(2), {out, in, kernel, kernel}, 4), kernel / 2, kernel / 2,
                     kernel / 2, kernel / 2);
}

std::string threshold() {
  return fmt::format(R"("type": "UINT2", "thresholds": {})", example_rows(DataType::sint(12), {1, 3}, {-12, 12}, 9));
}

/// Two branches of unlike depth behind one fork, and the fork's own tensor.
KindExample inception() {
  return ExampleNet("concat_branches", {6, 6, 4}, DataType::uint(2))
      .layer("conv", conv(4, 4, 3), "\"pe\": 2, \"simd\": 12")
      .layer("threshold", threshold())
      .join("conv", {"x"}, conv(6, 4, 1), "\"pe\": 2, \"simd\": 2")
      .layer("threshold", threshold())
      .join("concat", {"x", "t2", "t4"}, {})
      .layer("fc", fmt::format("\"weights\": {}", example_tensor(DataType::sint(2), {2, 6 * 6 * 14}, 8)),
             "\"pe\": 2, \"simd\": 8")
      .done();
}

}  // namespace

std::vector<KindExample> concat_examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  const DataType bipolar = DataType::bipolar();
  return {
      two_inputs("concat_serial", {2, 3, 3}, uint(4), {2, 3, 2}, uint(4), 1),
      two_inputs("concat_lanes", {2, 2, 4}, sint(3), {2, 2, 6}, uint(4), 2),
      two_inputs("concat_whole_pixels", {3, 2, 3}, DataType::ternary(), {3, 2, 2}, bipolar, 5),
      two_inputs("concat_bipolar", {4}, bipolar, {8}, bipolar, 4),
      ExampleNet("concat_itself", {2, 2, 2}, uint(3))
          .input("z", {2, 2, 4}, sint(6))
          .join("concat", {"x", "z", "x"}, {}, "\"pe\": 2")
          .done(),
      // The sum of a XNOR layer travels encoded and is restored.
      ExampleNet("concat_behind_xnor", {12}, bipolar)
          .layer("fc", fmt::format("\"weights\": {}", example_tensor(bipolar, {6, 12}, 3)), "\"pe\": 3, \"simd\": 4")
          .join("concat", {"t1", "x"}, {}, "\"pe\": 3")
          .done(),
      inception(),
  };
}

}  // namespace finn
