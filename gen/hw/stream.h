// SPDX-License-Identifier: Apache-2.0
// What a stream carries.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/types.h"

namespace finn {

/// value = a * decoded code + b, per tensor (one entry) or per channel. a > 0.
/// A popcount travels with a = 2, b = -N; the consumer's thresholds absorb both.
struct Encoding {
  std::vector<std::int64_t> a{1};
  std::vector<std::int64_t> b{0};

  bool is_identity() const { return *this == Encoding{}; }
  std::int64_t gain(std::int64_t channel) const { return a[a.size() == 1 ? 0 : static_cast<std::size_t>(channel)]; }
  std::int64_t offset(std::int64_t channel) const { return b[b.size() == 1 ? 0 : static_cast<std::size_t>(channel)]; }
  bool operator==(const Encoding&) const = default;
};

/// Codes of one element: their type (its codes are what the wires carry), the range of decoded codes that can
/// occur, and how to read values from them.
struct StreamType {
  DataType type = DataType::uint(8);
  Range codes;
  Encoding encoding;

  static StreamType plain(DataType type) { return {type, type.range(), {}}; }
  bool operator==(const StreamType&) const = default;
};

/// Packed codes of a beat or of a memory word: bit 0 is bit 0 of data[0].
struct BitWord {
  std::vector<std::uint64_t> data;

  explicit BitWord(std::int64_t bits) : data(static_cast<std::size_t>((bits + 63) / 64)) {}
  /// Writes the low `width` (<= 64) bits of `value` at bit `at`; the bits there must still be zero.
  void put(std::int64_t at, int width, std::uint64_t value);
  std::uint64_t get(std::int64_t at, int width) const;
  /// The lowest `bits` bits, highest digit first.
  std::string hex(std::int64_t bits) const;
  bool operator==(const BitWord&) const = default;
};

}  // namespace finn
