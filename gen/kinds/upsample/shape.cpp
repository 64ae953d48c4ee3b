// SPDX-License-Identifier: Apache-2.0
#include "kinds/upsample/upsample.h"

namespace finn {

bool upsample_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                    std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const std::vector<std::int64_t> factors = layer.attrs.integers("factors", {});
  TensorInfo& output = only_output(outputs);
  output.shape = {input.shape[0] * factors[0], input.shape[1] * factors[1], input.shape[2]};
  if (!check_size(network, layer, diagnostics, output.shape)) return false;
  output.type = input.type;
  output.range = input.range;
  return true;
}

Knobs upsample_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  return {.pe = divisors(channels),
          .simd = {},
          .pe_rule = fmt::format("pe divides {} channels", channels),
          .simd_rule = {},
          .leads = false};
}

std::int64_t upsample_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& output = output_of(network, layer);
  return output.pixels() * ceil_div(output.channels(), folding.pe);
}

std::int64_t upsample_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
