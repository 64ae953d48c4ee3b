// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>

#include "cells/threshold/rtl.h"
#include "cells/threshold/search.h"
#include "cells/threshold/threshold.h"

namespace finn {
namespace {

/// Random rows, with repeated thresholds and such that never or always fire.
std::vector<ThresholdRow> random_rows(const ThresholdConfig& config) {
  std::minstd_rand rng(static_cast<unsigned>(config.channels * 1000 + config.levels));
  const std::int64_t span = config.input.max() - config.input.min() + 1;
  std::vector<ThresholdRow> rows(config.shared ? 1 : static_cast<std::size_t>(config.channels));
  for (ThresholdRow& row : rows) {
    for (int k = 0; k < config.levels; ++k)
      row.thresholds.push_back(config.input.min() + static_cast<std::int64_t>(rng()) % (span + 1));
    std::sort(row.thresholds.begin(), row.thresholds.end());
    row.flip = config.flip && rng() % 2 != 0;
  }
  return rows;
}

/// Where steps are logic, contents decide about the module. Else the contract tests fill the memories.
CellExample example(std::string name, ThresholdConfig config) {
  std::vector<ThresholdRow> rows = random_rows(config);
  config.thr_width = std::max(config.thr_width, threshold_width(config.input, rows));
  CellExample example{std::move(name), threshold_params(config)};
  if (ThresholdSearch(example.params).logic_steps > 0) example.memories = threshold_memories(config, rows, "auto");
  return example;
}

CellExample with_memories(std::string name, ThresholdConfig config) {
  config.constant = false;
  return example(std::move(name), config);
}

}  // namespace

/// Fields: channels, pe, rows, input, threshold bits, levels, shared, flip, output bits, output bias.
std::vector<CellExample> threshold_cell_examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      // All steps with memories.
      with_memories("one_channel_bipolar", {1, 1, 3, uint(4), 5, 1, false, false, 1, 0}),
      with_memories("folded_uint2", {6, 2, 2, sint(6), 6, 3, false, false, 2, 0}),
      with_memories("unfolded_flip_int2", {4, 4, 3, sint(5), 6, 3, false, true, 2, 2}),
      with_memories("shared_ternary", {8, 4, 2, uint(8), 9, 2, true, false, 2, 3}),
      with_memories("odd_fold_wide_flip", {5, 1, 2, sint(9), 12, 7, false, true, 3, 4}),
      with_memories("most_levels", {3, 3, 2, sint(10), 10, 255, false, false, 8, 128}),
      with_memories("one_bit_signed", {2, 1, 3, sint(1), 2, 1, false, false, 1, 0}),
      with_memories("few_levels_flip_bias", {6, 3, 2, uint(3), 4, 4, false, true, 4, 9}),
      // All in logic.
      example("constant", {2, 2, 3, sint(16), 16, 15, false, false, 4, 0}),
      example("constant_flip_int4", {2, 2, 3, uint(9), 9, 15, false, true, 4, 8}),
      example("shared_constant", {4, 2, 2, uint(12), 12, 15, true, false, 4, 0}),
      example("shared_constant_flip", {4, 2, 2, uint(3), 4, 15, true, true, 4, 8}),
      example("constant_six_levels", {3, 3, 2, sint(7), 7, 6, false, true, 3, 1}),
      example("constant_narrow_output", {2, 2, 3, uint(5), 5, 12, false, false, 2, 3}),
      example("folded_logic", {16, 1, 2, sint(12), 12, 3, false, false, 2, 2}),
      example("odd_fold_logic_flip", {6, 1, 2, uint(8), 8, 7, false, true, 3, 0}),
      example("deepest_logic_flip", {32, 1, 1, sint(11), 11, 1, false, true, 1, 0}),
      // Shallow steps in logic, deep ones with memories.
      example("logic_then_memories", {16, 1, 2, sint(10), 10, 15, false, false, 4, 8}),
      example("logic_then_memories_flip", {15, 1, 2, uint(9), 9, 12, false, true, 4, 0}),
      example("shared_255_levels_flip", {2, 1, 2, uint(10), 10, 255, true, true, 8, 0}),
      example("deep_folds_flip", {70, 1, 2, sint(8), 8, 3, false, true, 2, 2}),
  };
}

}  // namespace finn
