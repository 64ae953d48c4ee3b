// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/slice/slice.h"

namespace finn {

GoldenRun slice_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [spec = slice_spec(layer, input_of(network, layer)), type = output.type, shape = output.shape,
          pixels = output.pixels()](const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    std::int64_t* out = result.data.data();
    const std::int64_t* in = inputs.at(0)->data.data() + spec.begin;
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel)
      out = std::copy_n(in + pixel * spec.channels, spec.count(), out);
  };
}

}  // namespace finn
