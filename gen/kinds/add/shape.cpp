// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "kinds/add/add.h"

namespace finn {
namespace {

bool check_factors(const Network& network, const Layer& layer, Diagnostics& diagnostics) {
  const std::vector<std::int64_t> factors = add_factors(layer);
  if (factors.size() != layer.inputs.size()) {
    diagnostics.error(Code::FR2241, network.at(layer, "/factors"),
                      "layer \"{}\": expected {} factors, one for each input; found {}", layer.name,
                      layer.inputs.size(), factors.size());
    return false;
  }
  bool ok = true;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (factors[i] != 0) continue;
    diagnostics.error(Code::FR2241, network.at(layer, fmt::format("/factors/{}", i)),
                      "layer \"{}\": expected factors that are not 0, found 0 for input {}", layer.name, i);
    ok = false;
  }
  return ok;
}

}  // namespace

std::vector<std::int64_t> add_factors(const Layer& layer) {
  return layer.attrs.integers("factors", std::vector<std::int64_t>(layer.inputs.size(), 1));
}

bool add_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs) {
  const TensorInfo& first = input_of(network, layer);
  bool ok = check_input(network, layer, diagnostics, true);
  for (std::size_t i = 1; i < layer.inputs.size(); ++i) {
    const TensorInfo& input = network.tensors[static_cast<std::size_t>(layer.inputs[i])];
    if (input.shape == first.shape) continue;
    diagnostics.error(Code::FR2240, network.at(layer, fmt::format("/inputs/{}", i)),
                      "layer \"{}\": expected tensors of shape {}, the first one's; found \"{}\" of shape {}",
                      layer.name, shape_text(first.shape), input.name, shape_text(input.shape));
    ok = false;
  }
  ok = check_factors(network, layer, diagnostics) && ok;
  if (!ok) return false;
  // A tensor that is added twice takes the same value in both places.
  const std::vector<std::int64_t> factors = add_factors(layer);
  std::map<TensorId, std::int64_t> gains;
  for (std::size_t i = 0; i < factors.size(); ++i) gains[layer.inputs[i]] += factors[i];
  WideRange range;
  for (const auto& [tensor, gain] : gains)
    range += product_range(gain, network.tensors[static_cast<std::size_t>(tensor)].range);
  TensorInfo& output = only_output(outputs);
  output.shape = first.shape;
  return set_accumulator(network, layer, diagnostics, range, output);
}

Knobs add_knobs(const Network& network, const Layer& layer) {
  const std::int64_t channels = input_of(network, layer).channels();
  return {.pe = divisors(channels),
          .simd = {},
          .pe_rule = fmt::format("pe divides {} channels", channels),
          .simd_rule = {},
          .leads = false};
}

std::int64_t add_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& input = input_of(network, layer);
  return input.pixels() * ceil_div(input.channels(), folding.pe);
}

std::int64_t add_operations(const Network& network, const Layer& layer) {
  return static_cast<std::int64_t>(layer.inputs.size() - 1) * element_count(input_of(network, layer).shape);
}

}  // namespace finn
