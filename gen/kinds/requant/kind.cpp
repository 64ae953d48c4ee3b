// SPDX-License-Identifier: Apache-2.0
#include "kinds/requant/requant.h"

namespace finn {

const LayerKind& kind_requant() {
  static const LayerKind kind = {
      .name = "requant",
      .doc = "scales each element by whole numbers and a shift, and clamps",
      .schema =
          {
              {.name = "type", .type = AttrType::kType, .doc = "output type, not BIPOLAR", .required = true},
              {.name = "multipliers",
               .type = AttrType::kTensor,
               .doc = "[C or 1, 1], per channel or one for all, of any sign",
               .required = true,
               .rank = 2},
              {.name = "offsets",
               .type = AttrType::kTensor,
               .doc = "[C or 1, 1], added to the products",
               .required = true,
               .rank = 2,
               .max_bits = DataType::kMaxBits},
              {.name = "shift",
               .type = AttrType::kInt,
               .doc = "the sum is divided by 2^shift",
               .required = true,
               .min = 0,
               .max = kMaxRequantShift},
              {.name = "half_even",
               .type = AttrType::kBool,
               .doc = "true rounds to the nearest, halves to even; default false: down"},
              {.name = "min",
               .type = AttrType::kInt,
               .doc = "smallest output, default that of the type",
               .min = -(1LL << 31),
               .max = (1LL << 32) - 1},
              {.name = "max",
               .type = AttrType::kInt,
               .doc = "largest output, default that of the type",
               .min = -(1LL << 31),
               .max = (1LL << 32) - 1},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = true,
      .shape = requant_shape,
      .knobs = requant_knobs,
      .cycles = requant_cycles,
      .operations = requant_operations,
      .golden = requant_golden,
      .lower = lower_requant,
      .examples = requant_examples,
      .channels = requant_channels,
      .widths = requant_widths,
  };
  return kind;
}

}  // namespace finn
