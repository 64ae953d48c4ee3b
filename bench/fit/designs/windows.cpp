// SPDX-License-Identifier: Apache-2.0
// Parts swu, window, pool and sumpool.
#include "cells/pool/pool.h"
#include "cells/sumpool/sumpool.h"
#include "cells/swu/swu.h"
#include "cells/window/window.h"
#include "grid.h"

namespace finn::fit {
namespace {

/// Geometry without folding.
SwuConfig draw_geometry(Random& random) {
  SwuConfig c;
  const std::int64_t size = pick<std::int64_t>(random, {6, 7, 8, 12, 14, 16, 24, 28, 32, 56, 64, 112});
  c.h = size;
  c.w = between(random, 0, 4) == 0 ? pick<std::int64_t>(random, {10, 20, 40, 64}) : size;
  c.kh = c.kw = pick<std::int64_t>(random, {1, 2, 3, 3, 3, 5});
  c.sh = c.sw = pick<std::int64_t>(random, {1, 1, 1, 2});
  if (c.kh == 2) c.sh = c.sw = 2;
  if (c.kh > 2 && between(random, 0, 1) != 0) c.pt = c.pl = c.kh / 2;
  c.oh = (c.h + 2 * c.pt - c.kh) / c.sh + 1;
  c.ow = (c.w + 2 * c.pl - c.kw) / c.sw + 1;
  c.width = static_cast<int>(pick<std::int64_t>(random, {1, 1, 2, 2, 4, 8}));
  return c;
}

bool make_swu(const SwuConfig& c, Configuration& made) {
  const std::int64_t bits = c.lanes * c.width;
  if (c.taps * bits > 512 || c.h * c.w * c.cf * bits > 1 << 20) return false;
  made.cell = &cell_swu();
  made.params = swu_params(c);
  made.inputs = {bits};
  made.outputs = {c.taps * bits};
  return true;
}

bool draw_swu(Random& random, Configuration& made) {
  SwuConfig c = draw_geometry(random);
  const std::int64_t channels = pick<std::int64_t>(random, {1, 3, 8, 16, 24, 32, 64, 128, 256});
  c.lanes = divisor(random, channels, 64);
  c.cf = channels / c.lanes;
  if (c.cf == 1 && between(random, 0, 3) == 0) c.taps = divisor(random, c.kh * c.kw, 9);
  return make_swu(c, made);
}

/// Several taps a beat.
bool draw_swu_taps(Random& random, Configuration& made) {
  SwuConfig c = draw_geometry(random);
  c.lanes = pick<std::int64_t>(random, {1, 2, 3, 4, 8, 16});
  c.taps = divisor(random, c.kh * c.kw, 9);
  return c.taps > 1 && make_swu(c, made);
}

bool draw_window(Random& random, Configuration& made) {
  SwuConfig c = draw_geometry(random);
  c.lanes = pick<std::int64_t>(random, {1, 2, 3, 4, 8, 16, 32});
  c.taps = c.kh * c.kw;
  const std::int64_t bits = c.lanes * c.width;
  if (c.taps * bits > 600 || !window_fits(c)) return false;
  made.cell = &cell_window();
  made.params = window_params(c);
  made.inputs = {bits};
  made.outputs = {c.taps * bits};
  return true;
}

/// What pool and sumpool share.
template <typename Config>
bool draw_pool(Random& random, Config& c, bool folded) {
  const std::int64_t window = pick<std::int64_t>(random, {4, 4, 4, 9, 9, 49, 64});
  c.cf = folded ? pick<std::int64_t>(random, {1, 2, 4, 8, 32, 64}) : 1;
  c.taps = c.cf == 1 && window < 16 ? divisor(random, window, 9) : 1;
  c.groups = window / c.taps;
  c.channels_beat = spread(random, 1, 32);
  c.type = any_type(random, 8);
  c.vectors = 4;
  return c.channels_beat * c.taps * c.type.bits() <= 400;
}

bool draw_maxpool(Random& random, Configuration& made, bool folded) {
  PoolConfig c;
  if (!draw_pool(random, c, folded)) return false;
  const std::int64_t bits = c.channels_beat * c.type.bits();
  made.cell = &cell_pool();
  made.params = pool_params(c);
  made.inputs = {c.taps * bits};
  made.outputs = {bits};
  return true;
}

bool draw_sumpool(Random& random, Configuration& made, bool folded) {
  SumpoolConfig c;
  if (!draw_pool(random, c, folded)) return false;
  const std::int64_t most = std::max(std::abs(c.type.min()), c.type.max()) * c.taps * c.groups;
  c.out_width = DataType::smallest({c.type.min() < 0 ? -most : 0, most}).bits();
  made.cell = &cell_sumpool();
  made.params = sumpool_params(c);
  made.inputs = {c.taps * c.channels_beat * c.type.bits()};
  made.outputs = {c.channels_beat * c.out_width};
  return true;
}

}  // namespace

std::vector<Part> window_parts() {
  const auto pool = [](auto draw, bool folded) {
    return [=](Random& random, Configuration& made) { return draw(random, made, folded); };
  };
  return {{"swu", {{45, draw_swu}, {36, draw_swu_taps}}},
          {"window", {{30, draw_window}}},
          {"pool", {{30, pool(draw_maxpool, true)}, {30, pool(draw_maxpool, false)}}},
          {"sumpool", {{30, pool(draw_sumpool, true)}, {30, pool(draw_sumpool, false)}}}};
}

}  // namespace finn::fit
