// SPDX-License-Identifier: Apache-2.0
// Cell lut: a table look-up for each element (rtl_templates/lut/fr_lut.v).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// out = table[channel or 0][input - input_min]. PE divides CHANNELS. A BIPOLAR input has input_min -1 and two
/// entries, for -1 and +1.
struct LutConfig {
  std::int64_t channels = 1;
  std::int64_t pe = 1;
  std::int64_t rows = 1;  ///< pixels a frame
  DataType input = DataType::uint(8);
  std::int64_t input_min =
      0;  ///< decoded code that addresses entry 0; codes lie in input_min .. input_min + entries - 1
  std::int64_t entries = 1;
  bool shared = false;  ///< one table for all channels
  DataType output = DataType::uint(8);

  std::int64_t folds() const { return channels / pe; }
  std::int64_t depth() const { return (shared ? 1 : folds()) * entries; }
};

Params lut_params(const LutConfig& config);

/// Contents of port `t`, one memory for each of the PE lanes. `tables` has CHANNELS tables of `entries` values of
/// type `output`, or one if shared.
std::vector<Memory> lut_memories(const LutConfig& config, const std::vector<std::vector<std::int64_t>>& tables,
                                 const std::string& ram_style);

/// Memory::parts of each of lut_memories(). `tables`: [CHANNELS or 1, entries] values.
std::vector<std::vector<MemoryPart>> lut_parts(const LutConfig& config, const Recipe& tables);

const Cell& cell_lut();

}  // namespace finn
