// SPDX-License-Identifier: Apache-2.0
#include "kinds/topk/topk.h"

namespace finn {

bool topk_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                std::vector<TensorInfo>& outputs) {
  const TensorInfo& input = input_of(network, layer);
  if (input.shape.size() != 1) {
    diagnostics.error(Code::FR2200, network.at(layer, "/inputs/0"),
                      "kind \"topk\" takes a vector [C], but tensor \"{}\" has shape {}", input.name,
                      shape_text(input.shape));
    return false;
  }
  const std::int64_t k = layer.attrs.integer("k", 1);
  if (k > input.channels()) {
    diagnostics.error(Code::FR2245, network.at(layer, "/k"),
                      "layer \"{}\": expected a k of at most {}, the elements of \"{}\"; found {}", layer.name,
                      input.channels(), input.name, k);
    return false;
  }
  TensorInfo& output = only_output(outputs);
  output.shape = {k};
  output.range = {0, input.channels() - 1};
  output.type = DataType::smallest(output.range);
  return true;
}

Knobs topk_knobs(const Network&, const Layer&) {
  return {.pe = {1}, .simd = {}, .pe_rule = "pe is 1: one element at a time", .simd_rule = {}, .leads = false};
}

std::int64_t topk_cycles(const Network& network, const Layer& layer, const Folding&) {
  return input_of(network, layer).channels();
}

std::int64_t topk_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
