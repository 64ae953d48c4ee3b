// SPDX-License-Identifier: Apache-2.0
#include "grid.h"

#include <cmath>

namespace finn::fit {

std::int64_t spread(Random& random, std::int64_t low, std::int64_t high) {
  constexpr std::int64_t kSteps = 1000;
  const double from = std::log2(static_cast<double>(low));
  const double to = std::log2(static_cast<double>(high));
  const double at = static_cast<double>(between(random, 0, kSteps)) / kSteps;
  return std::llround(std::exp2(from + at * (to - from)));
}

std::int64_t divisor(Random& random, std::int64_t n, std::int64_t most) {
  std::vector<std::int64_t> all;
  for (std::int64_t d = 1; d <= std::min(n, most); ++d)
    if (n % d == 0) all.push_back(d);
  return pick(random, all);
}

DataType any_type(Random& random, int bits) {
  const auto width = static_cast<int>(between(random, 1, bits));
  switch (between(random, 0, 5)) {
    case 0:
      return DataType::bipolar();
    case 1:
      return bits >= 2 ? DataType::ternary() : DataType::bipolar();
    case 2:
    case 3:
      return DataType::sint(std::max(2, width));
    default:
      return DataType::uint(width);
  }
}

Memory random_memory(Random& random, std::string port, std::int64_t width, std::int64_t depth) {
  Memory memory;
  memory.port = std::move(port);
  memory.width = static_cast<int>(width);
  for (std::int64_t i = 0; i < depth; ++i) {
    BitWord word(width);
    for (std::int64_t bit = 0; bit < width; ++bit) word.put(bit, 1, random.bits() & 1);
    memory.words.push_back(std::move(word));
  }
  return memory;
}

}  // namespace finn::fit
