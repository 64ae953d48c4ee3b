// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/requant/requant.h"

namespace finn {
namespace {

/// `more` has a leading comma.
std::string attributes(DataType output, DataType multipliers, std::int64_t multiplier_rows, DataType offsets,
                       std::int64_t offset_rows, int shift, std::string_view more = {}) {
  return fmt::format(R"("type": "{}", "multipliers": {}, "offsets": {}, "shift": {}{})", output.name(),
                     example_tensor(multipliers, {multiplier_rows, 1}, 5), example_tensor(offsets, {offset_rows, 1}, 6),
                     shift, more);
}

KindExample example(std::string_view name, const Shape& input, DataType type, const std::string& layer,
                    std::int64_t pe) {
  return ExampleNet(name, input, type).layer("requant", layer, fmt::format("\"pe\": {}", pe)).done();
}

/// Behind a MAC layer, whose sums may travel encoded.
KindExample behind_fc(std::string_view name, DataType input, DataType weights, const std::string& layer) {
  return ExampleNet(name, {12}, input)
      .layer("fc", fmt::format("\"weights\": {}", example_tensor(weights, {6, 12}, 3)), "\"pe\": 2, \"simd\": 3")
      .layer("requant", layer, "\"pe\": 2")
      .done();
}

}  // namespace

std::vector<KindExample> requant_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  constexpr std::string_view kHalfEven = R"(, "half_even": true)";
  return {
      example("requant_serial", {2, 3, 4}, sint(12), attributes(sint(8), sint(9), 4, sint(16), 4, 10), 1),
      example("requant_shared", {12}, uint(8), attributes(uint(4), uint(5), 1, sint(8), 1, 7, kHalfEven), 3),
      example("requant_one_offset", {3, 2, 5}, sint(6), attributes(sint(5), sint(4), 5, sint(6), 1, 4, kHalfEven), 5),
      example("requant_no_shift", {2, 2, 4}, sint(5),
              attributes(sint(9), sint(4), 4, uint(3), 4, 0, R"(, "half_even": true, "min": 0, "max": 100)"), 2),
      example("requant_wide_offsets", {4}, sint(20),
              attributes(uint(32), sint(32), 4, sint(54), 4, 22, R"(, "half_even": true, "min": 7)"), 2),
      example("requant_far_shift", {6}, sint(16), attributes(DataType::ternary(), sint(16), 6, sint(40), 6, 39), 3),
      example("requant_of_bipolar", {7}, bipolar, attributes(uint(3), sint(4), 7, sint(4), 7, 1, kHalfEven), 7),
      behind_fc("requant_behind_xnor", bipolar, bipolar, attributes(sint(4), sint(6), 6, sint(7), 6, 5, kHalfEven)),
      behind_fc("requant_shared_behind_xnor", bipolar, bipolar, attributes(uint(4), sint(6), 1, uint(7), 1, 5)),
      behind_fc("requant_behind_mac", uint(4), sint(3), attributes(sint(8), sint(8), 6, sint(12), 6, 8, kHalfEven)),
      behind_fc("requant_behind_signed_weights", uint(4), bipolar,
                attributes(uint(8), sint(8), 6, sint(12), 6, 6, kHalfEven)),
  };
}

}  // namespace finn
