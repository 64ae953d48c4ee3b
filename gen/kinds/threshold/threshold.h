// SPDX-License-Identifier: Apache-2.0
// threshold: output = the output type's value number n, n = how many of a channel's thresholds the input reaches.
#pragma once

#include "kinds/kind.h"

namespace finn {

/// The attributes of a threshold layer, read. n counts input >= t, for a flipped channel input <= t; the output is
/// type.min() + n, for BIPOLAR -1 + 2n.
struct ThresholdSpec {
  DataType type = DataType::bipolar();
  std::int64_t channels = 1;           ///< C of the input
  std::int64_t rows = 1;               ///< of the thresholds: C, or 1 for all channels
  std::int64_t count = 1;              ///< thresholds of a row: levels - 1
  const Tensor* thresholds = nullptr;  ///< [rows, count], each row ascending, owned by the layer
  std::vector<bool> flip;              ///< empty (none), or 1, or C entries

  bool flipped(std::int64_t channel) const {
    return !flip.empty() && flip[flip.size() == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
  const std::int64_t* row(std::int64_t channel) const {
    return thresholds->data.data() + (rows == 1 ? 0 : channel) * count;
  }
  /// Distance of neighbouring output values: 2 for BIPOLAR, else 1.
  std::int64_t step() const { return type.is_bipolar() ? 2 : 1; }
  /// Exact range of a channel's outputs for inputs of a range.
  Range outputs(std::int64_t channel, Range input) const;
};

/// The layer must have passed `threshold_shape`.
ThresholdSpec threshold_spec(const Layer& layer, const TensorInfo& input);

bool threshold_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                     std::vector<TensorInfo>& outputs);
Knobs threshold_knobs(const Network& network, const Layer& layer);
std::int64_t threshold_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t threshold_operations(const Network& network, const Layer& layer);
GoldenRun threshold_golden(const Network& network, const Layer& layer);
const ChannelRules& threshold_channels();
void threshold_widths(const WidthChange& change, Attrs& attrs);
std::vector<KindExample> threshold_examples();
std::vector<StreamEnd> lower_threshold(LowerContext& context);

}  // namespace finn
