// SPDX-License-Identifier: Apache-2.0
#include "hw/memory.h"

#include <algorithm>
#include <limits>

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

std::int64_t bram18_count(std::int64_t width, std::int64_t depth) {
  struct ShapeOption {
    std::int64_t depth;
    std::int64_t width;
  };
  constexpr ShapeOption kShapes[] = {{16384, 1}, {8192, 2}, {4096, 4}, {2048, 9}, {1024, 18}, {512, 36}};
  std::int64_t best = std::numeric_limits<std::int64_t>::max();
  for (const ShapeOption& shape : kShapes)
    best = std::min(best, ceil_div(depth, shape.depth) * ceil_div(width, shape.width));
  return best;
}

std::int64_t rom_luts(std::int64_t width, std::int64_t depth) { return width * ceil_div(depth, 64); }

std::string decide_ram_style(const Memory& memory) {
  if (memory.ram_style != "auto") return memory.ram_style;
  const auto depth = static_cast<std::int64_t>(memory.words.size());
  return rom_luts(memory.width, depth) >= kLutsPerBram18 * bram18_count(memory.width, depth) ? "block" : "distributed";
}

Cost memory_cost(const Memory& memory) {
  const auto depth = static_cast<std::int64_t>(memory.words.size());
  Cost cost;
  if (decide_ram_style(memory) == "block") {
    cost.bram18 = static_cast<double>(bram18_count(memory.width, depth));
  } else if (depth > 1) {
    cost.lut = static_cast<double>(rom_luts(memory.width, depth));
    cost.ff = memory.width;
  }
  return cost;
}

}  // namespace finn
