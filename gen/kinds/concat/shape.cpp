// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "kinds/concat/concat.h"

namespace finn {
namespace {

const TensorInfo& tensor(const Network& network, TensorId id) { return network.tensors[static_cast<std::size_t>(id)]; }

/// Equal but for the channels?
bool same_pixels(const Shape& a, const Shape& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end() - 1, b.begin());
}

}  // namespace

bool concat_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                  std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& first = input_of(network, layer);
  TensorInfo& output = only_output(outputs);
  output.shape = first.shape;
  output.shape.back() = 0;
  output.range = first.range;
  bool ok = true;
  bool same_type = true;
  for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
    const TensorInfo& input = tensor(network, layer.inputs[i]);
    if (!same_pixels(input.shape, first.shape)) {
      diagnostics.error(Code::FR2242, network.at(layer, fmt::format("/inputs/{}", i)),
                        "layer \"{}\": expected tensors of shape {} but for the channels; found \"{}\" of shape {}",
                        layer.name, shape_text(first.shape), input.name, shape_text(input.shape));
      ok = false;
      continue;
    }
    output.shape.back() += input.channels();
    output.range = {std::min(output.range.min, input.range.min), std::max(output.range.max, input.range.max)};
    same_type = same_type && input.type == first.type;
  }
  if (!ok || !check_size(network, layer, diagnostics, output.shape)) return false;
  output.type = same_type ? first.type : DataType::smallest(output.range);
  return true;
}

Knobs concat_knobs(const Network& network, const Layer& layer) {
  std::int64_t common = 0;
  for (const TensorId input : layer.inputs) common = std::gcd(common, tensor(network, input).channels());
  const std::int64_t channels = output_of(network, layer).channels();
  std::vector<std::int64_t> pe = divisors(common);
  pe.push_back(channels);
  return {
      .pe = std::move(pe),
      .simd = {},
      .pe_rule = fmt::format("pe divides the channels of all inputs (their greatest common divisor is {}), or is all "
                             "{} channels",
                             common, channels),
      .simd_rule = {},
      .leads = false};
}

std::int64_t concat_cycles(const Network& network, const Layer& layer, const Folding& folding) {
  const TensorInfo& output = output_of(network, layer);
  return output.pixels() * ceil_div(output.channels(), folding.pe);
}

std::int64_t concat_operations(const Network&, const Layer&) { return 0; }

}  // namespace finn
