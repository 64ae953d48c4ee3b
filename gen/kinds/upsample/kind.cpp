// SPDX-License-Identifier: Apache-2.0
#include "kinds/upsample/upsample.h"

namespace finn {

const LayerKind& kind_upsample() {
  static const LayerKind kind = {
      .name = "upsample",
      .doc = "repeats the pixels of an image: nearest neighbour",
      .schema =
          {
              {.name = "factors",
               .type = AttrType::kIntList,
               .doc = "[vertical, horizontal]: each pixel becomes as many",
               .required = true,
               .min = 1,
               .max = 65535,
               .length = 2},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = upsample_shape,
      .knobs = upsample_knobs,
      .cycles = upsample_cycles,
      .operations = upsample_operations,
      .golden = upsample_golden,
      .lower = lower_upsample,
      .examples = upsample_examples,
      .channels = same_channels,
  };
  return kind;
}

}  // namespace finn
