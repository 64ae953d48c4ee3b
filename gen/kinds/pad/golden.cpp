// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/pad/pad.h"
#include "kinds/support.h"

namespace finn {

GoldenRun pad_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [spec = pad_spec(layer, input_of(network, layer)), type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    std::fill(result.data.begin(), result.data.end(), spec.value);
    const WindowGeometry& window = spec.window;
    const std::int64_t line = window.w.size * window.channels;
    const std::int64_t out_line = window.w.out() * window.channels;
    for (std::int64_t h = 0; h < window.h.size; ++h)
      std::copy_n(inputs.at(0)->data.data() + h * line, line,
                  result.data.data() + (h + window.h.pad_before) * out_line + window.w.pad_before * window.channels);
  };
}

}  // namespace finn
