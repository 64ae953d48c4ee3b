// SPDX-License-Identifier: Apache-2.0
#include "kinds/topk/topk.h"

namespace finn {

const LayerKind& kind_topk() {
  static const LayerKind kind = {
      .name = "topk",
      .doc = "finds the largest elements of a vector: their indices, the largest first",
      .schema =
          {
              {.name = "k",
               .type = AttrType::kInt,
               .doc = "how many, at most C; 1 is argmax",
               .required = true,
               .min = 1,
               .max = 65535},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = topk_shape,
      .knobs = topk_knobs,
      .cycles = topk_cycles,
      .operations = topk_operations,
      .golden = topk_golden,
      .lower = lower_topk,
      .examples = topk_examples,
  };
  return kind;
}

}  // namespace finn
