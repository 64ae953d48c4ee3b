// SPDX-License-Identifier: Apache-2.0
#include "ir/types.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace finn {

std::optional<DataType> DataType::parse(std::string_view name, int max_bits) {
  if (name == "BIPOLAR") return bipolar();
  if (name == "BINARY") return binary();
  if (name == "TERNARY") return ternary();
  const bool is_unsigned = name.substr(0, 4) == "UINT";
  if (!is_unsigned && name.substr(0, 3) != "INT") return std::nullopt;
  const std::string_view digits = name.substr(is_unsigned ? 4 : 3);
  int bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.front() == '0' || bits < 1 || bits > max_bits) return std::nullopt;
  return is_unsigned ? uint(bits) : sint(bits);
}

DataType DataType::smallest(Range range) {
  if (range.min >= 0) return uint(bits_unsigned(static_cast<std::uint64_t>(range.max)));
  return sint(bits_signed(range));
}

std::int64_t DataType::min() const {
  switch (base_) {
    case Base::kBipolar:
    case Base::kTernary:
      return -1;
    case Base::kBinary:
    case Base::kUInt:
      return 0;
    case Base::kInt:
      return -(std::int64_t{1} << (bits_ - 1));
  }
  return 0;
}

std::int64_t DataType::max() const {
  switch (base_) {
    case Base::kBipolar:
    case Base::kBinary:
    case Base::kTernary:
      return 1;
    case Base::kUInt:
      return (std::int64_t{1} << bits_) - 1;
    case Base::kInt:
      return (std::int64_t{1} << (bits_ - 1)) - 1;
  }
  return 0;
}

std::int64_t DataType::levels() const { return is_bipolar() ? 2 : max() - min() + 1; }

bool DataType::contains(std::int64_t value) const {
  return value >= min() && value <= max() && (!is_bipolar() || value != 0);
}

std::string DataType::name() const {
  switch (base_) {
    case Base::kBipolar:
      return "BIPOLAR";
    case Base::kBinary:
      return "BINARY";
    case Base::kTernary:
      return "TERNARY";
    case Base::kUInt:
      return "UINT" + std::to_string(bits_);
    case Base::kInt:
      return "INT" + std::to_string(bits_);
  }
  return {};
}

std::uint64_t DataType::encode(std::int64_t value) const {
  if (is_bipolar()) return value > 0 ? 1 : 0;
  return static_cast<std::uint64_t>(value) & ((std::uint64_t{1} << bits_) - 1);
}

std::int64_t DataType::decode(std::uint64_t code) const {
  if (is_bipolar()) return code != 0 ? 1 : -1;
  if (is_signed_code() && ((code >> (bits_ - 1)) & 1) != 0) code |= ~((std::uint64_t{1} << bits_) - 1);
  return static_cast<std::int64_t>(code);
}

int bits_unsigned(std::uint64_t max) { return std::max(1, static_cast<int>(std::bit_width(max))); }

int bits_signed(Range range) {
  const auto magnitude = [](std::int64_t v) { return static_cast<std::uint64_t>(v < 0 ? ~v : v); };
  return 1 + static_cast<int>(std::bit_width(std::max(magnitude(range.min), magnitude(range.max))));
}

}  // namespace finn
