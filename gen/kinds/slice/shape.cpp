// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "kinds/slice/slice.h"

namespace finn {

SliceSpec slice_spec(const Layer& layer, const TensorInfo& input) {
  return {input.channels(), layer.attrs.integer("begin", 0), layer.attrs.integer("end", 1)};
}

bool slice_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                 std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& input = input_of(network, layer);
  const SliceSpec spec = slice_spec(layer, input);
  if (spec.end > spec.channels) {
    diagnostics.error(Code::FR2243, network.at(layer, "/end"),
                      "layer \"{}\": expected an end of at most {}, the channels of \"{}\"; found {}", layer.name,
                      spec.channels, input.name, spec.end);
    return false;
  }
  if (spec.begin >= spec.end) {
    diagnostics.error(Code::FR2243, network.at(layer),
                      "layer \"{}\": expected an end above the beginning, found {} and {}", layer.name, spec.end,
                      spec.begin);
    return false;
  }
  TensorInfo& output = only_output(outputs);
  output.shape = input.shape;
  output.shape.back() = spec.count();
  output.type = input.type;
  output.range = input.range;
  return true;
}

Knobs slice_knobs(const Network& network, const Layer& layer) {
  const SliceSpec spec = slice_spec(layer, input_of(network, layer));
  const std::int64_t common = std::gcd(spec.channels, std::gcd(spec.begin, spec.end));
  std::vector<std::int64_t> pe = divisors(common);
  if (common < spec.channels) pe.push_back(spec.channels);
  return {.pe = std::move(pe),
          .simd = {},
          .pe_rule = fmt::format("pe divides the channels, begin and end (their greatest common divisor is {}), or is "
                                 "all {} channels",
                                 common, spec.channels),
          .simd_rule = {},
          .leads = false};
}

std::int64_t slice_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& input = input_of(network, layer);
  return input.pixels() * ceil_div(input.channels(), folding.pe);
}

std::int64_t slice_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
