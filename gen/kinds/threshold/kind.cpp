// SPDX-License-Identifier: Apache-2.0
#include "kinds/threshold/threshold.h"

namespace finn {

const LayerKind& kind_threshold() {
  static const LayerKind kind = {
      .name = "threshold",
      .doc = "counts the thresholds that an element reaches",
      .schema =
          {
              {.name = "type",
               .type = AttrType::kType,
               .doc = "output type, at most 8 bits; its smallest value stands for a count of 0",
               .required = true},
              {.name = "thresholds",
               .type = AttrType::kTensor,
               .doc = "[C or 1, levels - 1], each row ascending: input >= t counts",
               .required = true,
               .rank = 2,
               .max_bits = DataType::kMaxBits},
              {.name = "flip",
               .type = AttrType::kBoolList,
               .doc = "per channel or one for all: true counts input <= t instead, default false"},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = true,
      .shape = threshold_shape,
      .knobs = threshold_knobs,
      .cycles = threshold_cycles,
      .operations = threshold_operations,
      .golden = threshold_golden,
      .lower = lower_threshold,
      .examples = threshold_examples,
      .channels = threshold_channels,
      .widths = threshold_widths,
  };
  return kind;
}

}  // namespace finn
