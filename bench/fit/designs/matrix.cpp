// SPDX-License-Identifier: Apache-2.0
// Parts mvu and vvu.
#include "cells/mvu/dsp_shape.h"
#include "cells/mvu/mvu.h"
#include "cells/vvu/vvu.h"
#include "grid.h"

namespace finn::fit {
namespace {

int sum_bits(std::int64_t columns, DataType a, DataType w) {
  Range range{0, 0};
  for (const std::int64_t x : {a.min(), a.max()})
    for (const std::int64_t y : {w.min(), w.max()}) {
      range.min = std::min(range.min, x * y * columns);
      range.max = std::max(range.max, x * y * columns);
    }
  return DataType::smallest(range).bits();
}

bool draw_mvu(Random& random, Configuration& made, bool dsp) {
  MvuConfig c;
  c.activation = any_type(random, 8);
  c.weight = any_type(random, 8);
  c.mw = pick<std::int64_t>(random, {8, 9, 16, 27, 32, 36, 48, 64, 72, 128, 144, 256, 288, 576});
  c.mh = pick<std::int64_t>(random, {4, 8, 10, 16, 24, 32, 64, 128});
  c.simd = divisor(random, c.mw, dsp ? 32 : 64);
  c.pe = divisor(random, c.mh, dsp ? 8 : 16);
  c.vectors = 2;
  const std::int64_t products = c.pe * c.simd * c.activation.bits() * c.weight.bits();
  if (products > 2048) return false;  // small ones say the same and take less time
  c.dsp = dsp;
  if (dsp && (!dsp_obstacle(c.activation, c.weight).empty() || std::min(c.activation.bits(), c.weight.bits()) < 2))
    return false;
  const bool constant = c.nf() == 1 && c.sf() == 1;
  if (constant && products > 512) return false;
  c.flip = !dsp && c.weight.is_bipolar() && !c.activation.is_bipolar() && between(random, 0, 1) != 0;
  const std::vector<std::int64_t> matrix = random.values(c.weight, c.mw * c.mh);
  c.acc_width = sum_bits(c.mw, c.activation, c.weight);
  if (c.mode() == DotMode::kXnor) c.acc_width = bits_unsigned(static_cast<std::uint64_t>(c.mw));
  made.cell = &cell_mvu();
  made.memories = {mvu_memory(c, matrix, "auto")};
  made.params = mvu_params(c, made.memories.front());
  made.inputs = {c.simd * c.activation.bits()};
  made.outputs = {c.pe * c.acc_width};
  return true;
}

bool draw_vvu(Random& random, Configuration& made) {
  VvuConfig c;
  c.activation = any_type(random, 8);
  c.weight = any_type(random, 8);
  const std::int64_t kernel = pick<std::int64_t>(random, {1, 4, 9, 9, 9, 25});
  c.taps = pick<std::int64_t>(random, {1, 1, 1, kernel});
  c.tf = kernel / c.taps;
  c.groups = pick<std::int64_t>(random, {1, 2, 4, 8, 16});
  c.gf = spread(random, 1, 16);
  if (between(random, 0, 2) == 0) {  // several channels a group
    c.channels = pick<std::int64_t>(random, {1, 2, 4});
    c.rows = pick<std::int64_t>(random, {1, 2, 4});
    if (c.groups == 1) c.rf = pick<std::int64_t>(random, {1, 2, 3});
    if (c.taps == 1) c.cf = pick<std::int64_t>(random, {1, 2});
  }
  c.vectors = 2;
  if (c.pe() * c.simd() * c.activation.bits() * c.weight.bits() > 768) return false;
  c.acc_width = sum_bits(c.kernel() * c.group_channels(), c.activation, c.weight);
  made.cell = &cell_vvu();
  made.params = vvu_params(c);
  made.memories = {random_memory(random, "w", c.pe() * c.simd() * c.weight.bits(), c.steps())};
  made.inputs = {c.in_lanes() * c.activation.bits()};
  made.outputs = {c.pe() * c.acc_width};
  return true;
}

}  // namespace

std::vector<Part> matrix_parts() {
  const auto draw = [](Random& random, Configuration& made) {
    return draw_mvu(random, made, between(random, 0, 2) == 0);
  };
  return {{"mvu", {{54, draw}}}, {"vvu", {{75, draw_vvu}}}};
}

}  // namespace finn::fit
