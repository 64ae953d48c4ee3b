// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/maxpool/maxpool.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn {

Knobs maxpool_knobs(const Network& network, const Layer& layer) {
  const WindowGeometry window = maxpool_spec(layer, input_of(network, layer)).window;
  return {.pe = divisors(window.channels),
          .simd = divisors(window.taps()),
          .pe_rule = fmt::format("pe divides {} channels", window.channels),
          .simd_rule = fmt::format("simd, the taps read in parallel, divides {} x {} taps; more than 1 needs pe = {}",
                                   window.h.kernel, window.w.kernel, window.channels),
          .leads = false,
          .pe_for_simd = window.channels};
}

std::int64_t maxpool_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const WindowGeometry window = maxpool_spec(layer, input_of(network, layer)).window;
  const std::int64_t folds = ceil_div(window.channels, folding.pe);
  const std::int64_t compared = window.windows() * ceil_div(window.taps(), folding.simd) * folds;
  return stream_is_windows(window) ? compared : std::max(window.h.size * window.w.size * folds, compared);
}

std::int64_t maxpool_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
