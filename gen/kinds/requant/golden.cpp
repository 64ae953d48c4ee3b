// SPDX-License-Identifier: Apache-2.0
#include "kinds/requant/requant.h"

namespace finn {

GoldenRun requant_golden(const Network& network, const Layer& layer) {
  const RequantSpec spec = requant_spec(layer, input_of(network, layer));
  const TensorInfo& output = output_of(network, layer);
  return [spec, type = output.type, shape = output.shape](const std::vector<const Tensor*>& inputs,
                                                          std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::int64_t* in = inputs.at(0)->data.data();
    std::int64_t* out = result.data.data();
    const std::int64_t* const end = out + result.data.size();
    while (out != end)
      for (std::int64_t c = 0; c < spec.channels; ++c)
        *out++ = spec.output(*in++ * spec.multiplier(c) + spec.offset(c));  // fits: requant_shape has checked it
  };
}

}  // namespace finn
