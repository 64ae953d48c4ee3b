// SPDX-License-Identifier: Apache-2.0
#include "compress/products.h"

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr unsigned kAndTable = 0b1000;
constexpr unsigned kXnorTable = 0b1001;
constexpr unsigned kNotTable = 0b01;

/// Coefficient of bit i as sign and exponent: the top bit of two's complement counts negative.
bool negative_bit(const Operand& operand, int i) {
  return operand.kind == OperandKind::kSigned && i == operand.bits - 1;
}

unsigned inverted(const HeapBit& bit) { return bit.table ^ (bit.is_product() ? 0b1111U : 0b11U); }

class HeapBuilder {
 public:
  explicit HeapBuilder(const DotSpec& spec) : spec_(spec) {}

  /// Adds +-2^column times the bit.
  void add(HeapBit bit, int column, bool negative) {
    if (negative) {
      bit.table = inverted(bit);
      heap_.offset += std::int64_t{1} << column;
    }
    if (heap_.columns.size() <= static_cast<std::size_t>(column))
      heap_.columns.resize(static_cast<std::size_t>(column) + 1);
    heap_.columns[static_cast<std::size_t>(column)].push_back(bit);
  }

  void add_constant(std::int64_t value) { heap_.offset -= value; }

  /// The product of bipolar bit `sign` with an operand: XNOR of each bit, and what that leaves out.
  void add_signed_by(NetId sign, const NetId* x, const Operand& operand) {
    for (int i = 0; i < operand.bits; ++i) add({sign, x[i], kXnorTable}, i, negative_bit(operand, i));
    if (spec_.mode == DotMode::kFlip) return;
    // - (sum of the coefficients) * (1 - sign): the sum is 2^n - 1 if unsigned, -1 in two's complement.
    add({sign, kNoNet, kNotTable}, 0, false);
    if (operand.kind == OperandKind::kUnsigned) add({sign, kNoNet, kNotTable}, operand.bits, true);
  }

  void add_product(const NetId* a, const NetId* w) {
    if (spec_.mode == DotMode::kXnor) return add({a[0], w[0], kXnorTable}, 0, false);
    const Operand& activation = spec_.activation;
    const Operand& weight = spec_.weight;
    if (weight.kind == OperandKind::kBipolar && activation.kind == OperandKind::kBipolar) {
      add({a[0], w[0], kXnorTable}, 1, false);  // +-1 = 2 * XNOR - 1
      return add_constant(-1);
    }
    if (weight.kind == OperandKind::kBipolar) return add_signed_by(w[0], a, activation);
    if (activation.kind == OperandKind::kBipolar) return add_signed_by(a[0], w, weight);
    for (int i = 0; i < activation.bits; ++i)
      for (int j = 0; j < weight.bits; ++j)
        add({a[i], w[j], kAndTable}, i + j, negative_bit(activation, i) != negative_bit(weight, j));
  }

  void add_constant_product(const NetId* a, std::uint64_t code) {
    const Operand& activation = spec_.activation;
    if (spec_.mode == DotMode::kXnor || spec_.mode == DotMode::kFlip) {
      for (int i = 0; i < activation.bits; ++i)
        add({a[i], kNoNet, code != 0 ? 0b10U : kNotTable}, i, negative_bit(activation, i));
      return;
    }
    std::int64_t weight = static_cast<std::int64_t>(code);
    if (spec_.weight.kind == OperandKind::kSigned && (code >> (spec_.weight.bits - 1)) != 0)
      weight -= std::int64_t{1} << spec_.weight.bits;
    if (spec_.weight.kind == OperandKind::kBipolar) weight = 2 * weight - 1;
    int shift = 0;
    if (activation.kind == OperandKind::kBipolar) {  // a = 2 * bit - 1
      add_constant(-weight);
      shift = 1;
    }
    for (int j = 0; weight != 0; ++j, weight /= 2) {  // canonical signed digits, lowest first
      if (weight % 2 == 0) continue;
      const std::int64_t rest = ((weight % 4) + 4) % 4;
      const std::int64_t digit = rest == 1 ? 1 : -1;
      for (int i = 0; i < activation.bits; ++i)
        add({a[i], kNoNet, 0b10}, i + j + shift, (digit < 0) != negative_bit(activation, i));
      weight -= digit;
    }
  }

  Heap take() { return std::move(heap_); }

 private:
  const DotSpec& spec_;
  Heap heap_;
};

std::int64_t decode(const Operand& operand, std::uint64_t code) {
  if (operand.kind == OperandKind::kBipolar) return code != 0 ? 1 : -1;
  const auto value = static_cast<std::int64_t>(code);
  if (operand.kind == OperandKind::kSigned && (code >> (operand.bits - 1)) != 0)
    return value - (std::int64_t{1} << operand.bits);
  return value;
}

}  // namespace

Heap dot_heap(const DotSpec& spec, const std::vector<NetId>& a, const std::vector<NetId>& w) {
  if (spec.simd < 1 || static_cast<int>(a.size()) != spec.simd * spec.activation.bits)
    throw Defect("dot product: wrong number of activation bits");
  HeapBuilder builder(spec);
  for (int lane = 0; lane < spec.simd; ++lane) {
    const NetId* activation = a.data() + lane * spec.activation.bits;
    if (spec.constants.empty())
      builder.add_product(activation, w.data() + lane * spec.weight.bits);
    else
      builder.add_constant_product(activation, spec.constants.at(static_cast<std::size_t>(lane)));
  }
  return builder.take();
}

std::int64_t dot_value(const DotSpec& spec, const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& w) {
  const std::vector<std::uint64_t>& weights = spec.constants.empty() ? w : spec.constants;
  std::int64_t sum = 0;
  for (std::size_t lane = 0; lane < static_cast<std::size_t>(spec.simd); ++lane) {
    const std::uint64_t mask = (std::uint64_t{1} << spec.activation.bits) - 1;
    switch (spec.mode) {
      case DotMode::kXnor:
        sum += a[lane] == weights[lane] ? 1 : 0;
        break;
      case DotMode::kAnd:
        sum += (a[lane] & weights[lane]) != 0 ? 1 : 0;
        break;
      case DotMode::kFlip:
        sum += decode(spec.activation, weights[lane] != 0 ? a[lane] : ~a[lane] & mask);
        break;
      case DotMode::kMac:
        sum += decode(spec.activation, a[lane]) * decode(spec.weight, weights[lane]);
        break;
    }
  }
  return sum;
}

}  // namespace finn
