// SPDX-License-Identifier: Apache-2.0
// The sliding window's rules, against brute force: what may be freed, how deep the ring must be, and that the
// depths that the generator chooses keep frames without a bubble.
#include "cells/swu/swu.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "cells/swu/depth.h"
#include "cells/swu/geometry.h"
#include "diag/diagnostics.h"

namespace finn {
namespace {

struct Axis {
  std::int64_t size, kernel, stride, dilation, before, after;
  std::int64_t windows() const { return (size + before + after - (kernel - 1) * dilation - 1) / stride + 1; }
  bool legal() const { return size + before + after >= (kernel - 1) * dilation + 1; }
};

SwuConfig make(const Axis& y, const Axis& x) {
  SwuConfig c;
  c.h = y.size, c.kh = y.kernel, c.sh = y.stride, c.dh = y.dilation, c.pt = y.before, c.oh = y.windows();
  c.w = x.size, c.kw = x.kernel, c.sw = x.stride, c.dw = x.dilation, c.pl = x.before, c.ow = x.windows();
  return c;
}

std::vector<Axis> all_axes() {
  std::vector<Axis> axes;
  for (std::int64_t size = 1; size <= 4; ++size)
    for (std::int64_t kernel = 1; kernel <= 3; ++kernel)
      for (std::int64_t stride = 1; stride <= 4; ++stride)
        for (std::int64_t dilation = 1; dilation <= (kernel > 1 ? 2 : 1); ++dilation)
          for (std::int64_t before = 0; before <= 4; ++before)
            for (std::int64_t after = 0; after <= 4; after += 2)
              if (const Axis axis{size, kernel, stride, dilation, before, after}; axis.legal()) axes.push_back(axis);
  return axes;
}

/// First pixel that the window's groups from `group` on read, or the frame's end.
std::int64_t oldest(const SwuConfig& c, std::int64_t oy, std::int64_t ox, std::int64_t group) {
  std::int64_t first = c.h * c.w;
  for (std::int64_t tap = group * c.taps; tap < c.kh * c.kw; ++tap) {
    const std::int64_t y = oy * c.sh - c.pt + tap / c.kw * c.dh;
    const std::int64_t x = ox * c.sw - c.pl + tap % c.kw * c.dw;
    if (y >= 0 && y < c.h && x >= 0 && x < c.w) first = std::min(first, y * c.w + x);
  }
  return first;
}

void expect_free_rule(const SwuConfig& c) {
  const SwuGeometry geometry(c);
  std::int64_t needed = c.h * c.w;  // first pixel that this and all later groups read
  std::int64_t freed_later = c.h * c.w;
  for (std::int64_t i = c.oh * c.ow * geometry.groups() - 1; i >= 0; --i) {
    const std::int64_t group = i % geometry.groups(), window = i / geometry.groups();
    needed = std::min(needed, oldest(c, window / c.ow, window % c.ow, group));
    const std::int64_t freed = geometry.freed(window / c.ow, window % c.ow, group);
    ASSERT_LE(freed, needed) << "window " << window << " group " << group;
    ASSERT_LE(freed, freed_later) << "window " << window << " group " << group;
    ASSERT_GE(freed, 0);
    freed_later = freed;
  }
}

std::string text(const SwuConfig& c) {
  return fmt::format("{}x{} kernel {}x{} stride {}x{} dilation {}x{} pad {},{} windows {}x{} cf {} taps {}", c.h, c.w,
                     c.kh, c.kw, c.sh, c.sw, c.dh, c.dw, c.pt, c.pl, c.oh, c.ow, c.cf, c.taps);
}

TEST(Swu, FreesNoPixelThatIsStillNeeded) {
  const std::vector<Axis> axes = all_axes();
  for (std::size_t i = 0; i < axes.size(); ++i)
    for (std::size_t j = i % 29; j < axes.size(); j += 29) {
      const SwuConfig c = make(axes[i], axes[j]);
      SCOPED_TRACE(text(c));
      expect_free_rule(c);
      if (HasFatalFailure()) return;
    }
}

TEST(Swu, FreesAllThatIsDoneWithoutPadding) {
  for (const Axis& y : {Axis{6, 3, 1, 1, 0, 0}, Axis{7, 2, 2, 1, 0, 0}, Axis{8, 2, 3, 2, 0, 0}}) {
    const SwuConfig c = make(y, {7, 3, 2, 1, 0, 0});
    const SwuGeometry geometry(c);
    for (std::int64_t i = 0; i < c.oh * c.ow; ++i) {
      const std::int64_t oy = i / c.ow, ox = i % c.ow;
      EXPECT_EQ(geometry.freed(oy, ox, 0), oldest(c, oy, ox, 0)) << text(c) << " window " << i;
      const std::int64_t next = ox + 1 < c.ow ? oldest(c, oy, ox + 1, 0) : (oy * c.sh + 1) * c.w;
      EXPECT_EQ(geometry.freed(oy, ox, c.kw), next) << text(c) << " second row of taps of window " << i;
    }
  }
}

struct Seen {
  std::vector<std::int64_t> ends;  ///< cycle of each frame's last output beat
  bool source_waited = false;      ///< an even source was held up after the second frame
};

/// Steps the actor until `frames` frames left or it stood still for too long. The sink is always ready.
Seen run(const SwuConfig& c, std::int64_t depth, SwuSource source, std::int64_t frames, std::int64_t frames_in) {
  Params params = swu_params(c);
  params.set("DEPTH", depth);
  const std::unique_ptr<Actor> actor = cell_swu().actor(params);
  Wire in, out;
  actor->bind({&in}, {&out});
  const std::int64_t time = std::max(c.input_beats(), c.output_beats());
  const std::int64_t patience = 2 * time + 10;
  Seen result;
  std::int64_t sent = 0, got = 0, since = 0;
  for (std::int64_t cycle = 0; got < frames * c.output_beats() && since < patience; ++cycle, ++since) {
    // The even source delivers word i not before cycle i * time / input_beats.
    in.valid =
        sent < frames_in * c.input_beats() && (source == SwuSource::kBurst || sent * time <= cycle * c.input_beats());
    actor->drive_valid();
    out.ready = true;
    actor->drive_ready();
    if (source == SwuSource::kEven && in.valid && !in.ready) result.source_waited = true;
    if (in.fires()) ++sent;
    if (in.fires() || out.fires()) since = 0;
    if (out.fires() && ++got % c.output_beats() == 0) result.ends.push_back(cycle);
    actor->tick();
  }
  return result;
}

std::int64_t last_interval(const Seen& seen) { return seen.ends.end()[-1] - seen.ends.end()[-2]; }

SwuConfig random_config(std::mt19937_64& rng) {
  const auto pick = [&](std::initializer_list<std::int64_t> values) { return values.begin()[rng() % values.size()]; };
  const auto axis = [&] {
    for (;;) {
      const Axis found{pick({1, 2, 3, 5, 6, 8, 11}), pick({1, 2, 3, 3, 4, 5}),    pick({1, 1, 2, 3, 5}),
                       pick({1, 1, 2, 3}),           pick({0, 0, 1, 1, 2, 3, 7}), pick({0, 0, 1, 1, 2, 6})};
      if (found.legal()) return found;
    }
  };
  SwuConfig c = make(axis(), axis());
  const std::int64_t taps = 1 + static_cast<std::int64_t>(rng() % static_cast<std::uint64_t>(c.kh * c.kw));
  if (c.kh * c.kw % taps == 0) c.taps = taps;
  if (c.taps == 1) c.cf = pick({1, 2, 3, 4});
  return c;
}

TEST(Swu, MinimumDepthIsExact) {
  std::mt19937_64 rng(1);
  for (int i = 0; i < 400; ++i) {
    const SwuConfig c = random_config(rng);
    const std::int64_t depth = swu_min_depth(c);
    EXPECT_EQ(run(c, depth, SwuSource::kBurst, 3, 4).ends.size(), 3U) << text(c) << " depth " << depth;
    if (depth > 2) {
      EXPECT_LT(run(c, depth - 1, SwuSource::kBurst, 3, 4).ends.size(), 3U) << text(c) << " depth " << depth;
    }
  }
}

TEST(Swu, IdealDepthIsExact) {
  std::mt19937_64 rng(4);
  for (int i = 0; i < 400; ++i) {
    const SwuConfig c = random_config(rng);
    const std::int64_t time = std::max(c.input_beats(), c.output_beats());
    for (const SwuSource source : {SwuSource::kBurst, SwuSource::kEven}) {
      const std::int64_t depth = swu_ideal_depth(c, source);
      const auto ideal = [&](std::int64_t pixels) {
        const Seen seen = run(c, pixels, source, 6, 8);
        return seen.ends.size() == 6 && last_interval(seen) == time && !seen.source_waited;
      };
      EXPECT_TRUE(ideal(depth)) << text(c) << " depth " << depth;
      if (depth > swu_min_depth(c)) {
        EXPECT_FALSE(ideal(depth - 1)) << text(c) << " depth " << depth;
      }
    }
  }
}

TEST(Swu, DefaultDepthLeavesNoBubble) {
  std::mt19937_64 rng(2);
  for (int i = 0; i < 400; ++i) {
    const SwuConfig c = random_config(rng);
    const std::int64_t depth = swu_default_depth(c);
    const std::int64_t time = std::max(c.input_beats(), c.output_beats());
    EXPECT_EQ(last_interval(run(c, depth, SwuSource::kBurst, 6, 8)), time) << text(c) << " depth " << depth;
  }
}

TEST(Swu, FrameNeedsNoInputOfTheNext) {
  std::mt19937_64 rng(3);
  for (int i = 0; i < 200; ++i) {
    const SwuConfig c = random_config(rng);
    EXPECT_EQ(run(c, swu_min_depth(c), SwuSource::kBurst, 2, 2).ends.size(), 2U) << text(c);
  }
}

TEST(Swu, DepthOfPlainWindows) {
  SwuConfig c;
  c.width = 4, c.lanes = 4, c.cf = 16;  // a row is 512 words
  c.h = c.w = 32, c.kh = c.kw = 3, c.oh = c.ow = 30;
  EXPECT_EQ(swu_min_depth(c), 2 * 32 + 2);
  EXPECT_LE(swu_ideal_depth(c, SwuSource::kBurst), 4 * 32);
  EXPECT_GT(swu_ideal_depth(c, SwuSource::kEven), 4 * 32);
  EXPECT_LE(swu_ideal_depth(c, SwuSource::kEven), 5 * 32);
  EXPECT_EQ(swu_fit_depth(c, 100), 128);  // 2 BRAM18
  EXPECT_EQ(swu_fit_depth(c, 129), 192);  // 3
  c.pt = c.pl = 1, c.oh = c.ow = 32;
  EXPECT_EQ(swu_min_depth(c), 2 * 32 + 2);
  EXPECT_LE(swu_ideal_depth(c, SwuSource::kBurst), 4 * 32);
}

TEST(Swu, TwoRowsAreEnoughForWindowsSideBySide) {
  SwuConfig c;
  c.width = 4, c.lanes = 16;
  c.h = c.w = 32, c.kh = c.kw = c.sh = c.sw = 2, c.oh = c.ow = 16;
  EXPECT_LE(swu_ideal_depth(c, SwuSource::kBurst), 64);
  EXPECT_EQ(swu_default_depth(c), 64);  // the words of one RAM64M
}

TEST(Swu, RejectsWhatTheHardwareCannot) {
  SwuConfig c;
  c.h = c.w = 4, c.kh = c.kw = 2, c.oh = c.ow = 3;
  EXPECT_EQ(swu_params(c).at("CF"), 1);
  const auto rejected = [&](auto change) {
    SwuConfig bad = c;
    change(bad);
    EXPECT_THROW(swu_params(bad), Defect);
  };
  rejected([](SwuConfig& bad) { bad.taps = 3; });
  rejected([](SwuConfig& bad) { bad.taps = 2, bad.cf = 2; });
  rejected([](SwuConfig& bad) { bad.depth = 3; });
  rejected([](SwuConfig& bad) { bad.pt = bad.oh = 4, bad.pad_code = 2; });
  rejected([](SwuConfig& bad) { bad.width = 65; });
}

TEST(Swu, PaddingCodeOfWideElements) {
  SwuConfig c;
  c.h = c.w = 2, c.kh = c.kw = 3, c.pt = c.pl = 1, c.oh = c.ow = 2;
  c.width = 32, c.pad_code = 0x80000000U;
  EXPECT_EQ(swu_params(c).at("PAD_CODE"), -(std::int64_t{1} << 31));
  c.width = 40, c.pad_code = std::uint64_t{1} << 39;
  EXPECT_EQ(swu_params(c).at("PAD_CODE"), -(std::int64_t{1} << 31));
  c.pad_code = 7;
  EXPECT_EQ(swu_params(c).at("PAD_CODE"), 7);
  c.pad_code = std::uint64_t{1} << 38;
  EXPECT_THROW(swu_params(c), Defect);
}

}  // namespace
}  // namespace finn
