// SPDX-License-Identifier: Apache-2.0
#include "kinds/concat/concat.h"

namespace finn {

const LayerKind& kind_concat() {
  static const LayerKind kind = {
      .name = "concat",
      .doc = "joins tensors along their channels",
      .schema = {},
      .input_count = 2,
      .max_input_count = kMostInputs,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = concat_shape,
      .knobs = concat_knobs,
      .cycles = concat_cycles,
      .operations = concat_operations,
      .golden = concat_golden,
      .lower = lower_concat,
      .examples = concat_examples,
      .channels = concat_channels,
  };
  return kind;
}

}  // namespace finn
