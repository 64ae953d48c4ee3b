// SPDX-License-Identifier: Apache-2.0
// Cell threshold: counts the thresholds that an element reaches, by binary search.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// PE divides CHANNELS. Thresholds are compared with the stream's decoded codes (any type, also BIPOLAR).
struct ThresholdConfig {
  std::int64_t channels = 1;
  std::int64_t pe = 1;
  std::int64_t rows = 1;  ///< pixels a frame: CHANNELS elements each
  DataType input = DataType::uint(8);
  int thr_width = 8;    ///< >= input.bits(); see threshold_width()
  int levels = 1;       ///< thresholds a channel, 1..255
  bool shared = false;  ///< one row of thresholds for all channels
  bool flip = false;    ///< some rows are flipped
  int out_width = 1;
  std::int64_t out_bias = 0;  ///< code of the lowest level; taken modulo 2^out_width
  bool constant = true;       ///< thresholds never change, so that the shallow ones may become logic

  std::int64_t folds() const { return channels / pe; }
};

/// One channel's row as the hardware needs it.
struct ThresholdRow {
  std::vector<std::int64_t> thresholds;  ///< ascending, `levels` of them
  bool flip = false;                     ///< count those with input < t instead of input >= t
};

/// Bits that hold both the input's codes and all thresholds, in the input's signedness. Thresholds below the input
/// type's range count as its minimum, those above as its maximum + 1: the comparisons' results are the same.
int threshold_width(DataType input, const std::vector<ThresholdRow>& rows);

/// The same for any thresholds.
int widest_threshold(DataType input);

Params threshold_params(const ThresholdConfig& config);

/// Contents of the ports (see threshold_rtl()): `rows` has CHANNELS entries, or one if shared.
std::vector<Memory> threshold_memories(const ThresholdConfig& config, const std::vector<ThresholdRow>& rows,
                                       const std::string& ram_style);

/// Memory::parts of each of threshold_memories(), in their order. `thresholds`: those of the rows, [rows, levels];
/// `flip`: which rows are flipped, 0 or 1, [rows, 1].
std::vector<std::vector<MemoryPart>> threshold_parts(const ThresholdConfig& config, const Recipe& thresholds,
                                                     const Recipe& flip);

const Cell& cell_threshold();

}  // namespace finn
