// SPDX-License-Identifier: Apache-2.0
#include "kinds/maxpool/maxpool.h"

namespace finn {

const LayerKind& kind_maxpool() {
  static const LayerKind kind = {
      .name = "maxpool",
      .doc = "largest element of each window of a channel",
      .schema =
          {
              {.name = "kernel",
               .type = AttrType::kIntList,
               .doc = "[vertical, horizontal] window in pixels",
               .required = true,
               .min = 1,
               .max = 65535,
               .length = 2},
              {.name = "stride",
               .type = AttrType::kIntList,
               .doc = "[vertical, horizontal], default the kernel",
               .min = 1,
               .max = 65535,
               .length = 2},
              {.name = "pad",
               .type = AttrType::kIntList,
               .doc = "[top, left, bottom, right] in pixels, default none; padding never wins",
               .min = 0,
               .max = 65535,
               .length = 4},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = maxpool_shape,
      .knobs = maxpool_knobs,
      .cycles = maxpool_cycles,
      .operations = maxpool_operations,
      .golden = maxpool_golden,
      .lower = lower_maxpool,
      .examples = maxpool_examples,
      .channels = same_channels,
  };
  return kind;
}

}  // namespace finn
