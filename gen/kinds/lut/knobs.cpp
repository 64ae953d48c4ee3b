// SPDX-License-Identifier: Apache-2.0
#include "kinds/lut/lut.h"
#include "kinds/support.h"

namespace finn {

Knobs lut_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  return {.pe = divisors(channels),
          .simd = {},
          .pe_rule = fmt::format("pe divides {} channels", channels),
          .simd_rule = {},
          .leads = false};
}

std::int64_t lut_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& input = input_of(network, layer);
  return input.pixels() * ceil_div(input.channels(), folding.pe);
}

std::int64_t lut_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
