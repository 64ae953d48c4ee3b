// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/geometry.h"

#include <algorithm>

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

bool inside(std::int64_t at, std::int64_t size) { return at >= 0 && at < size; }

}  // namespace

SwuGeometry::SwuGeometry(const SwuConfig& c) : config_(c) {
  top_ = (c.kw - 1) / c.taps;
  x_from_ = std::min(ceil_div(c.pl, c.sw), c.ow);
  x_steps_ = std::max<std::int64_t>(std::min(c.w / c.sw, c.ow - 1 - x_from_), 0);
  y_from_ = std::min(ceil_div(c.pt, c.sh), c.oh);
  y_below_ = std::min(ceil_div(c.h + c.pt, c.sh), c.oh);
  y_whole_ = (c.h + c.pt) / c.sh;
}

bool SwuGeometry::padded() const {
  const SwuConfig& c = config_;
  return c.pt > 0 || c.pl > 0 || !row_real(c.oh - 1, c.kh - 1) || !column_real(c.ow - 1, c.kw - 1);
}

bool SwuGeometry::row_real(std::int64_t oy, std::int64_t ky) const {
  return inside(oy * config_.sh - config_.pt + ky * config_.dh, config_.h);
}

bool SwuGeometry::column_real(std::int64_t ox, std::int64_t kx) const {
  return inside(ox * config_.sw - config_.pl + kx * config_.dw, config_.w);
}

std::int64_t SwuGeometry::newest(std::int64_t oy, std::int64_t ox, std::int64_t group) const {
  const SwuConfig& c = config_;
  for (std::int64_t tap = (group + 1) * c.taps - 1; tap >= group * c.taps; --tap) {
    const std::int64_t ky = tap / c.kw;
    const std::int64_t kx = tap % c.kw;
    if (row_real(oy, ky) && column_real(ox, kx))
      return (oy * c.sh - c.pt + ky * c.dh) * c.w + ox * c.sw - c.pl + kx * c.dw;
  }
  return oy == 0 && ox == 0 && group == 0 ? 0 : -1;
}

std::int64_t SwuGeometry::freed(std::int64_t oy, std::int64_t ox, std::int64_t group) const {
  const SwuConfig& c = config_;
  if (oy < y_from_) return 0;
  const std::int64_t above = std::min(std::max<std::int64_t>(y_from_ * c.sh - c.pt, 0), c.h);
  const std::int64_t rows = std::max<std::int64_t>(std::min(oy, y_whole_) - y_from_, 0);
  const std::int64_t before = (above + rows * c.sh) * c.w;
  // Rows that start below the image. What the last row that starts in it freed of its own stays freed.
  if (oy >= y_below_) return before + (y_below_ > y_from_ && y_below_ > y_whole_ ? c.w : 0);
  const std::int64_t windows = ox + (group > top_ ? 1 : 0);  // of this row, whose first row of taps is read
  return before + (windows == c.ow ? c.w : c.sw * std::clamp<std::int64_t>(windows - x_from_, 0, x_steps_));
}

}  // namespace finn
