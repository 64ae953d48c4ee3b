// SPDX-License-Identifier: Apache-2.0
#include "kinds/slice/slice.h"

namespace finn {

const LayerKind& kind_slice() {
  static const LayerKind kind = {
      .name = "slice",
      .doc = "takes a run of the channels",
      .schema =
          {
              {.name = "begin",
               .type = AttrType::kInt,
               .doc = "first channel",
               .required = true,
               .min = 0,
               .max = 16777215},
              {.name = "end",
               .type = AttrType::kInt,
               .doc = "the channel behind the last one, at most C",
               .required = true,
               .min = 1,
               .max = 16777216},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = slice_shape,
      .knobs = slice_knobs,
      .cycles = slice_cycles,
      .operations = slice_operations,
      .golden = slice_golden,
      .lower = lower_slice,
      .examples = slice_examples,
      .channels = slice_channels,
  };
  return kind;
}

}  // namespace finn
