// SPDX-License-Identifier: Apache-2.0
// Cell adjust: restores values from encoded codes, out = a * code + b (rtl_templates/adjust/fr_adjust.v).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "hw/stream.h"
#include "ir/types.h"

namespace finn {

/// PE divides CHANNELS. The result must fit `output`.
struct AdjustConfig {
  std::int64_t channels = 1;
  std::int64_t pe = 1;
  std::int64_t rows = 1;  ///< pixels a frame
  DataType input = DataType::uint(8);
  int a_width = 1;      ///< bits of the unsigned gain a
  bool shared = false;  ///< one pair (a, b) for all channels
  DataType output = DataType::sint(8);

  std::int64_t folds() const { return channels / pe; }
};

/// The configuration that undoes `input`'s encoding for values within `values`; shared if the encoding is per tensor.
AdjustConfig adjust_config(const StreamType& input, Range values, std::int64_t channels, std::int64_t pe,
                           std::int64_t rows);

Params adjust_params(const AdjustConfig& config);

/// Contents of port `t`: each lane holds a in its low A_WIDTH bits and b in the OUT_WIDTH bits above.
Memory adjust_memory(const AdjustConfig& config, const Encoding& encoding, std::string ram_style);

const Cell& cell_adjust();

}  // namespace finn
