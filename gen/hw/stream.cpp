// SPDX-License-Identifier: Apache-2.0
#include "hw/stream.h"

namespace finn {

void BitWord::put(std::int64_t at, int width, std::uint64_t value) {
  if (width < 64) value &= (std::uint64_t{1} << width) - 1;
  const auto word = static_cast<std::size_t>(at / 64);
  const int shift = static_cast<int>(at % 64);
  data.at(word) |= value << shift;
  if (shift + width > 64) data.at(word + 1) |= value >> (64 - shift);
}

std::uint64_t BitWord::get(std::int64_t at, int width) const {
  const auto word = static_cast<std::size_t>(at / 64);
  const int shift = static_cast<int>(at % 64);
  std::uint64_t value = data.at(word) >> shift;
  if (shift + width > 64) value |= data.at(word + 1) << (64 - shift);
  if (width < 64) value &= (std::uint64_t{1} << width) - 1;
  return value;
}

std::string BitWord::hex(std::int64_t bits) const {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (std::int64_t digit = (bits + 3) / 4 - 1; digit >= 0; --digit)
    text += kDigits[(data[static_cast<std::size_t>(digit / 16)] >> (4 * (digit % 16))) & 15];
  return text;
}

}  // namespace finn
