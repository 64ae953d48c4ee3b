// SPDX-License-Identifier: Apache-2.0
// requant: output = clamp(R((input * multiplier + offset) / 2^shift)), multiplier and offset per channel or for all.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

constexpr int kMaxRequantShift = 62;

/// The attributes of a requant layer, read.
struct RequantSpec {
  DataType type = DataType::sint(8);
  std::int64_t channels = 1;            ///< C of the input
  const Tensor* multipliers = nullptr;  ///< [C or 1, 1], owned by the layer
  const Tensor* offsets = nullptr;      ///< [C or 1, 1], owned by the layer
  int shift = 0;                        ///< 0..62
  bool half_even = false;               ///< rounds to the nearest, halves to even; otherwise down
  Range bounds;                         ///< of the output

  std::int64_t multiplier(std::int64_t channel) const { return entry(*multipliers, channel); }
  std::int64_t offset(std::int64_t channel) const { return entry(*offsets, channel); }
  /// One pair of coefficients for all channels?
  bool shared() const { return multipliers->dim(0) == 1 && offsets->dim(0) == 1; }
  /// The output for a sum input * multiplier + offset.
  std::int64_t output(std::int64_t sum) const;

 private:
  static std::int64_t entry(const Tensor& tensor, std::int64_t channel) {
    return tensor.data[tensor.dim(0) == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
};

/// The layer must have passed `requant_shape`.
RequantSpec requant_spec(const Layer& layer, const TensorInfo& input);

/// Range of input * multiplier + offset over all channels: exact, or for a runtime layer that of the types.
WideRange requant_sums(const RequantSpec& spec, Range input, bool runtime);

bool requant_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs);
Knobs requant_knobs(const Network& network, const Layer& layer);
std::int64_t requant_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t requant_operations(const Network& network, const Layer& layer);
GoldenRun requant_golden(const Network& network, const Layer& layer);
const ChannelRules& requant_channels();
void requant_widths(const WidthChange& change, Attrs& attrs);
std::vector<KindExample> requant_examples();
std::vector<StreamEnd> lower_requant(LowerContext& context);

}  // namespace finn
