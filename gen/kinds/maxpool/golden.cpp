// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/maxpool/maxpool.h"
#include "kinds/support.h"

namespace finn {
namespace {

void pool_window(const WindowGeometry& window, std::int64_t oh, std::int64_t ow, const std::int64_t* image,
                 std::int64_t* out) {
  const std::int64_t channels = window.channels;
  bool first = true;
  for (std::int64_t kh = window.h.first_tap(oh); kh < window.h.last_tap(oh); ++kh) {
    for (std::int64_t kw = window.w.first_tap(ow); kw < window.w.last_tap(ow); ++kw) {
      const std::int64_t pixel = (window.h.start(oh) + kh) * window.w.size + window.w.start(ow) + kw;
      const std::int64_t* from = image + pixel * channels;
      if (first) {
        std::copy_n(from, channels, out);
      } else {
        for (std::int64_t c = 0; c < channels; ++c) out[c] = std::max(out[c], from[c]);
      }
      first = false;
    }
  }
}

}  // namespace

GoldenRun maxpool_golden(const Network& network, const Layer& layer) {
  const TensorInfo& output = output_of(network, layer);
  return [window = maxpool_spec(layer, input_of(network, layer)).window, type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    std::int64_t* out = result.data.data();
    for (std::int64_t oh = 0; oh < window.h.out(); ++oh)
      for (std::int64_t ow = 0; ow < window.w.out(); ++ow, out += window.channels)
        pool_window(window, oh, ow, inputs.at(0)->data.data(), out);
  };
}

}  // namespace finn
