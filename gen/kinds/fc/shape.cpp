// SPDX-License-Identifier: Apache-2.0
#include "kinds/fc/fc.h"
#include "kinds/support.h"

namespace finn {

FcSpec fc_spec(const Layer& layer, const TensorInfo& input) {
  const Tensor& weights = layer.attrs.tensor("weights");
  return {.inputs = element_count(input.shape), .outputs = weights.dim(0), .weights = &weights};
}

bool fc_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& input = input_of(network, layer);
  const FcSpec spec = fc_spec(layer, input);
  if (spec.weights->dim(1) != spec.inputs) {
    diagnostics
        .error(Code::FR2201, network.at(layer, "/weights/shape"),
               "layer \"{}\": expected weights of shape [O, {}], found {}", layer.name, spec.inputs,
               shape_text(spec.weights->shape))
        .notes.push_back(fmt::format("tensor \"{}\" has shape {}", input.name, shape_text(input.shape)));
    return false;
  }
  if (!check_operand(network, layer, diagnostics, input)) return false;
  TensorInfo& output = only_output(outputs);
  output.shape = {spec.outputs};
  if (!check_size(network, layer, diagnostics, output.shape)) return false;

  WideRange range;
  if (layer.runtime) {
    const WideRange product = product_range(spec.weights->type.range(), input.type.range());
    range = {product.min * spec.inputs, product.max * spec.inputs};
  } else {
    const std::int64_t* weight = spec.weights->data.data();
    for (std::int64_t o = 0; o < spec.outputs; ++o) {
      WideRange sum;
      for (std::int64_t i = 0; i < spec.inputs; ++i) sum += product_range(*weight++, input.range);
      if (o == 0) range = sum;
      range.widen(sum);
    }
  }
  return set_accumulator(network, layer, diagnostics, range, output);
}

}  // namespace finn
