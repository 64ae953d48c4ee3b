// SPDX-License-Identifier: Apache-2.0
// The arithmetic that the sliding window's Verilog does with constants and counters, said with coordinates.
#pragma once

#include <cstdint>
#include <vector>

#include "cells/swu/swu.h"

namespace finn {

/// Pixel numbers count row by row from 0 at the frame's first pixel.
class SwuGeometry {
 public:
  explicit SwuGeometry(const SwuConfig& config);

  const SwuConfig& config() const { return config_; }
  std::int64_t pixels() const { return config_.h * config_.w; }
  std::int64_t groups() const { return config_.kh * config_.kw / config_.taps; }
  /// Is any tap of any window in the padding?
  bool padded() const;
  /// Is a tap row (column) inside the image?
  bool row_real(std::int64_t oy, std::int64_t ky) const;
  bool column_real(std::int64_t ox, std::int64_t kx) const;

  /// The newest pixel that a beat needs to be written, -1 for none. `group` counts the tap groups of a window.
  /// A frame's first beats wait for its first pixel, even if they show only padding.
  std::int64_t newest(std::int64_t oy, std::int64_t ox, std::int64_t group) const;
  /// Pixels of this frame that are freed when a group of window (oy, ox) begins: a lower bound of the first pixel that
  /// this and all later groups need. After the frame's last group all are.
  std::int64_t freed(std::int64_t oy, std::int64_t ox, std::int64_t group) const;

 private:
  SwuConfig config_;
  std::int64_t top_;  ///< the group that ends the window's first row of taps
  std::int64_t x_from_, x_steps_, y_from_, y_below_, y_whole_;
};

}  // namespace finn
