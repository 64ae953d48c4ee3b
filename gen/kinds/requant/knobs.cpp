// SPDX-License-Identifier: Apache-2.0
#include "kinds/requant/requant.h"

namespace finn {

Knobs requant_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  return {.pe = divisors(channels),
          .simd = {},
          .pe_rule = fmt::format("pe divides {} channels", channels),
          .simd_rule = {},
          .leads = false,
          .dsp_obstacle = "synthesis chooses what multiplies in it"};
}

std::int64_t requant_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& input = input_of(network, layer);
  return input.pixels() * ceil_div(input.channels(), folding.pe);
}

std::int64_t requant_operations(const Network& network, const Layer& layer) {
  return 2 * element_count(input_of(network, layer).shape);
}

}  // namespace finn
