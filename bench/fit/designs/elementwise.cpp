// SPDX-License-Identifier: Apache-2.0
// Parts threshold, add, adjust, requant, lut, concat, slice, extend, reorder and topk.
#include "cells/add/add.h"
#include "cells/adjust/adjust.h"
#include "cells/concat/concat.h"
#include "cells/extend/extend.h"
#include "cells/lut/lut.h"
#include "cells/reorder/reorder.h"
#include "cells/requant/requant.h"
#include "cells/slice/slice.h"
#include "cells/threshold/threshold.h"
#include "cells/topk/topk.h"
#include "grid.h"

namespace finn::fit {
namespace {

const std::vector<std::int64_t> kChannels = {1, 3, 8, 10, 16, 24, 32, 64, 100, 128, 256, 512};

std::int64_t address_depth(std::int64_t channels, std::int64_t pe, bool shared) { return shared ? 1 : channels / pe; }

bool draw_threshold(Random& random, Configuration& made) {
  ThresholdConfig c;
  c.channels = pick(random, kChannels);
  c.pe = divisor(random, c.channels, 32);
  c.rows = 2;
  const auto bits = static_cast<int>(between(random, 3, 20));
  c.input = between(random, 0, 1) != 0 ? DataType::sint(bits) : DataType::uint(bits);
  c.out_width = static_cast<int>(pick<std::int64_t>(random, {1, 1, 2, 2, 3, 4, 4, 8}));
  c.levels = (1 << c.out_width) - 1;
  if (c.out_width == 2 && between(random, 0, 1) != 0) c.levels = 2;  // TERNARY
  c.shared = between(random, 0, 5) == 0;
  c.flip = between(random, 0, 4) == 0;
  if (between(random, 0, 2) == 0) c.out_bias = c.levels == 2 ? 3 : std::int64_t{1} << (c.out_width - 1);
  if (c.pe * c.levels > 512) return false;
  std::vector<ThresholdRow> rows(c.shared ? 1 : static_cast<std::size_t>(c.channels));
  for (ThresholdRow& row : rows) {
    row.thresholds = random.ascending(c.input.range(), c.levels);
    row.flip = c.flip && between(random, 0, 1) != 0;
  }
  c.thr_width = threshold_width(c.input, rows);
  made.cell = &cell_threshold();
  made.params = threshold_params(c);
  made.memories = threshold_memories(c, rows, "auto");
  made.inputs = {c.pe * bits};
  made.outputs = {c.pe * c.out_width};
  return true;
}

bool draw_add(Random& random, Configuration& made) {
  AddConfig c;
  c.pe = spread(random, 1, 32);
  c.beats = 4;
  const std::int64_t inputs = pick<std::int64_t>(random, {2, 2, 2, 3, 4});
  Range sum{0, 0};
  for (std::int64_t i = 0; i < inputs; ++i) {
    const DataType type = any_type(random, 12);
    const std::int64_t factor = pick<std::int64_t>(random, {1, 1, 1, 1, -1, 2, 3, 5});
    c.inputs.push_back({type, factor});
    sum.min += std::min(factor * type.min(), factor * type.max());
    sum.max += std::max(factor * type.min(), factor * type.max());
    made.inputs.push_back(c.pe * type.bits());
  }
  c.output = DataType::smallest(sum);
  made.cell = &cell_add();
  made.params = add_params(c);
  made.outputs = {c.pe * c.output.bits()};
  return true;
}

bool draw_adjust(Random& random, Configuration& made) {
  AdjustConfig c;
  c.channels = pick(random, kChannels);
  c.pe = divisor(random, c.channels, 16);
  c.rows = 2;
  c.input = between(random, 0, 1) != 0 ? DataType::sint(static_cast<int>(between(random, 2, 16)))
                                       : DataType::uint(static_cast<int>(between(random, 1, 16)));
  c.a_width = static_cast<int>(pick<std::int64_t>(random, {1, 2, 2, 3}));
  c.shared = between(random, 0, 1) != 0;
  c.output = DataType::sint(std::min(30, c.input.bits() + c.a_width));
  made.cell = &cell_adjust();
  made.params = adjust_params(c);
  const std::int64_t lanes = c.shared ? 1 : c.pe;
  made.memories = {
      random_memory(random, "t", lanes * (c.output.bits() + c.a_width), address_depth(c.channels, c.pe, c.shared))};
  made.inputs = {c.pe * c.input.bits()};
  made.outputs = {c.pe * c.output.bits()};
  return true;
}

bool draw_requant(Random& random, Configuration& made) {
  RequantConfig c;
  c.channels = pick(random, kChannels);
  c.pe = divisor(random, c.channels, 8);
  c.rows = 2;
  c.input = between(random, 0, 3) != 0 ? DataType::sint(static_cast<int>(between(random, 4, 24)))
                                       : DataType::uint(static_cast<int>(between(random, 4, 20)));
  c.m_width = static_cast<int>(between(random, 4, 18));
  c.shift = static_cast<int>(between(random, 1, c.m_width + 4));
  c.sum_width = std::min(60, c.input.bits() + c.m_width + static_cast<int>(between(random, 0, 2)));
  c.half_even = between(random, 0, 1) != 0;
  c.shared = between(random, 0, 3) == 0;
  const auto out = static_cast<int>(between(random, 2, 8));
  c.output = between(random, 0, 1) != 0 ? DataType::sint(out) : DataType::uint(out);
  c.bounds = c.output.range();
  if (c.sum_width <= c.shift + 2) return false;
  made.cell = &cell_requant();
  made.params = requant_params(c);
  made.memories = {random_memory(random, "t", (c.shared ? 1 : c.pe) * (c.m_width + c.sum_width),
                                 address_depth(c.channels, c.pe, c.shared))};
  made.inputs = {c.pe * c.input.bits()};
  made.outputs = {c.pe * out};
  return true;
}

bool draw_lut(Random& random, Configuration& made) {
  LutConfig c;
  c.channels = pick(random, kChannels);
  c.pe = divisor(random, c.channels, 16);
  c.rows = 2;
  const auto bits = static_cast<int>(between(random, 1, 8));
  c.input = between(random, 0, 1) != 0 ? DataType::sint(std::max(2, bits)) : DataType::uint(bits);
  c.input_min = c.input.min();
  c.entries = c.input.max() - c.input.min() + 1;
  c.shared = between(random, 0, 2) == 0;
  c.output = DataType::uint(static_cast<int>(between(random, 1, 8)));
  if (c.depth() > 16384) return false;
  made.cell = &cell_lut();
  made.params = lut_params(c);
  for (std::int64_t lane = 0; lane < c.pe; ++lane) {
    made.memories.push_back(random_memory(random, "t", c.output.bits(), c.depth()));
    made.memories.back().lane = static_cast<int>(lane);
    made.memories.back().lanes = static_cast<int>(c.pe);
  }
  made.inputs = {c.pe * c.input.bits()};
  made.outputs = {c.pe * c.output.bits()};
  return true;
}

bool draw_concat(Random& random, Configuration& made) {
  ConcatConfig c;
  const std::int64_t inputs = pick<std::int64_t>(random, {2, 2, 2, 3, 4, 5});
  const bool whole = between(random, 0, 2) == 0;
  c.lanes = spread(random, 1, 32);
  c.pixels = 4;
  const DataType type = any_type(random, 8);
  for (std::int64_t i = 0; i < inputs; ++i)
    c.inputs.push_back({type, whole ? spread(random, 1, 16) : c.lanes * spread(random, 1, 16)});
  if (whole) c.lanes = c.channels();
  for (const ConcatConfig::Input& input : c.inputs)
    made.inputs.push_back((whole ? input.channels : c.lanes) * type.bits());
  c.output = type;
  made.cell = &cell_concat();
  made.params = concat_params(c);
  made.outputs = {c.lanes * type.bits()};
  return true;
}

bool draw_slice(Random& random, Configuration& made) {
  SliceConfig c;
  c.width = static_cast<int>(between(random, 1, 8));
  c.lanes = spread(random, 1, 32);
  c.folds = pick<std::int64_t>(random, {1, 2, 3, 4, 8, 16, 64});
  const std::int64_t all = c.folds > 1 ? c.folds : c.lanes;
  c.first = between(random, 0, all - 1);
  c.count = between(random, 1, all - c.first);
  if (c.folds > 1) {
    c.first *= c.lanes;
    c.count *= c.lanes;
  }
  c.pixels = pick<std::int64_t>(random, {1, 16, 49, 196, 1024, 3136});
  made.cell = &cell_slice();
  made.params = slice_params(c);
  made.inputs = {c.lanes * c.width};
  made.outputs = {c.out_lanes() * c.width};
  return true;
}

bool draw_extend(Random& random, Configuration& made) {
  ExtendConfig c;
  c.width = static_cast<int>(between(random, 1, 8));
  c.lanes = spread(random, 1, 32);
  c.folds = pick<std::int64_t>(random, {1, 2, 3, 4, 8, 16, 64});
  c.count = c.folds > 1 ? c.lanes * (c.folds + between(random, 1, 6)) : c.lanes + between(random, 1, 16);
  c.groups = pick<std::int64_t>(random, {1, 16, 49, 196, 1024, 3136});
  made.cell = &cell_extend();
  made.params = extend_params(c);
  made.inputs = {c.lanes * c.width};
  made.outputs = {c.out_lanes() * c.width};
  return true;
}

bool draw_reorder(Random& random, Configuration& made) {
  ReorderConfig c;
  c.width = static_cast<int>(pick<std::int64_t>(random, {1, 2, 4, 8}));
  c.lanes = spread(random, 1, 32);
  c.h = pick<std::int64_t>(random, {4, 7, 8, 14, 16, 28, 32});
  const std::int64_t pixels = pick<std::int64_t>(random, {4, 7, 8, 14, 16, 28, 32});
  const std::int64_t folds = pick<std::int64_t>(random, {1, 2, 3, 4, 8});
  c.row = pixels * folds;
  switch (between(random, 0, 3)) {
    case 0:  // nearest upsampling
      c.count = {2, pixels, 2, folds};
      c.step = {0, folds, 0, 1};
      c.free = folds;
      break;
    case 1:  // rows repeated
      c.count = {2, c.row, 1, 1};
      break;
    case 2: {  // parts of a pixel, each row several times
      c.count = {2, pixels, 1, folds};
      c.step = {folds % 2 == 0 ? folds / 2 : 0, folds, 0, 1};
      c.free = folds;
      if (folds % 2 == 0) c.count[3] = folds / 2;
      break;
    }
    default:  // depth to space of whole pixels
      c.segments = 2;
      c.lanes *= 4;
      c.crd = between(random, 0, 1) != 0;
      c.row = pixels;
      c.count = {2, pixels, 1, 1};
  }
  if (c.lanes * c.width > 512) return false;
  made.cell = &cell_reorder();
  made.params = reorder_params(c);
  made.inputs = {c.lanes * c.width};
  made.outputs = {c.out_lanes() * c.width};
  return true;
}

bool draw_topk(Random& random, Configuration& made) {
  TopkConfig c;
  c.type = between(random, 0, 2) != 0 ? DataType::sint(static_cast<int>(between(random, 4, 20)))
                                      : DataType::uint(static_cast<int>(between(random, 2, 20)));
  c.count = pick<std::int64_t>(random, {2, 5, 10, 10, 16, 37, 100, 200, 1000});
  c.k = std::min<std::int64_t>(c.count, pick<std::int64_t>(random, {1, 1, 2, 3, 5}));
  c.output = DataType::uint(bits_unsigned(static_cast<std::uint64_t>(c.count - 1)));
  made.cell = &cell_topk();
  made.params = topk_params(c);
  made.inputs = {c.type.bits()};
  made.outputs = {c.output.bits()};
  return true;
}

}  // namespace

std::vector<Part> elementwise_parts() {
  return {{"threshold", {{39, draw_threshold}}},
          {"add", {{45, draw_add}}},
          {"adjust", {{36, draw_adjust}}},
          {"requant", {{60, draw_requant}}},
          {"lut", {{30, draw_lut}}},
          {"concat", {{30, draw_concat}}},
          {"slice", {{30, draw_slice}}},
          {"extend", {{24, draw_extend}}},
          {"reorder", {{30, draw_reorder}}},
          {"topk", {{30, draw_topk}}}};
}

}  // namespace finn::fit
