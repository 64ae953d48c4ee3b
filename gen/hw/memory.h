// SPDX-License-Identifier: Apache-2.0
// Read-only memories: what they cost and where they belong.
#pragma once

#include "hw/cell.h"

namespace finn {

/// BRAM18 of a memory, by the shapes of the primitive: 16384 x 1, 8192 x 2, 4096 x 4, 2048 x 9, 1024 x 18 and
/// 512 x 36 (simple dual port), whichever needs the fewest.
std::int64_t bram18_count(std::int64_t width, std::int64_t depth);

/// LUTs of a ROM in logic: 64 bits a LUT6, at least one LUT a bit of the word.
std::int64_t rom_luts(std::int64_t width, std::int64_t depth);

/// LUTs that a BRAM18 must save before "auto" spends it.
constexpr std::int64_t kLutsPerBram18 = 64;

/// "block" or "distributed": what the memory's ram_style says; "auto" is block RAM where that saves at least
/// kLutsPerBram18 LUTs for each BRAM18.
std::string decide_ram_style(const Memory& memory);

/// Structural cost of a memory whose style is decided.
Cost memory_cost(const Memory& memory);

}  // namespace finn
