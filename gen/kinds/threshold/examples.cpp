// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

/// Attributes of a layer with thresholds of `type`, drawn from `values`; `more` has a leading comma.
std::string attributes(DataType output, std::int64_t rows, DataType type, Range values, std::string_view more = {}) {
  return fmt::format(R"("type": "{}", "thresholds": {}{})", output.name(),
                     example_rows(type, {rows, output.levels() - 1}, values, static_cast<std::uint64_t>(rows + 7)),
                     more);
}

KindExample example(std::string_view name, const Shape& input, DataType type, const std::string& layer,
                    std::int64_t pe) {
  return ExampleNet(name, input, type).layer("threshold", layer, fmt::format("\"pe\": {}", pe)).done();
}

/// Behind a MAC layer, whose sums may travel encoded.
KindExample behind_fc(std::string_view name, DataType input, DataType weights, const std::string& layer) {
  return ExampleNet(name, {12}, input)
      .layer("fc", fmt::format("\"weights\": {}", example_tensor(weights, {6, 12}, 3)), "\"pe\": 2, \"simd\": 3")
      .layer("threshold", layer, "\"pe\": 2")
      .done();
}

}  // namespace

std::vector<KindExample> threshold_examples() {
  const DataType bipolar = DataType::bipolar();
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("threshold_shared", {12}, uint(8), attributes(bipolar, 1, uint(8), {128, 128}), 3),
      example("threshold_serial", {2, 3, 4}, sint(6), attributes(uint(2), 4, sint(6), {-32, 31}), 1),
      example("threshold_full_parallel", {3, 2, 5}, sint(5), attributes(DataType::ternary(), 5, sint(5), {-16, 15}), 5),
      example("threshold_flip_some", {2, 2, 4}, sint(6),
              attributes(uint(3), 4, sint(6), {-32, 31}, R"(, "flip": [true, false, false, true])"), 2),
      example("threshold_flip_all_shared", {10}, uint(5),
              attributes(sint(3), 1, uint(5), {0, 31}, R"(, "flip": [true])"), 5),
      example("threshold_255_levels", {4}, sint(12), attributes(uint(8), 2 * 2, sint(12), {-2048, 2047}), 2),
      // Thresholds beyond the input's values: some never fire, some always do; equal neighbours jump a level.
      example("threshold_out_of_range", {6}, uint(3), attributes(sint(2), 6, sint(8), {-6, 12}), 3),
      example("threshold_of_bipolar", {7}, bipolar, attributes(uint(1), 7, sint(3), {-2, 2}), 7),
      behind_fc("threshold_behind_xnor", bipolar, bipolar, attributes(bipolar, 6, sint(5), {-6, 6})),
      behind_fc("threshold_flip_behind_xnor", bipolar, bipolar,
                attributes(uint(2), 6, sint(5), {-8, 8}, R"(, "flip": [false, true, true, false, true, false])")),
      behind_fc("threshold_behind_mac", uint(4), sint(3), attributes(sint(4), 6, sint(9), {-200, 200})),
  };
}

}  // namespace finn
