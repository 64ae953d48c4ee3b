// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/sumpool/sumpool.h"
#include "kinds/support.h"

namespace finn {
namespace {

void sum_window(const WindowGeometry& window, std::int64_t oh, std::int64_t ow, const std::int64_t* image,
                std::int64_t* out) {
  const std::int64_t channels = window.channels;
  std::fill_n(out, channels, 0);
  for (std::int64_t kh = window.h.first_tap(oh); kh < window.h.last_tap(oh); ++kh) {
    for (std::int64_t kw = window.w.first_tap(ow); kw < window.w.last_tap(ow); ++kw) {
      const std::int64_t pixel = (window.h.start(oh) + kh) * window.w.size + window.w.start(ow) + kw;
      const std::int64_t* from = image + pixel * channels;
      for (std::int64_t c = 0; c < channels; ++c) out[c] += from[c];
    }
  }
}

}  // namespace

GoldenRun sumpool_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [window = pooling_window(layer, input_of(network, layer)), type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    std::int64_t* out = result.data.data();
    for (std::int64_t oh = 0; oh < window.h.out(); ++oh)
      for (std::int64_t ow = 0; ow < window.w.out(); ++ow, out += window.channels)
        sum_window(window, oh, ow, inputs.at(0)->data.data(), out);
  };
}

}  // namespace finn
