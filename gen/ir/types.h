// SPDX-License-Identifier: Apache-2.0
// Integer data types of tensors and the codes that carry them in hardware.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace finn {

/// A closed range of integers.
struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
  bool operator==(const Range&) const = default;
};

/// BIPOLAR (-1/+1), BINARY (0/1), TERNARY (-1/0/+1), UINTn or INTn.
/// A network file may name n = 1..32, and for a few constants more; accumulators that the program infers go to
/// kMaxBits.
class DataType {
 public:
  enum class Base : std::uint8_t { kBipolar, kBinary, kTernary, kUInt, kInt };
  static constexpr int kMaxFileBits = 32;
  static constexpr int kMaxBits = 62;  ///< so that sums of two values still fit 64-bit arithmetic

  static DataType bipolar() { return DataType(Base::kBipolar, 1); }
  static DataType binary() { return DataType(Base::kBinary, 1); }
  static DataType ternary() { return DataType(Base::kTernary, 2); }
  static DataType uint(int bits) { return bits == 1 ? binary() : DataType(Base::kUInt, bits); }
  static DataType sint(int bits) { return DataType(Base::kInt, bits); }

  /// Parses "BIPOLAR", "BINARY", "TERNARY", "UINTn", "INTn" with n = 1..max_bits (<= kMaxBits); UINT1 is BINARY.
  static std::optional<DataType> parse(std::string_view name, int max_bits = kMaxFileBits);
  /// The narrowest UINTn (min >= 0) or INTn that holds the range.
  static DataType smallest(Range range);

  Base base() const { return base_; }
  int bits() const { return bits_; }  ///< width of a code
  bool is_bipolar() const { return base_ == Base::kBipolar; }
  bool is_signed_code() const { return base_ == Base::kTernary || base_ == Base::kInt; }
  std::int64_t min() const;
  std::int64_t max() const;
  Range range() const { return {min(), max()}; }
  /// Number of values; BIPOLAR has 2, TERNARY 3.
  std::int64_t levels() const;
  bool contains(std::int64_t value) const;
  bool has_zero() const { return !is_bipolar(); }
  std::string name() const;

  /// Code of a value: `bits()` low bits; BIPOLAR -1 is 0, +1 is 1; signed types are two's complement.
  std::uint64_t encode(std::int64_t value) const;
  std::int64_t decode(std::uint64_t code) const;

  bool operator==(const DataType&) const = default;

 private:
  DataType(Base base, int bits) : base_(base), bits_(static_cast<std::uint8_t>(bits)) {}
  Base base_;
  std::uint8_t bits_;
};

/// Bits of an unsigned number that counts to `max` (at least 1).
int bits_unsigned(std::uint64_t max);
/// Bits of a two's complement number that holds the range (at least 1).
int bits_signed(Range range);

}  // namespace finn
