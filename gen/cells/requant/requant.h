// SPDX-License-Identifier: Apache-2.0
// Cell requant: scaling by whole numbers and a shift (rtl_templates/requant/fr_requant.v).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// out = clamp(R((code * multiplier + offset) / 2^shift), bounds). PE divides CHANNELS.
struct RequantConfig {
  std::int64_t channels = 1;
  std::int64_t pe = 1;
  std::int64_t rows = 1;                ///< pixels a frame
  DataType input = DataType::sint(8);   ///< unsigned or two's complement codes
  int m_width = 8;                      ///< bits of a multiplier, two's complement
  int sum_width = 20;                   ///< bits of the sum, above `shift`, at most 63
  int shift = 0;                        ///< 0..62
  bool half_even = false;               ///< to the nearest, halves to even; needs shift >= 1. Otherwise down
  bool shared = false;                  ///< one pair of coefficients for all channels
  DataType output = DataType::sint(8);  ///< at most 32 bits, not BIPOLAR
  Range bounds{-128, 127};              ///< of the output, values of its type

  std::int64_t folds() const { return channels / pe; }
};

struct RequantRow {
  std::int64_t multiplier = 0;
  std::uint64_t offset = 0;  ///< modulo 2^sum_width
};

Params requant_params(const RequantConfig& config);

/// Contents of port `t`: each lane holds the multiplier in its low M_WIDTH bits and the offset above. `rows` has
/// CHANNELS entries, or one if shared.
Memory requant_memory(const RequantConfig& config, const std::vector<RequantRow>& rows, std::string ram_style);

/// Memory::parts of port `t`: multipliers and offsets of the rows, each [rows].
std::vector<MemoryPart> requant_parts(const RequantConfig& config, const Recipe& multipliers, const Recipe& offsets);

const Cell& cell_requant();

}  // namespace finn
