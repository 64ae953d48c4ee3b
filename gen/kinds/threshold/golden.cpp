// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

/// Rows up to this length are counted without branches, longer ones searched.
constexpr std::int64_t kLinearCount = 16;

/// Thresholds as "input >= t" comparisons alone: a flipped channel's count of input <= t is the row's length less the
/// count of input >= t + 1.
struct Rows {
  std::vector<std::int64_t> bounds;  ///< [channels][count]
  std::vector<std::int64_t> base;    ///< output at a count of 0
  std::vector<std::int64_t> step;    ///< output change for each count
};

Rows prepare_rows(const ThresholdSpec& spec) {
  Rows rows;
  for (std::int64_t c = 0; c < spec.channels; ++c) {
    const bool flip = spec.flipped(c);
    for (std::int64_t k = 0; k < spec.count; ++k) rows.bounds.push_back(spec.row(c)[k] + (flip ? 1 : 0));
    rows.base.push_back(spec.type.min() + (flip ? spec.step() * spec.count : 0));
    rows.step.push_back(flip ? -spec.step() : spec.step());
  }
  return rows;
}

}  // namespace

GoldenRun threshold_golden(const Network& network, const Layer& layer) {
  const ThresholdSpec spec = threshold_spec(layer, input_of(network, layer));
  const auto channels = static_cast<std::size_t>(spec.channels);
  const TensorInfo& output = output_of(network, layer);
  return [rows = prepare_rows(spec), channels, count = spec.count, type = output.type, shape = output.shape](
             const std::vector<const Tensor*>& inputs, std::vector<Tensor>& outputs) {
    Tensor& result = prepare_output(outputs, type, shape);
    const std::int64_t* in = inputs.at(0)->data.data();
    std::int64_t* out = result.data.data();
    const std::int64_t* const end = out + result.data.size();
    while (out != end) {
      const std::int64_t* bounds = rows.bounds.data();
      for (std::size_t c = 0; c < channels; ++c, bounds += count) {
        const std::int64_t value = *in++;
        std::int64_t reached = 0;
        if (count <= kLinearCount) {
          for (std::int64_t k = 0; k < count; ++k) reached += value >= bounds[k] ? 1 : 0;
        } else {
          reached = std::upper_bound(bounds, bounds + count, value) - bounds;
        }
        *out++ = rows.base[c] + rows.step[c] * reached;
      }
    }
  };
}

}  // namespace finn
