// SPDX-License-Identifier: Apache-2.0
#include "hw/rom_plan.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>

#include "diag/diagnostics.h"
#include "hw/memory.h"

namespace finn {
namespace {

struct Primitive {
  std::int64_t depth;
  std::int64_t width;
  std::int64_t bram18;
};

/// One read port; RAMB36 where it holds more than two RAMB18 of that depth.
constexpr Primitive kSinglePort[] = {{512, 36, 1}, {1024, 18, 1}, {2048, 9, 1},  {4096, 9, 2},  {4096, 4, 1},
                                     {8192, 4, 2}, {8192, 2, 1},  {16384, 2, 2}, {16384, 1, 1}, {32768, 1, 2}};
/// Two ports with an address each.
constexpr Primitive kDualPort[] = {{1024, 18, 1}, {2048, 9, 1}, {4096, 4, 1}, {8192, 2, 1}, {16384, 1, 1}};
/// Segments whose length is no power of two are found by comparisons: only few of them.
constexpr std::int64_t kMostOddSegments = 8;
/// LUTs to find one of those and its row.
constexpr std::int64_t kOddSegmentLuts = 2;

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

bool is_power_of_two(std::int64_t n) { return std::has_single_bit(static_cast<std::uint64_t>(n)); }

/// Arrays and what they cost, while they are chosen.
struct Cover {
  std::vector<RomPlan> roms;
  std::int64_t bram18 = 0;
  std::int64_t luts = 0;

  void add(RomPlan rom) {
    if (rom.slots == 0) return;
    bram18 += rom.bram18;
    if (rom.bram18 == 0) luts += rom_luts(rom.slots, rom.rows);
    roms.push_back(rom);
  }
  void add(const Cover& other) {
    for (const RomPlan& rom : other.roms) add(rom);
  }
  auto rank() const { return std::tuple(luts + kLutsPerBram18 * bram18, luts, roms.size()); }
};

void keep_better(std::optional<Cover>& best, Cover cover) {
  if (!best || cover.rank() < best->rank()) best = std::move(cover);
}

/// Slots that are read at the same row: whole primitives of one shape, and behind them what does not fill another one
/// in primitives of a second shape or in logic.
std::optional<Cover> cover_slots(std::int64_t first, std::int64_t slots, std::int64_t rows, const std::string& style) {
  std::optional<Cover> best;
  if (style != "block" || rows == 1) {  // one row is constant
    Cover logic;
    logic.add({first, slots, rows, 0});
    keep_better(best, std::move(logic));
    if (style == "distributed" || rows == 1) return best;
  }
  for (const Primitive& main : kSinglePort) {
    if (main.depth < rows) continue;
    const std::int64_t whole = std::min(slots, slots / main.width * main.width);
    Cover full;
    full.add({first, whole, rows, whole / main.width * main.bram18});
    const std::int64_t rest = slots - whole;
    for (const Primitive& second : kSinglePort) {
      if (second.depth < rows) continue;
      Cover cover = full;
      if (second.width == main.width && second.depth == main.depth) {
        cover = {};
        cover.add({first, slots, rows, ceil_div(slots, main.width) * main.bram18});
      } else {
        cover.add({first + whole, rest, rows, ceil_div(rest, second.width) * second.bram18});
      }
      keep_better(best, std::move(cover));
    }
    if (style == "block") continue;
    full.add({first + whole, rest, rows, 0});
    keep_better(best, std::move(full));
  }
  return best;
}

/// LUTs of a multiplexer: four inputs a LUT6, up to four LUTs joined by the slice's own multiplexers.
std::int64_t select_luts(std::int64_t inputs) {
  std::int64_t luts = 0;
  for (; inputs > 1; inputs = ceil_div(inputs, 16)) luts += ceil_div(inputs, 4);
  return luts;
}

/// The slots from `first` on of a memory in segments of `step` rows.
std::optional<MemoryPlan> plan_slots(const MemoryShape& memory, std::int64_t step, std::int64_t first) {
  const std::int64_t segments = ceil_div(memory.depth, step);
  const std::int64_t all = segments * memory.width;
  const std::int64_t tail = memory.depth - (segments - 1) * step;  // rows of the last segment
  const std::int64_t tail_first = std::max(first, all - memory.width);
  std::optional<Cover> best = first == all ? Cover{} : cover_slots(first, all - first, step, memory.style);
  if (tail < step && first < all) {
    const std::optional<Cover> last = cover_slots(tail_first, all - tail_first, tail, memory.style);
    std::optional<Cover> main =
        first == tail_first ? Cover{} : cover_slots(first, tail_first - first, step, memory.style);
    if (main && last) {
      main->add(*last);
      keep_better(best, std::move(*main));
    }
  }
  if (!best) return std::nullopt;
  MemoryPlan plan{step, std::move(best->roms), best->bram18, best->luts};
  plan.luts += selection_luts(memory.width, memory.depth, step);
  return plan;
}

/// One shape of the shared array, with `a` in segments of `a_step` rows.
void pair_in(const Primitive& primitive, std::int64_t a_step, const MemoryShape& a, const MemoryShape& b,
             std::optional<PairPlan>& best) {
  const std::int64_t page = primitive.depth / 8;  // b begins where only few bits of its address change
  const std::int64_t base = ceil_div(a_step, page) * page;
  const std::int64_t room = primitive.depth - base;
  if (room <= 0) return;
  const std::int64_t a_slots = ceil_div(a.depth, a_step) * a.width;
  const auto even = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(room)));
  for (const std::int64_t b_step : {std::min(room, b.depth), std::min(even, b.depth)}) {
    const std::int64_t segments = ceil_div(b.depth, b_step);
    if (segments > kMostOddSegments && !is_power_of_two(b_step)) continue;
    const std::int64_t b_slots = segments * b.width;
    for (const std::int64_t slots : {a_slots, b_slots})
      for (const std::int64_t count : {slots / primitive.width, ceil_div(slots, primitive.width)}) {
        if (count == 0) continue;
        PairPlan pair;
        pair.base = base;
        pair.a_slots = std::min(a_slots, count * primitive.width);
        pair.b_slots = std::min(b_slots, count * primitive.width);
        pair.bram18 = count;
        std::optional<MemoryPlan> rest_a = plan_slots(a, a_step, pair.a_slots);
        std::optional<MemoryPlan> rest_b = plan_slots(b, b_step, pair.b_slots);
        if (!rest_a || !rest_b) continue;
        pair.a = std::move(*rest_a);
        pair.b = std::move(*rest_b);
        if (!best || pair.price() < best->price()) best = std::move(pair);
      }
  }
}

MemoryPlan plan_writable(const MemoryShape& memory) {
  const RamStyle style = memory.style == "block"         ? RamStyle::kBlock
                         : memory.style == "distributed" ? RamStyle::kDistributed
                                                         : RamStyle::kAuto;
  MemoryPlan plan{memory.depth, {}, 0, 0};
  for (std::int64_t first = 0; first < memory.width; first += kParameterBits) {
    const std::int64_t slots = std::min(kParameterBits, memory.width - first);
    const bool block = decide_ram_style(style, slots, memory.depth) == RamStyle::kBlock;
    plan.roms.push_back({first, slots, memory.depth, block ? bram18_count(slots, memory.depth) : 0});
    plan.bram18 += plan.roms.back().bram18;
    if (!block) plan.luts += lutram_luts(slots, memory.depth);
  }
  return plan;
}

}  // namespace

std::int64_t MemoryPlan::price() const { return luts + kLutsPerBram18 * bram18; }

std::int64_t PairPlan::price() const { return a.price() + b.price() + kLutsPerBram18 * bram18; }

std::int64_t rom_bram18(std::int64_t width, std::int64_t depth, std::size_t ports) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const auto try_all = [&](const auto& primitives) {
    for (const Primitive& primitive : primitives)
      if (primitive.depth >= depth) least = std::min(least, ceil_div(width, primitive.width) * primitive.bram18);
  };
  if (ports == 1) {
    try_all(kSinglePort);
  } else {
    try_all(kDualPort);
  }
  return least;
}

std::int64_t selection_luts(std::int64_t width, std::int64_t depth, std::int64_t step) {
  const std::int64_t segments = ceil_div(depth, step);
  if (segments == 1) return 0;
  return width * select_luts(segments) + (is_power_of_two(step) ? 0 : segments * kOddSegmentLuts);
}

MemoryPlan plan_memory(const MemoryShape& memory) {
  if (memory.writable) return plan_writable(memory);
  std::optional<MemoryPlan> best = plan_slots(memory, memory.depth, 0);
  if (memory.style != "distributed")
    for (const Primitive& primitive : kSinglePort) {
      if (primitive.depth >= memory.depth) continue;
      std::optional<MemoryPlan> plan = plan_slots(memory, primitive.depth, 0);
      if (plan && (!best || std::tuple(plan->price(), plan->luts) < std::tuple(best->price(), best->luts)))
        best = std::move(plan);
    }
  if (!best) throw Defect("no array holds a memory");
  return std::move(*best);
}

std::optional<PairPlan> plan_pair(const MemoryShape& a, const MemoryShape& b) {
  std::optional<PairPlan> best;
  if (a.style == "distributed" || b.style == "distributed" || a.depth < 2 || b.depth < 2) return best;
  for (const Primitive& primitive : kDualPort) {
    if (a.depth < primitive.depth) pair_in(primitive, a.depth, a, b, best);
    for (std::int64_t step = primitive.depth / 8; step < primitive.depth; step *= 2)
      if (step < a.depth) pair_in(primitive, step, a, b, best);
  }
  return best;
}

}  // namespace finn
