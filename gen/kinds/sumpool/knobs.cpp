// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/sliding.h"
#include "kinds/sumpool/sumpool.h"
#include "kinds/support.h"

namespace finn {

Knobs sumpool_knobs(const Network& network, const Layer& layer) {
  const WindowGeometry window = pooling_window(layer, input_of(network, layer));
  return {.pe = divisors(window.channels),
          .simd = divisors(window.taps()),
          .pe_rule = fmt::format("pe divides {} channels", window.channels),
          .simd_rule = fmt::format("simd, the taps read in parallel, divides {} x {} taps; more than 1 needs pe = {}",
                                   window.h.kernel, window.w.kernel, window.channels),
          .leads = false,
          .pe_for_simd = window.channels};
}

std::int64_t sumpool_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const WindowGeometry window = pooling_window(layer, input_of(network, layer));
  const std::int64_t folds = ceil_div(window.channels, folding.pe);
  const std::int64_t sums = window.windows() * ceil_div(window.taps(), folding.simd) * folds;
  return stream_is_windows(window) ? sums : std::max(window.h.size * window.w.size * folds, sums);
}

std::int64_t sumpool_operations(const Network& network, const Layer& layer) {
  const WindowGeometry window = pooling_window(layer, input_of(network, layer));
  return window.windows() * window.window_elements();
}

}  // namespace finn
