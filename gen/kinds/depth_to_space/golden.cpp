// SPDX-License-Identifier: Apache-2.0
#include "kinds/depth_to_space/depth_to_space.h"

namespace finn {

GoldenRun depth_to_space_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [spec = depth_to_space_spec(layer, input_of(network, layer)), type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::int64_t* in = inputs.at(0)->data.data();
    std::int64_t* out = result.data.data();
    for (std::int64_t h = 0; h < spec.h; ++h)
      for (std::int64_t i = 0; i < spec.block; ++i)
        for (std::int64_t w = 0; w < spec.w; ++w)
          for (std::int64_t j = 0; j < spec.block; ++j)
            for (std::int64_t c = 0; c < spec.channels; ++c)
              *out++ = in[(h * spec.w + w) * spec.depth() + spec.source(i, j, c)];
  };
}

}  // namespace finn
