// SPDX-License-Identifier: Apache-2.0
// What memories cost. hw/rom_plan.h shapes read-only ones by these.
#pragma once

#include <cstdint>

#include "hw/cost.h"

namespace finn {

/// BRAM18 of a memory, by the shapes of the primitive: 16384 x 1, 8192 x 2, 4096 x 4, 2048 x 9, 1024 x 18 and
/// 512 x 36 (simple dual port), whichever needs the fewest.
std::int64_t bram18_count(std::int64_t width, std::int64_t depth);
/// How many primitives of the shape that bram18_count() takes lie behind one another; of equal shapes the deepest.
std::int64_t bram18_banks(std::int64_t width, std::int64_t depth);

/// LUTs of a ROM in logic: 64 bits a LUT6, at least one LUT a bit of the word; the slice's own multiplexers join four
/// of them. One word is constant.
std::int64_t rom_luts(std::int64_t width, std::int64_t depth);

/// Bits of a word on the bus that rewrites parameters.
constexpr std::int64_t kParameterBits = 32;

/// LUTs that a BRAM18 must save before "auto" spends it.
constexpr std::int64_t kLutsPerBram18 = 64;

/// Where a memory that is also written (fr_ram) stands; kBlock and kDistributed are the numbers of its STYLE.
enum class RamStyle { kAuto = 0, kBlock = 1, kDistributed = 2 };

/// LUTs of a memory with a write and a read port in LUTs: RAM32M (6 bits of 32 words) or RAM64M (3 bits of 64 words),
/// four LUTs each, on UltraScale+ RAM32M16 (14 bits) or RAM64M8 (7 bits), eight LUTs each; above 64 words a multiplexer
/// for each bit and the decoding of the write enables. Without a family as on 7-series, which all choices go by.
std::int64_t lutram_luts(std::int64_t width, std::int64_t depth, Family family = Family::kXc7);

/// LUTs up to which "auto" never takes block RAM for a memory that is also written.
constexpr std::int64_t kSmallLutram = 128;

/// kBlock or kDistributed: `style`, or for kAuto block RAM where that saves more than kSmallLutram LUTs, and at least
/// kLutsPerBram18 for each BRAM18.
RamStyle decide_ram_style(RamStyle style, std::int64_t width, std::int64_t depth);

/// Structural cost of a memory with a write port and a registered read port.
Cost ram_cost(RamStyle style, std::int64_t width, std::int64_t depth, Family family = Family::kXc7);

/// The same with the decoding of the write port on the bus of parameters.
Cost parameter_ram_cost(bool block, std::int64_t width, std::int64_t depth, Family family = Family::kXc7);

}  // namespace finn
