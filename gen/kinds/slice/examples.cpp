// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/slice/slice.h"

namespace finn {
namespace {

std::string run(std::int64_t begin, std::int64_t end) { return fmt::format(R"("begin": {}, "end": {})", begin, end); }

KindExample example(std::string_view name, const Shape& shape, DataType type, std::int64_t begin, std::int64_t end,
                    std::int64_t pe) {
  return ExampleNet(name, shape, type).layer("slice", run(begin, end), fmt::format("\"pe\": {}", pe)).done();
}

}  // namespace

std::vector<KindExample> slice_examples() {
  const auto uint = DataType::uint;
  const DataType bipolar = DataType::bipolar();
  return {
      example("slice_serial", {2, 3, 5}, uint(4), 1, 4, 1),
      example("slice_lanes", {3, 2, 8}, DataType::sint(3), 2, 6, 2),
      example("slice_whole_pixels", {2, 2, 7}, DataType::ternary(), 3, 5, 7),
      example("slice_first", {12}, bipolar, 0, 9, 3),
      example("slice_all", {2, 2, 4}, uint(2), 0, 4, 2),
      ExampleNet("slice_behind_xnor", {12}, bipolar)
          .layer("fc", fmt::format("\"weights\": {}", example_tensor(bipolar, {6, 12}, 3)), "\"pe\": 3, \"simd\": 4")
          .layer("slice", run(2, 6), "\"pe\": 2")
          .done(),
      // A split: two slices behind a fork, joined the other way round.
      ExampleNet("slice_split", {3, 4, 6}, uint(3))
          .join("slice", {"x"}, run(0, 4))
          .join("slice", {"x"}, run(4, 6))
          .join("concat", {"t2", "t1"}, {}, "\"pe\": 2")
          .done(),
  };
}

}  // namespace finn
