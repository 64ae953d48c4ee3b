// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/requant/requant.h"

namespace finn {
namespace {

bool check_column(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Tensor& tensor,
                  const std::string& sub, std::int64_t channels) {
  if (!check_rows(network, layer, diagnostics, tensor, sub, channels)) return false;
  if (tensor.dim(1) == 1) return true;
  diagnostics.error(Code::FR2230, network.at(layer, sub + "/shape"),
                    "layer \"{}\": expected one number for a channel, shape [{}, 1]; found shape {}", layer.name,
                    tensor.dim(0), shape_text(tensor.shape));
  return false;
}

bool check_bounds(const Network& network, const Layer& layer, Diagnostics& diagnostics, const RequantSpec& spec) {
  if (spec.type.is_bipolar()) {
    diagnostics.error(Code::FR2231, network.at(layer, "/type"),
                      "layer \"{}\": expected an output type whose values are all numbers of a range, found {}",
                      layer.name, spec.type.name());
    return false;
  }
  bool ok = true;
  for (const char* key : {"min", "max"}) {
    const std::int64_t bound = layer.attrs.integer(key, spec.type.min());
    if (spec.type.contains(bound)) continue;
    diagnostics.error(Code::FR2232, network.at(layer, std::string("/") + key),
                      "layer \"{}\": expected a {} within {} ({}..{}), found {}", layer.name, key, spec.type.name(),
                      spec.type.min(), spec.type.max(), bound);
    ok = false;
  }
  if (!ok || spec.bounds.min <= spec.bounds.max) return ok;
  diagnostics.error(Code::FR2232, network.at(layer),
                    "layer \"{}\": expected a smallest output not above the largest, found {} and {}", layer.name,
                    spec.bounds.min, spec.bounds.max);
  return false;
}

/// Range of input * multiplier without the offset, which must fit too.
WideRange products(const RequantSpec& spec, Range input, bool runtime) {
  if (runtime) return product_range(spec.multipliers->type.range(), input);
  WideRange all;
  for (const std::int64_t multiplier : spec.multipliers->data) all.widen(product_range(multiplier, input));
  return all;
}

}  // namespace

std::int64_t RequantSpec::output(std::int64_t sum) const {
  std::int64_t quotient = sum >> shift;
  if (half_even && shift > 0) {
    const std::int64_t rest = sum - (quotient << shift);
    const std::int64_t half = std::int64_t{1} << (shift - 1);
    if (rest > half || (rest == half && (quotient & 1) != 0)) ++quotient;
  }
  return std::clamp(quotient, bounds.min, bounds.max);
}

RequantSpec requant_spec(const Layer& layer, const TensorInfo& input) {
  RequantSpec spec;
  spec.type = layer.attrs.type("type");
  spec.channels = input.channels();
  spec.multipliers = &layer.attrs.tensor("multipliers");
  spec.offsets = &layer.attrs.tensor("offsets");
  spec.shift = static_cast<int>(layer.attrs.integer("shift", 0));
  spec.half_even = layer.attrs.flag("half_even", false);
  spec.bounds = {layer.attrs.integer("min", spec.type.min()), layer.attrs.integer("max", spec.type.max())};
  return spec;
}

WideRange requant_sums(const RequantSpec& spec, Range input, bool runtime) {
  WideRange all;
  if (runtime) {
    const Range offsets = spec.offsets->type.range();
    all = product_range(spec.multipliers->type.range(), input);
    all += {offsets.min, offsets.max};
    return all;
  }
  const std::int64_t rows = spec.shared() ? 1 : spec.channels;
  for (std::int64_t channel = 0; channel < rows; ++channel) {
    WideRange sums = product_range(spec.multiplier(channel), input);
    sums += {spec.offset(channel), spec.offset(channel)};
    if (channel == 0) all = sums;
    all.widen(sums);
  }
  return all;
}

bool requant_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& input = input_of(network, layer);
  const RequantSpec spec = requant_spec(layer, input);
  bool ok = check_column(network, layer, diagnostics, *spec.multipliers, "/multipliers", spec.channels);
  ok = check_column(network, layer, diagnostics, *spec.offsets, "/offsets", spec.channels) && ok;
  ok = check_bounds(network, layer, diagnostics, spec) && ok;
  if (!ok) return false;
  WideRange computed = requant_sums(spec, input.range, layer.runtime);
  computed.widen(products(spec, input.range, layer.runtime));
  TensorInfo sums;
  if (!set_accumulator(network, layer, diagnostics, computed, sums)) return false;
  TensorInfo& output = only_output(outputs);
  output.shape = input.shape;
  output.type = spec.type;
  // Monotone in the sum: the ends of each channel's sums give the ends of its outputs.
  const WideRange range = requant_sums(spec, input.range, layer.runtime);
  output.range = {spec.output(static_cast<std::int64_t>(range.min)), spec.output(static_cast<std::int64_t>(range.max))};
  return true;
}

}  // namespace finn
