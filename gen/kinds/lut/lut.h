// SPDX-License-Identifier: Apache-2.0
// lut: output = table[channel or 0][input - input_min], for functions that are not monotone.
#pragma once

#include "kinds/kind.h"

namespace finn {

constexpr std::int64_t kMaxLutEntries = 65536;

/// The attributes of a lut layer, read.
struct LutSpec {
  DataType type = DataType::uint(8);
  std::int64_t channels = 1;      ///< C of the input
  std::int64_t rows = 1;          ///< of the table: C, or 1 for all channels
  std::int64_t entries = 1;       ///< of a row
  std::int64_t input_min = 0;     ///< the input value that reads entry 0
  const Tensor* table = nullptr;  ///< [rows, entries], owned by the layer

  const std::int64_t* row(std::int64_t channel) const {
    return table->data.data() + (rows == 1 ? 0 : channel) * entries;
  }
  /// Exact range of a channel's outputs for inputs of a range. BIPOLAR never reads the entry of 0.
  Range outputs(std::int64_t channel, Range input, DataType input_type) const;
};

/// The layer must have passed `lut_shape`.
LutSpec lut_spec(const Layer& layer, const TensorInfo& input);

bool lut_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs lut_knobs(const Network& network, const Layer& layer);
std::int64_t lut_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t lut_operations(const Network& network, const Layer& layer);
GoldenRun lut_golden(const Network& network, const Layer& layer);
const ChannelRules& lut_channels();
void lut_widths(const WidthChange& change, Attrs& attrs);
std::vector<KindExample> lut_examples();
std::vector<StreamEnd> lower_lut(LowerContext& context);

}  // namespace finn
