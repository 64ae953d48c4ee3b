// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/upsample/upsample.h"

namespace finn {

GoldenRun upsample_golden(const Network& network, const Layer& layer) {
  const TensorInfo& input = input_of(network, layer);
  const TensorInfo& output = output_of(network, layer);
  return [from = input.shape, factors = layer.attrs.integers("factors", {}), type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::int64_t* in = inputs.at(0)->data.data();
    std::int64_t* out = result.data.data();
    const std::int64_t row = shape[1] * shape[2];
    for (std::int64_t h = 0; h < from[0]; ++h) {
      const std::int64_t* first = out;
      for (std::int64_t w = 0; w < from[1]; ++w, in += from[2])
        for (std::int64_t i = 0; i < factors[1]; ++i) out = std::copy_n(in, from[2], out);
      for (std::int64_t i = 1; i < factors[0]; ++i) out = std::copy_n(first, row, out);
    }
  };
}

}  // namespace finn
