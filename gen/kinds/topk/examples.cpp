// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"
#include "kinds/topk/topk.h"

namespace finn {
namespace {

KindExample example(std::string_view name, std::int64_t count, DataType type, std::int64_t k) {
  return ExampleNet(name, {count}, type).layer("topk", fmt::format("\"k\": {}", k)).done();
}

/// The scores of a classifier, which travel encoded where input and weights are binary.
KindExample classifier(std::string_view name, DataType type, std::int64_t k) {
  return ExampleNet(name, {12}, type)
      .layer("fc", fmt::format("\"weights\": {}", example_tensor(DataType::bipolar(), {10, 12}, 3)),
             "\"pe\": 2, \"simd\": 4")
      .layer("topk", fmt::format("\"k\": {}", k))
      .done();
}

}  // namespace

std::vector<KindExample> topk_examples() {
  return {
      example("topk_argmax", 10, DataType::sint(8), 1),    example("topk_ties", 12, DataType::uint(2), 5),
      example("topk_all", 6, DataType::sint(3), 6),        example("topk_of_one", 1, DataType::uint(4), 1),
      example("topk_bipolar", 9, DataType::bipolar(), 3),  classifier("topk_behind_xnor", DataType::bipolar(), 1),
      classifier("topk_behind_mac", DataType::uint(4), 3),
  };
}

}  // namespace finn
