// SPDX-License-Identifier: Apache-2.0
// Seeded contents: the same on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ir/types.h"

namespace finn::bench {

/// splitmix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::int64_t in(Range range) {
    return range.min + static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(range.max - range.min + 1));
  }
  /// Any value of the type, -1 or +1 if it is bipolar.
  std::int64_t of(DataType type) { return type.is_bipolar() ? 2 * in({0, 1}) - 1 : in(type.range()); }

  std::vector<std::int64_t> values(DataType type, std::int64_t count) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(count));
    for (std::int64_t& value : all) value = of(type);
    return all;
  }
  std::vector<std::int64_t> ascending(Range range, int count) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(count));
    for (std::int64_t& value : all) value = in(range);
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  std::uint64_t state_;
};

}  // namespace finn::bench
