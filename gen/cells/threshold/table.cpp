// SPDX-License-Identifier: Apache-2.0
#include "cells/threshold/table.h"

#include <algorithm>
#include <bit>

namespace finn {
namespace {

constexpr int kLutInputs = 6;
/// With five select bits a position has no second output, and `up` applies behind the chain.
constexpr int kMostSelectBits = 5;

enum class Output { kReaches, kFurther, kEqual };

/// A position: bits at .. at+bits-1 of the element.
struct Position {
  int at = 0;
  int bits = 0;
};

std::vector<Position> positions(int width, int select_bits) {
  std::vector<Position> list{{0, std::min(width, kLutInputs - select_bits)}};
  const int more = std::max(1, kLutInputs - 1 - select_bits);
  while (list.back().at + list.back().bits < width) {
    const int at = list.back().at + list.back().bits;
    list.push_back({at, std::min(more, width - at)});
  }
  return list;
}

/// The highest position's new carry is not the bit of the element itself.
bool has_highest_lut(int width, int thr_width, bool is_signed, int select_bits) {
  return select_bits == kMostSelectBits && width > 1 && (is_signed || thr_width > width);
}

int select_bits_of(const ReachTable& table) { return static_cast<int>(std::bit_width(table.thresholds.size())) - 1; }

/// One output of a position by {select, bits of the element}.
std::uint64_t lut_table(const ReachTable& table, Position position, Output output) {
  const bool highest = position.at + position.bits == table.width;
  std::uint64_t init = 0;
  for (unsigned index = 0; index < 64; ++index) {
    const std::size_t entry = (index >> position.bits) % table.thresholds.size();
    auto mine = static_cast<std::int64_t>(index % (1U << position.bits));
    std::int64_t bound = table.thresholds[entry] >> position.at;
    if (!highest) bound &= (std::int64_t{1} << position.bits) - 1;
    if (highest && table.is_signed && mine >> (position.bits - 1) != 0) mine -= std::int64_t{1} << position.bits;
    const bool up = select_bits_of(table) == kMostSelectBits || table.up[entry];
    const bool further = up ? mine > bound : mine < bound;
    const bool equal = mine == bound;
    const bool value = output == Output::kEqual     ? equal
                       : output == Output::kFurther ? further
                                                    : further || (equal && up);
    init |= std::uint64_t{value} << index;
  }
  return init;
}

}  // namespace

std::int64_t reach_table_luts(int width, int thr_width, bool is_signed, int select_bits) {
  return static_cast<std::int64_t>(positions(width, select_bits).size()) +
         (has_highest_lut(width, thr_width, is_signed, select_bits) ? 1 : 0);
}

std::vector<std::uint64_t> reach_table_init(const ReachTable& table) {
  const int select_bits = select_bits_of(table);
  const std::vector<Position> list = positions(table.width, select_bits);
  std::vector<std::uint64_t> init;
  for (const Position& position : list) {
    if (position.at == 0) {
      init.push_back(lut_table(table, position, Output::kReaches));
    } else if (select_bits == kMostSelectBits) {
      init.push_back(lut_table(table, position, Output::kEqual));
    } else {
      constexpr std::uint64_t kLow = 0xffffffff;
      init.push_back(lut_table(table, position, Output::kEqual) << 32 |
                     (lut_table(table, position, Output::kFurther) & kLow));
    }
  }
  if (has_highest_lut(table.width, table.thr_width, table.is_signed, select_bits))
    init.push_back(lut_table(table, list.back(), Output::kFurther));
  return init;
}

}  // namespace finn
