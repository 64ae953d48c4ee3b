// SPDX-License-Identifier: Apache-2.0
#include "kinds/add/add.h"

namespace finn {

const LayerKind& kind_add() {
  static const LayerKind kind = {
      .name = "add",
      .doc = "adds tensors of one shape, element by element",
      .schema =
          {
              {.name = "factors",
               .type = AttrType::kIntList,
               .doc = "one for each input, none of them 0, default all 1: the output is the sum of factor * input",
               .min = -(1LL << 31),
               .max = (1LL << 31) - 1},
          },
      .input_count = 2,
      .max_input_count = kMostInputs,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = add_shape,
      .knobs = add_knobs,
      .cycles = add_cycles,
      .operations = add_operations,
      .golden = add_golden,
      .lower = lower_add,
      .examples = add_examples,
      .channels = add_channels,
  };
  return kind;
}

}  // namespace finn
