// SPDX-License-Identifier: Apache-2.0
#include "kinds/add/add.h"
#include "kinds/example_net.h"

namespace finn {
namespace {

KindExample two_inputs(std::string_view name, const Shape& shape, DataType x, DataType z, std::string_view attributes,
                       std::int64_t pe) {
  return ExampleNet(name, shape, x)
      .input("z", shape, z)
      .join("add", {"x", "z"}, attributes, fmt::format("\"pe\": {}", pe))
      .done();
}

std::string conv(std::int64_t out, std::int64_t in, DataType type) {
  return fmt::format(R"("weights": {}, "pad": [1, 1, 1, 1])", example_tensor(type, {out, in, 3, 3}, 4));
}

std::string threshold(DataType type, std::int64_t rows, Range values) {
  return fmt::format(R"("type": "{}", "thresholds": {})", type.name(),
                     example_rows(DataType::sint(12), {rows, type.levels() - 1}, values, 9));
}

/// conv, threshold, conv, threshold, and the block's input added: the shortcut waits for two windows.
KindExample residual() {
  const DataType type = DataType::uint(2);
  return ExampleNet("add_residual", {8, 8, 4}, type)
      .layer("conv", conv(4, 4, DataType::sint(2)), "\"pe\": 2, \"simd\": 12")
      .layer("threshold", threshold(type, 4, {-20, 20}))
      .layer("conv", conv(4, 4, DataType::sint(2)), "\"pe\": 2, \"simd\": 12")
      .layer("threshold", threshold(type, 4, {-20, 20}))
      .join("add", {"x", "t4"}, {})
      .done();
}

/// The shortcut begins behind a first layer, and the sum goes on.
KindExample residual_inside() {
  const DataType bipolar = DataType::bipolar();
  return ExampleNet("add_residual_inside", {6, 5, 3}, DataType::uint(4))
      .layer("conv", conv(4, 3, bipolar), "\"pe\": 4, \"simd\": 9")
      .layer("threshold", threshold(DataType::sint(3), 1, {-60, 60}))
      .layer("conv", conv(4, 4, bipolar), "\"pe\": 1, \"simd\": 36")
      .join("add", {"t2", "t3"}, R"("factors": [5, 1])")
      .layer("threshold", threshold(bipolar, 4, {-9, 9}))
      .layer("maxpool", R"("kernel": [2, 2])")
      .done();
}

}  // namespace

std::vector<KindExample> add_examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  const DataType bipolar = DataType::bipolar();
  return {
      two_inputs("add_serial", {2, 3, 4}, uint(4), sint(6), {}, 1),
      two_inputs("add_parallel", {3, 2, 5}, sint(3), DataType::ternary(), R"("factors": [-3, 7])", 5),
      two_inputs("add_bipolar_vectors", {12}, bipolar, bipolar, {}, 3),
      ExampleNet("add_five", {2, 2, 4}, sint(4))
          .input("z", {2, 2, 4}, uint(1))
          .join("add", {"x", "z", "x", "z", "x"}, R"("factors": [1, -8, 2, 3, -1])", "\"pe\": 2")
          .done(),
      ExampleNet("add_cancels", {4}, sint(4)).join("add", {"x", "x"}, R"("factors": [1, -1])").done(),
      // The sum of a XNOR layer travels encoded and is restored.
      ExampleNet("add_behind_xnor", {12}, bipolar)
          .layer("fc", fmt::format("\"weights\": {}", example_tensor(bipolar, {12, 12}, 3)), "\"pe\": 3, \"simd\": 4")
          .join("add", {"x", "t1"}, R"("factors": [2, 1])", "\"pe\": 4")
          .done(),
      residual(),
      residual_inside(),
  };
}

}  // namespace finn
