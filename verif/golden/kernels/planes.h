// SPDX-License-Identifier: Apache-2.0
// Bit planes: integer vectors as packed bits, for dot products by AND and popcount.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ir/types.h"

namespace finn::golden {

constexpr int kMaxPlanes = 32;

/// How a type's values are made from bits: value = offset + sum over planes of coefficient[p] * bit[p], where bit p
/// is bit p of the value's code. BIPOLAR is 2*bit - 1; the highest plane of a two's complement type counts negative.
struct PlaneFormat {
  int planes = 1;
  std::int64_t offset = 0;
  std::array<std::int64_t, kMaxPlanes> coefficient{};

  /// The type must have at most kMaxPlanes bits.
  explicit PlaneFormat(DataType type);
  /// Code of a value, without the checks of DataType::encode: the low `planes` bits count.
  std::uint64_t code(std::int64_t value) const {
    return static_cast<std::uint64_t>(value - offset) >> (offset != 0 ? 1 : 0);
  }
};

inline std::size_t words_for(std::int64_t bits) { return static_cast<std::size_t>((bits + 63) / 64); }

/// Packs `values` into `planes` runs of words_for(values.size()) words each; element e is bit e of each plane, bits
/// past the end are 0.
void pack_planes(const PlaneFormat& format, std::span<const std::int64_t> values, std::uint64_t* out);

/// ORs `bits` bits of `from` (starting at its bit 0; bits past the end must be 0) into `to` from bit `at` on.
void append_bits(std::uint64_t* to, std::int64_t at, const std::uint64_t* from, std::int64_t bits);

}  // namespace finn::golden
