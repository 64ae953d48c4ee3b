// SPDX-License-Identifier: Apache-2.0
#include "kinds/pad/pad.h"

namespace finn {

const LayerKind& kind_pad() {
  static const LayerKind kind = {
      .name = "pad",
      .doc = "border of one value around an image [H, W, C]",
      .schema =
          {
              {.name = "pad",
               .type = AttrType::kIntList,
               .doc = "[top, left, bottom, right] in pixels",
               .required = true,
               .min = 0,
               .max = 65535,
               .length = 4},
              {.name = "value",
               .type = AttrType::kInt,
               .doc = "value of the border, default 0; the output's type has it",
               .min = -2147483648LL,
               .max = 4294967295LL},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = pad_shape,
      .knobs = pad_knobs,
      .cycles = pad_cycles,
      .operations = pad_operations,
      .golden = pad_golden,
      .lower = lower_pad,
      .examples = pad_examples,
      .channels = pad_channels,
  };
  return kind;
}

}  // namespace finn
