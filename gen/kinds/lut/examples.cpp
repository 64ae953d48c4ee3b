// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/lut/lut.h"

namespace finn {
namespace {

/// Attributes of a layer with a random table; `more` has a leading comma.
std::string attributes(DataType output, std::int64_t rows, std::int64_t entries, std::string_view more = {}) {
  return fmt::format(R"("type": "{}", "table": {}{})", output.name(),
                     example_tensor(output, {rows, entries}, static_cast<std::uint64_t>(entries)), more);
}

KindExample example(std::string_view name, const Shape& input, DataType type, const std::string& layer,
                    std::int64_t pe) {
  return ExampleNet(name, input, type).layer("lut", layer, fmt::format("\"pe\": {}", pe)).done();
}

}  // namespace

std::vector<KindExample> lut_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("lut_shared", {10}, uint(4), attributes(sint(5), 1, 16), 2),
      example("lut_serial", {2, 3, 4}, sint(4), attributes(uint(3), 4, 16), 1),
      example("lut_full_parallel", {3, 2, 3}, sint(3), attributes(DataType::ternary(), 3, 8), 3),
      example("lut_of_bipolar", {6}, bipolar, attributes(uint(2), 6, 3), 3),
      example("lut_to_bipolar", {2, 2, 4}, DataType::ternary(), attributes(bipolar, 4, 3), 2),
      example("lut_offset", {8}, uint(3), attributes(sint(8), 8, 13, R"(, "input_min": -3)"), 4),
      ExampleNet("lut_behind_fc", {8}, bipolar)
          .layer("fc", fmt::format("\"weights\": {}", example_tensor(bipolar, {4, 8}, 5)), "\"pe\": 2, \"simd\": 4")
          .layer("lut", attributes(uint(4), 4, 17, R"(, "input_min": -8)"), "\"pe\": 1")
          .done(),
  };
}

}  // namespace finn
