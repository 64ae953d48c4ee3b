// SPDX-License-Identifier: Apache-2.0
#include "kinds/depth_to_space/depth_to_space.h"

namespace finn {

DepthToSpaceSpec depth_to_space_spec(const Layer& layer, const TensorInfo& input) {
  DepthToSpaceSpec spec;
  spec.h = input.shape[0];
  spec.w = input.shape[1];
  spec.block = layer.attrs.integer("block", 1);
  spec.channels = input.channels() / (spec.block * spec.block);
  spec.crd = layer.attrs.flag("crd", false);
  return spec;
}

bool depth_to_space_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                          std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, false)) return false;
  const TensorInfo& input = input_of(network, layer);
  const DepthToSpaceSpec spec = depth_to_space_spec(layer, input);
  if (spec.channels == 0 || spec.depth() != input.channels()) {
    diagnostics.error(Code::FR2244, network.at(layer, "/inputs/0"),
                      "layer \"{}\": expected channels that are a multiple of {} x {}; tensor \"{}\" has shape {}",
                      layer.name, spec.block, spec.block, input.name, shape_text(input.shape));
    return false;
  }
  TensorInfo& output = only_output(outputs);
  output.shape = {spec.h * spec.block, spec.w * spec.block, spec.channels};
  output.type = input.type;
  output.range = input.range;
  return true;
}

/// Channels (i, j, c) stand in the input as in a row of the output, so that any part of b*C of them can be a beat; with
/// crd neighbours in the output are apart in the input: one at a time, or all of a pixel.
Knobs depth_to_space_knobs(const Network& network, const Layer& layer) {
  const DepthToSpaceSpec spec = depth_to_space_spec(layer, input_of(network, layer));
  std::vector<std::int64_t> pe = spec.crd ? divisors(1) : divisors(spec.block * spec.channels);
  if (pe.back() < spec.depth()) pe.push_back(spec.depth());
  std::string rule = fmt::format("pe divides {} x {} channels, or is all {} channels of the input", spec.block,
                                 spec.channels, spec.depth());
  if (spec.crd) rule = fmt::format("pe is 1, or all {} channels of the input", spec.depth());
  return {.pe = std::move(pe), .simd = {}, .pe_rule = std::move(rule), .simd_rule = {}, .leads = false};
}

std::int64_t depth_to_space_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const DepthToSpaceSpec spec = depth_to_space_spec(layer, input_of(network, layer));
  if (folding.pe == spec.depth()) return spec.h * spec.w * spec.block;  // a beat out is a row of a block
  return spec.h * spec.w * ceil_div(spec.depth(), folding.pe);
}

std::int64_t depth_to_space_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
