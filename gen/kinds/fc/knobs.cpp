// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/dsp_shape.h"
#include "kinds/fc/fc.h"
#include "kinds/support.h"

namespace finn {

Knobs fc_knobs(const Network& network, const Layer& layer) {
  const FcSpec spec = fc_spec(layer, input_of(network, layer));
  return {.pe = divisors(spec.outputs),
          .simd = divisors(spec.inputs),
          .pe_rule = fmt::format("pe divides {} outputs", spec.outputs),
          .simd_rule = fmt::format("simd divides {} inputs", spec.inputs),
          .leads = true,
          .may_pad = true,
          .dsp_obstacle = dsp_obstacle(input_of(network, layer).type, spec.weights->type)};
}

std::int64_t fc_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const FcSpec spec = fc_spec(layer, input_of(network, layer));
  return ceil_div(spec.outputs, folding.pe) * ceil_div(spec.inputs, folding.simd);
}

std::int64_t fc_operations(const Network& network, const Layer& layer) {
  const FcSpec spec = fc_spec(layer, input_of(network, layer));
  return 2 * spec.outputs * spec.inputs;
}

}  // namespace finn
