// SPDX-License-Identifier: Apache-2.0
#include "kinds/lut/lut.h"

namespace finn {

const LayerKind& kind_lut() {
  static const LayerKind kind = {
      .name = "lut",
      .doc = "looks each element up in a table",
      .schema =
          {
              {.name = "type", .type = AttrType::kType, .doc = "output type, at most 32 bits", .required = true},
              {.name = "table",
               .type = AttrType::kTensor,
               .doc = "[C or 1, entries], at most 65536 entries: entry i is the output for input_min + i",
               .required = true,
               .rank = 2},
              {.name = "input_min",
               .type = AttrType::kInt,
               .doc = "input value of entry 0, default the smallest value of the input's type",
               .min = -(1LL << 61),
               .max = (1LL << 61) - 1},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = true,
      .shape = lut_shape,
      .knobs = lut_knobs,
      .cycles = lut_cycles,
      .operations = lut_operations,
      .golden = lut_golden,
      .lower = lower_lut,
      .examples = lut_examples,
      .channels = lut_channels,
      .widths = lut_widths,
  };
  return kind;
}

}  // namespace finn
