// SPDX-License-Identifier: Apache-2.0
#include "kinds/conv/conv.h"

namespace finn {

const LayerKind& kind_conv() {
  static const LayerKind kind = {
      .name = "conv",
      .doc = "two-dimensional convolution over an image [H, W, C]",
      .schema =
          {
              {.name = "weights",
               .type = AttrType::kTensor,
               .doc = "[O, C/group, KH, KW]: O output channels, C input channels, a kernel of KH x KW",
               .required = true,
               .rank = 4},
              {.name = "stride",
               .type = AttrType::kIntList,
               .doc = "[vertical, horizontal], default [1, 1]",
               .min = 1,
               .max = 65535,
               .length = 2},
              {.name = "pad",
               .type = AttrType::kIntList,
               .doc = "[top, left, bottom, right] in pixels, default none",
               .min = 0,
               .max = 65535,
               .length = 4},
              {.name = "dilation",
               .type = AttrType::kIntList,
               .doc = "[vertical, horizontal] distance of neighbouring taps, default [1, 1]",
               .min = 1,
               .max = 65535,
               .length = 2},
              {.name = "group",
               .type = AttrType::kInt,
               .doc = "number of groups, divides C and O; C is a depthwise convolution; default 1",
               .min = 1,
               .max = 65535},
              {.name = "pad_value",
               .type = AttrType::kInt,
               .doc = "value in the padding, default 0; must be a value of the input's type (BIPOLAR has no 0)",
               .min = -2147483648LL,
               .max = 4294967295LL},
          },
      .input_count = 1,
      .output_count = 1,
      .accepts_encoding = false,
      .shape = conv_shape,
      .knobs = conv_knobs,
      .cycles = conv_cycles,
      .operations = conv_operations,
      .golden = conv_golden,
      .lower = lower_conv,
      .examples = conv_examples,
      .channels = conv_channels,
      .widths = conv_widths,
  };
  return kind;
}

}  // namespace finn
