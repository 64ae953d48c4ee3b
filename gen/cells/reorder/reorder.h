// SPDX-License-Identifier: Apache-2.0
// Cell reorder: reads each row of an image by four nested loops (rtl_templates/reorder/fr_reorder.v).
#pragma once

#include <array>
#include <cstdint>

#include "hw/cell.h"
#include "hw/memory.h"

namespace finn {

/// A row comes in as `row` words. Word sum of k[i] * step[i] is read for all k[i] < count[i], loop 0 outermost. `free`
/// words are done with after each step of loop 1 in the last turn of loop 0.
struct ReorderConfig {
  int width = 1;           ///< bits of an element
  std::int64_t lanes = 1;  ///< elements of a word, which is a beat in
  /// Above 1: a beat out is part k[0] of so many of the word; `crd`: whose elements are then permuted from
  /// [C][segments][segments] to [segments][segments][C] before.
  std::int64_t segments = 1;
  bool crd = false;
  std::int64_t h = 1;    ///< rows of a frame
  std::int64_t row = 1;  ///< words of a row
  std::array<std::int64_t, 4> count{1, 1, 1, 1};
  std::array<std::int64_t, 4> step{0, 1, 0, 1};
  std::int64_t free = 1;
  std::int64_t depth = 0;  ///< words in the memory; 0: as many as leave no bubble
  RamStyle style = RamStyle::kAuto;

  std::int64_t out_lanes() const { return lanes / segments; }
  /// Beats out of a row.
  std::int64_t beats() const { return count[0] * count[1] * count[2] * count[3]; }
};

Params reorder_params(const ReorderConfig& config);

const Cell& cell_reorder();

}  // namespace finn
