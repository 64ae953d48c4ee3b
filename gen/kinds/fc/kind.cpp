// SPDX-License-Identifier: Apache-2.0
#include "kinds/fc/fc.h"

namespace finn {

const LayerKind& kind_fc() {
  static const LayerKind kind = {
      .name = "fc",
      .doc = "fully connected layer: weights times the flattened input",
      .schema =
          {
              {.name = "weights",
               .type = AttrType::kTensor,
               .doc = "[O, I]: O outputs, I elements of the input flattened as (h*W + w)*C + c",
               .required = true,
               .rank = 2},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = fc_shape,
      .knobs = fc_knobs,
      .cycles = fc_cycles,
      .operations = fc_operations,
      .golden = fc_golden,
      .lower = lower_fc,
      .examples = fc_examples,
      .channels = fc_channels,
      .widths = change_weights,
  };
  return kind;
}

}  // namespace finn
