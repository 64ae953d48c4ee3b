// SPDX-License-Identifier: Apache-2.0
// From a chain that ends in integers to the layer that computes it on an integer tensor, exactly.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "ir/network.h"
#include "streamline/chain.h"

namespace finn::qonnx {

/// What an activation layer is: its kind, its attributes and what became of the channels.
struct Activation {
  std::string kind;  ///< threshold, lut, requant
  Attrs attrs;
  DataType type = DataType::sint(32);
  std::size_t rows = 0;               ///< channels with a function of their own; 1: one for all
  std::size_t thresholds = 0;         ///< of one row, where it has thresholds
  std::size_t levels = 0;             ///< of the output
  std::vector<std::size_t> flipped;   ///< rows whose function falls: channels, or row 0 for all of them
  std::vector<std::size_t> constant;  ///< rows that always give the same
};

/// Most levels of a threshold layer, and most entries of a lookup table.
constexpr std::int64_t kMostThresholdLevels = 256;
constexpr std::int64_t kMostTableEntries = 65536;

/// The layer for a chain on a tensor of `channels` channels with integers in `input`. Nothing, with a reason, where no
/// kind computes it exactly.
std::optional<Activation> make_activation(const QuantizedChain& chain, std::size_t channels, Range input,
                                          std::string& reason);

/// Thresholds for real numbers: integer(x) = min + the number of thresholds t with x >= t (flip: x <= t), for every
/// finite double x.
struct RealThresholds {
  DataType type = DataType::sint(32);
  std::vector<std::vector<double>> rows;  ///< [C or 1][levels - 1], ascending
  std::vector<bool> flip;                 ///< empty: none
};
std::optional<RealThresholds> make_real_thresholds(const QuantizedChain& chain, std::size_t channels,
                                                   std::string& reason);

/// The narrowest type for integers of a chain: BIPOLAR and TERNARY too.
DataType activation_type(Range range, bool bipolar);

}  // namespace finn::qonnx
