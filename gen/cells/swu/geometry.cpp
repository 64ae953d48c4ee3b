// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/geometry.h"

#include <algorithm>
#include <bit>

#include "hw/memory.h"

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

bool inside(std::int64_t at, std::int64_t size) { return at >= 0 && at < size; }

/// A power of two words needs no wrap-around logic: take it where the memory costs the same.
std::int64_t round_depth(const SwuConfig& c, std::int64_t depth) {
  if (!std::has_single_bit(static_cast<std::uint64_t>(c.cf))) return depth;
  const auto rounded = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(depth)));
  const std::int64_t width = c.lanes * c.width;
  const bool free_in_lutram = ceil_div(rounded * c.cf, 64) == ceil_div(depth * c.cf, 64);
  const bool free_in_bram =
      depth * c.cf > 128 && bram18_count(width, rounded * c.cf) == bram18_count(width, depth * c.cf);
  return free_in_lutram || free_in_bram ? rounded : depth;
}

}  // namespace

SwuGeometry::SwuGeometry(const SwuConfig& c) : config_(c) {
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

std::int64_t SwuGeometry::freed(std::int64_t oy, std::int64_t ox) const {
  const SwuConfig& c = config_;
  if (oy < y_from_) return 0;
  const std::int64_t top = std::min(std::max<std::int64_t>(y_from_ * c.sh - c.pt, 0), c.h);
  const std::int64_t rows = std::max<std::int64_t>(std::min(oy, y_whole_) - y_from_, 0);
  const std::int64_t before = (top + rows * c.sh) * c.w;
  if (oy < y_below_) return before + c.sw * std::clamp<std::int64_t>(ox - x_from_, 0, x_steps_);
  // Rows that start below the image. What the last row freed in it stays, unless its end freed it all.
  return before + (y_below_ > y_from_ && y_below_ > y_whole_ ? c.sw * x_steps_ : 0);
}

std::int64_t swu_min_depth(const SwuConfig& config) {
  const SwuGeometry geometry(config);
  std::int64_t depth = 2;
  for (std::int64_t oy = 0; oy < config.oh; ++oy) {
    std::int64_t ky = config.kh - 1;
    while (ky >= 0 && !geometry.row_real(oy, ky)) --ky;
    if (ky < 0) continue;
    for (std::int64_t ox = 0; ox < config.ow; ++ox) {
      std::int64_t kx = config.kw - 1;
      while (kx >= 0 && !geometry.column_real(ox, kx)) --kx;
      if (kx < 0) continue;
      const std::int64_t newest =
          (oy * config.sh - config.pt + ky * config.dh) * config.w + ox * config.sw - config.pl + kx * config.dw;
      depth = std::max(depth, newest + 1 - geometry.freed(oy, ox));
    }
  }
  return depth;
}

std::int64_t swu_default_depth(const SwuConfig& config) {
  const SwuGeometry geometry(config);
  const std::int64_t pixels = geometry.pixels();
  const std::int64_t time = std::max(config.input_beats(), config.output_beats());
  const std::int64_t minimum = swu_min_depth(config);
  // The source delivers pixel i at cycle (i + 1) * time / pixels and never stops; the reader goes as early as it can.
  // What the ring must hold is the most that is started and not freed. From the second frame on this repeats itself.
  constexpr int kFrames = 3;
  constexpr std::int64_t kMargin = 2;  // the cycles between a write and its read, and between a read and its freeing
  std::int64_t depth = minimum;
  std::int64_t now = 0;
  for (int frame = 0; frame < kFrames; ++frame) {
    for (std::int64_t oy = 0; oy < config.oh; ++oy)
      for (std::int64_t ox = 0; ox < config.ow; ++ox) {
        for (std::int64_t group = 0; group < geometry.groups(); ++group) {
          const std::int64_t newest = geometry.newest(oy, ox, group);
          if (newest >= 0) now = std::max(now, (frame * pixels + newest + 1) * time / pixels + 1);
          now += config.cf;
        }
        const std::int64_t started = now * pixels / time + 1;
        depth = std::max(depth, started - frame * pixels - geometry.freed(oy, ox) + kMargin);
      }
  }
  return std::max(minimum, round_depth(config, std::min(depth, 2 * pixels)));
}

}  // namespace finn
