// SPDX-License-Identifier: Apache-2.0
// Cell vvu: small matrices, one for each group of channels, times a window: grouped and depthwise convolution
// (rtl_templates/vvu/fr_vvu.v).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// What a step computes (taps x channels of `groups` groups by `rows` rows of each) and how many steps a window has:
/// tap folds, group folds, channel folds, row folds, the last ones fastest.
struct VvuConfig {
  std::int64_t taps = 1;
  std::int64_t channels = 1;
  std::int64_t groups = 1;
  std::int64_t rows = 1;
  std::int64_t tf = 1;
  std::int64_t gf = 1;
  std::int64_t cf = 1;
  std::int64_t rf = 1;       ///< 1 if groups > 1
  std::int64_t vectors = 1;  ///< windows a frame
  DataType activation = DataType::uint(1);
  DataType weight = DataType::uint(1);
  int acc_width = 1;  ///< bits of a sum, 1..62; only the final sums must fit

  std::int64_t pe() const { return groups * rows; }
  std::int64_t simd() const { return taps * channels; }
  std::int64_t steps() const { return tf * gf * cf * rf; }    ///< cycles of a window
  std::int64_t held() const { return groups > 1 ? cf : rf; }  ///< steps of an input beat
  /// Elements of an input beat.
  std::int64_t in_lanes() const { return simd() * groups * (groups > 1 ? cf : 1); }
  std::int64_t outputs() const { return pe() * gf * rf; }  ///< rows of all groups, O
  std::int64_t group_channels() const { return channels * cf; }
  std::int64_t kernel() const { return taps * tf; }
};

/// Throws Defect if the configuration is illegal.
Params vvu_params(const VvuConfig& config);

/// Contents of port `w`: a word a step, of pe() * simd() weights. `weights` has the shape [O, channels of a group,
/// taps of the window]; row r is in lane r mod PE.
/// No weights: a blank memory (hw/blank_memory.h).
Memory vvu_memory(const VvuConfig& config, const std::vector<std::int64_t>& weights, std::string ram_style);

/// Memory::parts of port `w`; `weights` as for vvu_memory(), of any shape with these elements.
std::vector<MemoryPart> vvu_parts(const VvuConfig& config, const Recipe& weights);

const Cell& cell_vvu();

}  // namespace finn
