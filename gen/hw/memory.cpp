// SPDX-License-Identifier: Apache-2.0
#include "hw/memory.h"

#include <algorithm>
#include <limits>

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

struct BlockShape {
  std::int64_t count = std::numeric_limits<std::int64_t>::max();
  std::int64_t banks = 1;
};

BlockShape block_shape(std::int64_t width, std::int64_t depth) {
  struct ShapeOption {
    std::int64_t depth;
    std::int64_t width;
  };
  constexpr ShapeOption kShapes[] = {{16384, 1}, {8192, 2}, {4096, 4}, {2048, 9}, {1024, 18}, {512, 36}};
  BlockShape best;
  for (const ShapeOption& shape : kShapes) {
    const std::int64_t banks = ceil_div(depth, shape.depth);
    const std::int64_t count = banks * ceil_div(width, shape.width);
    if (count < best.count) best = {count, banks};
  }
  return best;
}

}  // namespace

std::int64_t bram18_count(std::int64_t width, std::int64_t depth) { return block_shape(width, depth).count; }
std::int64_t bram18_banks(std::int64_t width, std::int64_t depth) { return block_shape(width, depth).banks; }

std::int64_t rom_luts(std::int64_t width, std::int64_t depth) {
  if (depth == 1) return 0;
  const std::int64_t joined = ceil_div(depth, 256);
  return width * (ceil_div(depth, 64) + (joined > 1 ? ceil_div(joined, 4) : 0));
}

std::int64_t lutram_luts(std::int64_t width, std::int64_t depth, Family family) {
  struct Primitive {
    std::int64_t luts, bits_of_32, bits_of_64;
  };
  const Primitive primitive = family == Family::kXcup ? Primitive{8, 14, 7} : Primitive{4, 6, 3};
  if (depth <= 32) return primitive.luts * ceil_div(width, primitive.bits_of_32);
  const std::int64_t banks = ceil_div(depth, 64);
  const std::int64_t multiplexers = banks == 1 ? 0 : width * ceil_div(banks, 4) + banks;
  return primitive.luts * ceil_div(width, primitive.bits_of_64) * banks + multiplexers;
}

RamStyle decide_ram_style(RamStyle style, std::int64_t width, std::int64_t depth) {
  if (style != RamStyle::kAuto) return style;
  const std::int64_t luts = lutram_luts(width, depth);
  return luts > kSmallLutram && luts >= kLutsPerBram18 * bram18_count(width, depth) ? RamStyle::kBlock
                                                                                    : RamStyle::kDistributed;
}

Cost ram_cost(RamStyle style, std::int64_t width, std::int64_t depth, Family family) {
  Cost cost;
  if (decide_ram_style(style, width, depth) == RamStyle::kBlock) {
    cost.bram18 = static_cast<double>(bram18_count(width, depth));
  } else {
    cost.lut = static_cast<double>(lutram_luts(width, depth, family));
    cost.ff = static_cast<double>(width);
  }
  return cost;
}

Cost parameter_ram_cost(bool block, std::int64_t width, std::int64_t depth, Family family) {
  constexpr double kDecodeLuts = 2;  // the highest bits of the address, the column, the write
  Cost cost = ram_cost(block ? RamStyle::kBlock : RamStyle::kDistributed, width, depth, family);
  cost.lut += kDecodeLuts;
  return cost;
}

}  // namespace finn
