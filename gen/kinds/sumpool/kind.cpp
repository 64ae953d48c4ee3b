// SPDX-License-Identifier: Apache-2.0
#include "kinds/sumpool/sumpool.h"

namespace finn {

const LayerKind& kind_sumpool() {
  static const LayerKind kind = {
      .name = "sumpool",
      .doc = "exact sum over each window of a channel",
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
               .doc = "[top, left, bottom, right] in pixels, default none; padding counts as 0",
               .min = 0,
               .max = 65535,
               .length = 4},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = sumpool_shape,
      .knobs = sumpool_knobs,
      .cycles = sumpool_cycles,
      .operations = sumpool_operations,
      .golden = sumpool_golden,
      .lower = lower_sumpool,
      .examples = sumpool_examples,
      .channels = sumpool_channels,
  };
  return kind;
}

}  // namespace finn
