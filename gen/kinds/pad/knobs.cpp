// SPDX-License-Identifier: Apache-2.0
#include "kinds/pad/pad.h"
#include "kinds/support.h"

namespace finn {

Knobs pad_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  Knobs knobs;
  knobs.pe = divisors(channels);
  knobs.pe_rule = fmt::format("pe divides {} channels", channels);
  return knobs;
}

std::int64_t pad_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const PadSpec spec = pad_spec(layer, input_of(network, layer));
  return spec.window.windows() * ceil_div(spec.window.channels, folding.pe);
}

std::int64_t pad_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
