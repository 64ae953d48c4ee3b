// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

constexpr int kMaxOutputBits = 8;

bool check_order(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Tensor& thresholds) {
  const std::int64_t count = thresholds.dim(1);
  for (std::int64_t row = 0; row < thresholds.dim(0); ++row) {
    const std::int64_t* begin = thresholds.data.data() + row * count;
    const std::int64_t* end = begin + count;
    const std::int64_t* until = std::is_sorted_until(begin, end);
    if (until == end) continue;
    diagnostics.error(Code::FR2213, network.at(layer, "/thresholds"),
                      "layer \"{}\": thresholds must ascend, but row {} has {} at index {} after {}", layer.name, row,
                      *until, until - begin, *(until - 1));
    return false;
  }
  return true;
}

/// Number of thresholds that a value reaches.
std::int64_t count_reached(const ThresholdSpec& spec, std::int64_t channel, std::int64_t value) {
  const std::int64_t* begin = spec.row(channel);
  const std::int64_t* end = begin + spec.count;
  return spec.flipped(channel) ? end - std::lower_bound(begin, end, value)
                               : std::upper_bound(begin, end, value) - begin;
}

Range exact_range(const ThresholdSpec& spec, Range input) {
  Range range{spec.type.max(), spec.type.min()};
  for (std::int64_t c = 0; c < spec.channels; ++c) {
    const Range outputs = spec.outputs(c, input);
    range = {std::min(range.min, outputs.min), std::max(range.max, outputs.max)};
    if (spec.rows == 1 && spec.flip.size() <= 1) break;
  }
  return range;
}

}  // namespace

/// The count is monotone in the input, so that the ends of the input's range give the ends of the output's.
Range ThresholdSpec::outputs(std::int64_t channel, Range input) const {
  const std::int64_t low = type.min() + step() * count_reached(*this, channel, input.min);
  const std::int64_t high = type.min() + step() * count_reached(*this, channel, input.max);
  return {std::min(low, high), std::max(low, high)};
}

ThresholdSpec threshold_spec(const Layer& layer, const TensorInfo& input) {
  const Tensor& thresholds = layer.attrs.tensor("thresholds");
  return {.type = layer.attrs.type("type"),
          .channels = input.channels(),
          .rows = thresholds.dim(0),
          .count = thresholds.dim(1),
          .thresholds = &thresholds,
          .flip = layer.attrs.flags("flip")};
}

bool threshold_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                     std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& input = input_of(network, layer);
  const ThresholdSpec spec = threshold_spec(layer, input);
  bool ok = check_rows(network, layer, diagnostics, *spec.thresholds, "/thresholds", spec.channels);
  if (spec.type.bits() > kMaxOutputBits) {
    diagnostics.error(Code::FR2211, network.at(layer, "/type"),
                      "layer \"{}\": expected an output type of at most {} bits, found {}", layer.name, kMaxOutputBits,
                      spec.type.name());
    ok = false;
  } else if (spec.count != spec.type.levels() - 1) {
    diagnostics.error(Code::FR2212, network.at(layer, "/thresholds/shape"),
                      "layer \"{}\": expected {} thresholds a row, one less than {} has values; found shape {}",
                      layer.name, spec.type.levels() - 1, spec.type.name(), shape_text(spec.thresholds->shape));
    ok = false;
  }
  const auto flips = static_cast<std::int64_t>(spec.flip.size());
  if (layer.attrs.has("flip") && flips != 1 && flips != spec.channels) {
    diagnostics.error(Code::FR2214, network.at(layer, "/flip"),
                      "layer \"{}\": expected 1 entry for all channels or {}, one per channel; found {}", layer.name,
                      spec.channels, flips);
    ok = false;
  }
  ok = check_order(network, layer, diagnostics, *spec.thresholds) && ok;
  if (!ok) return false;
  TensorInfo& output = only_output(outputs);
  output.shape = input.shape;
  output.type = spec.type;
  output.range = layer.runtime ? spec.type.range() : exact_range(spec, input.range);
  return true;
}

}  // namespace finn
