// SPDX-License-Identifier: Apache-2.0
// How read-only memories are shaped to the primitives. The rule: least LUTs + kLutsPerBram18 * BRAM18.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace finn {

struct MemoryShape {
  std::int64_t width = 1;
  std::int64_t depth = 1;
  std::string style = "auto";  ///< auto; block: nothing in logic; distributed: all in logic
  bool writable = false;       ///< the host may rewrite it, 32 columns at a time
};

/// Slots first .. first + slots - 1 of a folded memory (see RomPort) in an array of `rows` rows.
struct RomPlan {
  std::int64_t first = 0;
  std::int64_t slots = 0;
  std::int64_t rows = 1;
  std::int64_t bram18 = 0;  ///< 0: logic
};

/// A memory in segments of `step` rows, cut into single-port arrays.
struct MemoryPlan {
  std::int64_t step = 1;
  std::vector<RomPlan> roms;  ///< by slots; all slots unless others are in a shared array
  std::int64_t bram18 = 0;
  std::int64_t luts = 0;  ///< of logic arrays and of the selection of a segment

  std::int64_t price() const;
};

/// The cheapest way to build a memory alone: for each depth of the primitive, and for the memory's own, the memory is
/// cut into segments of that many rows, and all segments' columns are laid into block RAM or logic together; the last,
/// shorter segment also by itself. Of equal prices the one with fewer LUTs. A writable memory is one segment in arrays
/// of kParameterBits columns, each in block RAM or LUTs as decide_ram_style() says.
MemoryPlan plan_memory(const MemoryShape& memory);

/// Two memories that share the two ports of one array of block RAM: a from row 0, b from row `base`. Slots beyond those
/// that the array holds are in arrays of their own.
struct PairPlan {
  std::int64_t base = 0;
  std::int64_t a_slots = 0;
  std::int64_t b_slots = 0;
  std::int64_t bram18 = 0;  ///< of the shared array
  MemoryPlan a;             ///< what the shared array does not hold
  MemoryPlan b;

  std::int64_t total_bram18() const { return bram18 + a.bram18 + b.bram18; }
  std::int64_t price() const;
};

/// The cheapest pair by the same price, over the shapes of true dual-port block RAM; empty if no array can hold both.
std::optional<PairPlan> plan_pair(const MemoryShape& a, const MemoryShape& b);

/// BRAM18 of an array of block RAM with one or two ports, each up to the array's width.
std::int64_t rom_bram18(std::int64_t width, std::int64_t depth, std::size_t ports);

/// LUTs that select the segment of a memory in segments of `step` rows; 0 if there is one.
std::int64_t selection_luts(std::int64_t width, std::int64_t depth, std::int64_t step);

}  // namespace finn
