// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/depth.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <utility>

#include "cells/swu/geometry.h"
#include "hw/memory.h"

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// The actor's timing in steps of a pixel written and of a group of taps read, as within both nothing waits.
class Timing {
 public:
  Timing(const SwuGeometry& geometry, std::int64_t depth, SwuSource source)
      : geometry_(geometry), depth_(depth), source_(source) {}

  /// Does a frame take `time` cycles in steady state, without a wait of an even source?
  bool ideal(std::int64_t time) {
    constexpr std::int64_t kFrames = 6;  // from the second frame on it repeats itself, bar what fills up slowly
    time_ = time;
    std::int64_t previous_end = 0;
    std::int64_t interval = 0;
    for (frame_ = 0; frame_ < kFrames; ++frame_) {
      if (!read_frame()) return false;
      interval = read_ - previous_end;
      previous_end = read_;
    }
    return interval == time && !held_up_;
  }

 private:
  const SwuConfig& config() const { return geometry_.config(); }

  bool read_frame() {
    const SwuConfig& c = config();
    for (std::int64_t oy = 0; oy < c.oh; ++oy)
      for (std::int64_t ox = 0; ox < c.ow; ++ox)
        for (std::int64_t group = 0; group < geometry_.groups(); ++group) {
          free(geometry_.freed(oy, ox, group));
          if (!read_group(geometry_.newest(oy, ox, group))) return false;
        }
    free(geometry_.pixels());
    return true;
  }

  bool read_group(std::int64_t newest) {
    const std::int64_t needed = newest < 0 ? -1 : frame_ * geometry_.pixels() + newest;
    while (written_ <= needed)
      if (!write_pixel()) return false;
    read_ = (newest < 0 ? read_ : std::max(read_, write_)) + config().cf;
    return true;
  }

  bool write_pixel() {
    const SwuConfig& c = config();
    const std::int64_t words = c.input_beats();
    std::int64_t start = write_;
    std::int64_t last_word = 0;
    if (source_ == SwuSource::kEven) {
      start = std::max(start, ceil_div(written_ * c.cf * time_, words));
      last_word = ceil_div((written_ * c.cf + c.cf - 1) * time_, words);
    }
    if (written_ >= depth_) {
      while (!freed_.empty() && freed_.front().pixels <= written_ - depth_) freed_.pop_front();
      if (freed_.empty()) return false;
      if (source_ == SwuSource::kEven && freed_.front().cycle > start) held_up_ = true;
      start = std::max(start, freed_.front().cycle);
    }
    write_ = std::max(start + c.cf, last_word + 1);
    ++written_;
    return true;
  }

  void free(std::int64_t pixels) {
    const std::int64_t total = frame_ * geometry_.pixels() + pixels;
    if (freed_.empty() || total > freed_.back().pixels) freed_.push_back({total, read_});
  }

  struct Freed {
    std::int64_t pixels;  ///< since reset
    std::int64_t cycle;   ///< from here on
  };

  const SwuGeometry& geometry_;
  std::int64_t depth_;
  SwuSource source_;
  std::int64_t time_ = 0, frame_ = 0;
  std::int64_t written_ = 0;  ///< pixels
  std::int64_t write_ = 0;    ///< first cycle behind them
  std::int64_t read_ = 0;     ///< first cycle behind the groups that are read
  std::deque<Freed> freed_;
  bool held_up_ = false;
};

}  // namespace

std::int64_t swu_min_depth(const SwuConfig& config) {
  const SwuGeometry geometry(config);
  std::int64_t depth = 2;
  for (std::int64_t oy = 0; oy < config.oh; ++oy)
    for (std::int64_t ox = 0; ox < config.ow; ++ox)
      for (std::int64_t group = 0; group < geometry.groups(); ++group)
        depth = std::max(depth, geometry.newest(oy, ox, group) + 1 - geometry.freed(oy, ox, group));
  return depth;
}

std::int64_t swu_ideal_depth(const SwuConfig& config, SwuSource source) {
  const SwuGeometry geometry(config);
  const std::int64_t time = std::max(config.input_beats(), config.output_beats());
  std::int64_t low = swu_min_depth(config);
  std::int64_t high = std::max(low, 2 * geometry.pixels());
  while (low < high) {
    const std::int64_t depth = (low + high) / 2;
    if (Timing(geometry, depth, source).ideal(time))
      high = depth;
    else
      low = depth + 1;
  }
  return low;
}

std::int64_t swu_fit_depth(const SwuConfig& config, std::int64_t depth) {
  const auto memory = [&](std::int64_t pixels) {
    const Cost cost = ram_cost(config.style, config.lanes * config.width, pixels * config.cf);
    return std::pair(cost.lut, cost.bram18);
  };
  const auto power_above = [](std::int64_t value) {
    return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(value)));
  };
  const std::int64_t limit = std::max(depth, power_above(2 * config.h * config.w));
  std::int64_t most = depth;
  for (std::int64_t step = power_above(limit); step > 0; step /= 2)
    if (most + step <= limit && memory(most + step) == memory(depth)) most += step;
  const std::int64_t power = power_above(most + 1) / 2;
  return power_above(config.cf) == config.cf && power >= depth ? power : most;
}

std::int64_t swu_next_depth(const SwuConfig& config) {
  return swu_fit_depth(config, std::max(config.depth, swu_fit_depth(config, config.depth)) + 1);
}

}  // namespace finn
