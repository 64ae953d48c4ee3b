// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/pad/pad.h"
#include "kinds/support.h"

namespace finn {

PadSpec pad_spec(const Layer& layer, const TensorInfo& input) {
  const auto pad = layer.attrs.integers("pad", {0, 0, 0, 0});
  PadSpec spec;
  spec.window.h = {input.shape.at(0), 1, 1, pad.at(0), pad.at(2), 1};
  spec.window.w = {input.shape.at(1), 1, 1, pad.at(1), pad.at(3), 1};
  spec.window.channels = input.channels();
  spec.value = layer.attrs.integer("value", 0);
  return spec;
}

bool pad_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const PadSpec spec = pad_spec(layer, input);
  TensorInfo& output = only_output(outputs);
  output.shape = {spec.window.h.out(), spec.window.w.out(), spec.window.channels};
  if (!check_size(network, layer, diagnostics, output.shape)) return false;
  output.type = input.type;
  output.range = input.range;
  if (!spec.window.has_padding()) return true;
  output.range = {std::min(input.range.min, spec.value), std::max(input.range.max, spec.value)};
  if (!input.type.contains(spec.value)) {
    const bool small = output.range.min >= -1 && output.range.max <= 1;
    const DataType type = small ? DataType::ternary() : DataType::smallest(output.range);
    if (type.bits() > DataType::kMaxBits) {
      diagnostics.error(Code::FR2207, network.at(layer, layer.attrs.has("value") ? "/value" : ""),
                        "layer \"{}\": a {} and {} need {} bits; expected at most {} bits", layer.name,
                        input.type.name(), spec.value, type.bits(), DataType::kMaxBits);
      return false;
    }
    output.type = type;
  }
  return check_wide_padding(network, layer, diagnostics, output.type, spec.value,
                            layer.attrs.has("value") ? "/value" : "");
}

}  // namespace finn
