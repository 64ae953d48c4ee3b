// SPDX-License-Identifier: Apache-2.0
// How dot products are packed into DSPs (rtl_templates/mvu/fr_dsp_rows.v).
#pragma once

#include <cstdint>
#include <string>

#include "cells/mvu/mvu.h"

namespace finn {

/// Why DSPs cannot take products of these types; empty if they can.
std::string dsp_obstacle(DataType activation, DataType weight);

/// Does a layer use DSPs? `style` is auto, lut or dsp. auto: where both operands have at least 6 bits, since such a
/// product takes more than 28 LUTs but half a DSP, and only up to 128 products at once (64 DSPs), since small parts
/// have few.
bool takes_dsp(const std::string& style, DataType activation, DataType weight, std::int64_t products);

/// Products that share a DSP: two up to 8 bits; three up to 4 bits; four where weights have up to 3 bits, or 4 of which
/// the most negative value never occurs in `weights`.
std::int64_t dsp_rows(const MvuConfig& config, const Memory& weights);

/// Parameters of fr_dsp_rows that follow from those of a cell with DSP_ROWS > 0.
struct DspShape {
  int rows = 1;      ///< of a DSP
  int columns = 1;   ///< of a cascade
  int cascades = 1;  ///< of SIMD columns
  int spacing = 1;   ///< bits from row to row
  int sum = 1;       ///< bits of a cascade's sum of one row
  int levels = 0;    ///< of adders behind the cascades

  int overlap() const { return sum > spacing ? sum - spacing : 0; }
  int stages() const { return columns + 2 + (overlap() > 0 ? 1 : 0) + levels; }
};
DspShape dsp_shape(const Params& params);

}  // namespace finn
