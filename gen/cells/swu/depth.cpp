// SPDX-License-Identifier: Apache-2.0
#include "cells/swu/depth.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "cells/swu/geometry.h"
#include "hw/memory.h"

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// What the groups of taps of a frame need and free, in their order.
struct Group {
  std::int64_t newest;
  std::int64_t freed;
};

std::vector<Group> groups_of(const SwuGeometry& geometry) {
  const SwuConfig& c = geometry.config();
  std::vector<Group> groups;
  groups.reserve(static_cast<std::size_t>(c.oh * c.ow * geometry.groups()));
  for (std::int64_t oy = 0; oy < c.oh; ++oy)
    for (std::int64_t ox = 0; ox < c.ow; ++ox)
      for (std::int64_t group = 0; group < geometry.groups(); ++group)
        groups.push_back({geometry.newest(oy, ox, group), geometry.freed(oy, ox, group)});
  return groups;
}

/// The actor's timing in steps of a pixel written and of a group of taps read, as within both nothing waits.
class Timing {
 public:
  Timing(const SwuGeometry& geometry, const std::vector<Group>& groups, std::int64_t depth, SwuSource source)
      : geometry_(geometry), groups_(groups), depth_(depth), source_(source) {}

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
    for (const Group& group : groups_) {
      free(group.freed);
      if (!read_group(group.newest)) return false;
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
  const std::vector<Group>& groups_;
  std::int64_t depth_;
  SwuSource source_;
  std::int64_t time_ = 0, frame_ = 0;
  std::int64_t written_ = 0;  ///< pixels
  std::int64_t write_ = 0;    ///< first cycle behind them
  std::int64_t read_ = 0;     ///< first cycle behind the groups that are read
  std::deque<Freed> freed_;
  bool held_up_ = false;
};

std::int64_t min_depth(const std::vector<Group>& groups) {
  std::int64_t depth = 2;
  for (const Group& group : groups) depth = std::max(depth, group.newest + 1 - group.freed);
  return depth;
}

std::int64_t search_ideal_depth(const SwuConfig& config, SwuSource source) {
  const SwuGeometry geometry(config);
  const std::vector<Group> groups = groups_of(geometry);
  const std::int64_t time = std::max(config.input_beats(), config.output_beats());
  std::int64_t low = min_depth(groups);
  std::int64_t high = std::max(low, 2 * geometry.pixels());
  while (low < high) {
    const std::int64_t depth = (low + high) / 2;
    if (Timing(geometry, groups, depth, source).ideal(time))
      high = depth;
    else
      low = depth + 1;
  }
  return low;
}

/// All of a configuration that timing depends on.
using TimingKey = std::array<std::int64_t, 14>;

TimingKey timing_of(const SwuConfig& c) {
  return {c.cf, c.taps, c.h, c.w, c.kh, c.kw, c.sh, c.sw, c.pt, c.pl, c.oh, c.ow, c.dh, c.dw};
}

/// Depths by timing. A folding search asks for the same ones again and again: layers repeat, and of a folding only cf
/// and taps matter.
class KnownDepths {
 public:
  template <typename Search>
  std::int64_t get(const SwuConfig& config, Search search) {
    const TimingKey key = timing_of(config);
    {
      const std::lock_guard lock(mutex_);
      const auto found = depths_.find(key);
      if (found != depths_.end()) return found->second;
    }
    const std::int64_t depth = search();
    const std::lock_guard lock(mutex_);
    return depths_[key] = depth;
  }

 private:
  std::mutex mutex_;
  std::map<TimingKey, std::int64_t> depths_;
};

}  // namespace

std::int64_t swu_min_depth(const SwuConfig& config) {
  static KnownDepths known;
  return known.get(config, [&] { return min_depth(groups_of(SwuGeometry(config))); });
}

std::int64_t swu_ideal_depth(const SwuConfig& config, SwuSource source) {
  static KnownDepths bursts;
  static KnownDepths even;
  KnownDepths& known = source == SwuSource::kBurst ? bursts : even;
  return known.get(config, [&] { return search_ideal_depth(config, source); });
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
