// SPDX-License-Identifier: Apache-2.0
// The line-buffer window's timing: frames without a bubble, none waits for the next.
#include "cells/window/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "diag/diagnostics.h"

namespace finn {
namespace {

SwuConfig random_config(std::mt19937_64& rng) {
  const auto pick = [&](std::initializer_list<std::int64_t> values) { return values.begin()[rng() % values.size()]; };
  for (;;) {
    SwuConfig c;
    c.h = pick({1, 2, 3, 5, 6, 8, 11}), c.w = pick({2, 3, 4, 5, 6, 8, 11});
    c.kh = pick({1, 2, 3, 3, 4, 5}), c.kw = pick({1, 2, 3, 3, 4, 5});
    c.sh = pick({1, 1, 2, 3}), c.sw = pick({1, 1, 2, 3});
    c.pt = pick({0, 1, 2}), c.pl = pick({0, 1, 2});
    const std::int64_t y = c.h + c.pt + pick({0, 1, 2}) - c.kh, x = c.w + c.pl + pick({0, 1, 2}) - c.kw;
    if (y < 0 || x < 0) continue;
    c.oh = y / c.sh + 1, c.ow = x / c.sw + 1;
    c.taps = c.kh * c.kw;
    if (window_fits(c)) return c;
  }
}

SwuConfig at_least_depth(SwuConfig c) {
  const std::int64_t ahead = (c.kh - 1 - c.pt) * c.w + c.kw - 1 - c.pl;
  const std::int64_t last = (c.oh - 1) * c.sh * c.w + (c.ow - 1) * c.sw;
  c.depth = std::max<std::int64_t>(last + ahead - c.h * c.w + 2, 2);
  return c;
}

std::string text(const SwuConfig& c) {
  return fmt::format("{}x{} kernel {}x{} stride {}x{} pad {},{} windows {}x{}", c.h, c.w, c.kh, c.kw, c.sh, c.sw, c.pt,
                     c.pl, c.oh, c.ow);
}

/// Cycles of each frame's last output beat, at the least depth; a source of `frames` frames, a word every `period` / 16
/// cycles at most.
std::vector<std::int64_t> run(const SwuConfig& c, std::int64_t frames, std::int64_t period) {
  const std::unique_ptr<Actor> actor = cell_window().actor(window_params(at_least_depth(c)));
  Wire in, out;
  actor->bind({&in}, {&out});
  std::vector<std::int64_t> ends;
  std::int64_t sent = 0, got = 0;
  const std::int64_t pixels = c.h * c.w;
  for (std::int64_t cycle = 0; cycle < (frames + 3) * (2 * pixels + 20) * period / 16; ++cycle) {
    in.valid = sent < frames * pixels && sent * period <= 16 * cycle;
    actor->drive_valid();
    out.ready = true;
    actor->drive_ready();
    if (in.fires()) ++sent;
    if (out.fires() && ++got % (c.oh * c.ow) == 0) ends.push_back(cycle);
    actor->tick();
  }
  return ends;
}

TEST(Window, FramesFollowWithoutABubble) {
  std::mt19937_64 rng(1);
  for (int i = 0; i < 400; ++i) {
    const SwuConfig c = random_config(rng);
    EXPECT_EQ(cell_window().cycles(window_params(c)), std::max(c.input_beats(), c.output_beats())) << text(c);
    for (const std::int64_t period : {16, 17, 20, 40}) {  // always valid, and slower
      const std::vector<std::int64_t> ends = run(c, 20, period);
      ASSERT_EQ(ends.size(), 20U) << text(c);
      // A frame leaves with the next one's first pixels or before them, as it comes: that much is not the rate.
      const std::int64_t slack = period == 16 ? 0 : c.kh * c.w * period / 16;
      EXPECT_NEAR(static_cast<double>(ends[19] - ends[7]), static_cast<double>(12 * c.h * c.w * period / 16),
                  static_cast<double>(slack))
          << text(c) << " period " << period;
    }
  }
}

TEST(Window, FrameNeedsNoInputOfTheNext) {
  std::mt19937_64 rng(2);
  for (int i = 0; i < 200; ++i) {
    const SwuConfig c = random_config(rng);
    EXPECT_EQ(run(c, 1, 16).size(), 1U) << text(c);
    EXPECT_EQ(run(c, 3, 16).size(), 3U) << text(c);
  }
}

TEST(Window, LeavesOtherGeometriesToTheRing) {
  SwuConfig c;
  c.h = c.w = 6, c.kh = c.kw = 3, c.oh = c.ow = 4, c.taps = 9;
  EXPECT_TRUE(window_fits(c));
  const auto other = [&](auto change) {
    SwuConfig config = c;
    change(config);
    EXPECT_FALSE(window_fits(config));
    EXPECT_THROW(window_params(config), Defect);
  };
  other([](SwuConfig& config) { config.taps = 3; });
  other([](SwuConfig& config) { config.dw = 2, config.ow = 2; });
  other([](SwuConfig& config) { config.pt = 3, config.oh = 7; });
  other([](SwuConfig& config) { config.pl = 2, config.ow = 8; });
}

}  // namespace
}  // namespace finn
