// SPDX-License-Identifier: Apache-2.0
#include "kinds/depth_to_space/depth_to_space.h"

namespace finn {

const LayerKind& kind_depth_to_space() {
  static const LayerKind kind = {
      .name = "depth_to_space",
      .doc = "makes a block of pixels of each pixel's channels",
      .schema =
          {
              {.name = "block",
               .type = AttrType::kInt,
               .doc = "b: [H, W, C*b*b] becomes [H*b, W*b, C]",
               .required = true,
               .min = 1,
               .max = 4095},
              {.name = "crd",
               .type = AttrType::kBool,
               .doc = "true takes pixel (i, j) of a block from channel c*b*b + i*b + j, default false from "
                      "(i*b + j)*C + c",
               .required = false},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = depth_to_space_shape,
      .knobs = depth_to_space_knobs,
      .cycles = depth_to_space_cycles,
      .operations = depth_to_space_operations,
      .golden = depth_to_space_golden,
      .lower = lower_depth_to_space,
      .examples = depth_to_space_examples,
      .channels = depth_to_space_channels,
  };
  return kind;
}

}  // namespace finn
