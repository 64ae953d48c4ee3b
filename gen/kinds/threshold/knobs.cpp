// SPDX-License-Identifier: Apache-2.0
#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {

Knobs threshold_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  return {.pe = divisors(channels),
          .simd = {},
          .pe_rule = fmt::format("pe divides {} channels", channels),
          .simd_rule = {},
          .leads = false};
}

std::int64_t threshold_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& input = input_of(network, layer);
  return input.pixels() * ceil_div(input.channels(), folding.pe);
}

std::int64_t threshold_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
