// SPDX-License-Identifier: Apache-2.0
// The bit heap of a dot product.
#pragma once

#include <cstdint>
#include <vector>

#include "compress/heap.h"

namespace finn {

/// How an operand's code is read.
enum class OperandKind : std::uint8_t { kUnsigned = 0, kSigned = 1, kBipolar = 2 };

/// What a lane contributes. kMac: the product of the decoded operands. kXnor: 1 where two bipolar codes agree. kAnd: 1
/// where two binary codes are both 1. kFlip (bipolar weights): the activation where the weight is +1, else the
/// activation with all its bits inverted, read as the same type.
enum class DotMode : std::uint8_t { kMac = 0, kXnor = 1, kAnd = 2, kFlip = 3 };

struct Operand {
  int bits = 1;
  OperandKind kind = OperandKind::kUnsigned;
  bool operator==(const Operand&) const = default;
};

/// Sums of lanes 0..simd-1.
struct DotSpec {
  int simd = 1;
  Operand activation;
  Operand weight;
  DotMode mode = DotMode::kMac;
  /// Codes of constant weights, one a lane; empty: the weights are inputs.
  std::vector<std::uint64_t> constants;
  bool operator==(const DotSpec&) const = default;
};

/// Heap of a dot product. `a` and `w` are the codes' nets, lane 0 and bit 0 first; `w` is not used with constants.
///
/// An operand is a sum of its bits times coefficients: 2^i, and -2^(n-1) for the top bit of two's complement. A product
/// with a negative coefficient -2^k enters as its complement in column k, since -x = (1 - x) - 1, with 2^k in `offset`.
/// A bipolar operand w = 2b - 1 times a bit x gives XNOR(b, x) - (1 - b); in kFlip the second term is left out, else it
/// enters as bits of its own. Constant weights enter by their signed digits, of which no two neighbours are not zero.
Heap dot_heap(const DotSpec& spec, const std::vector<NetId>& a, const std::vector<NetId>& w);

/// The same sum in plain arithmetic, from codes.
std::int64_t dot_value(const DotSpec& spec, const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& w);

}  // namespace finn
