// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/concat/concat.h"

namespace finn {

GoldenRun concat_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [type = output.type, shape = output.shape, pixels = output.pixels()](const std::vector<const Tensor*>& inputs,
                                                                              std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    std::int64_t* out = result.data.data();
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
      for (const Tensor* input : inputs) {
        const std::int64_t channels = input->shape.back();
        out = std::copy_n(input->data.data() + pixel * channels, channels, out);
      }
  };
}

}  // namespace finn
