// SPDX-License-Identifier: Apache-2.0
// A bit heap: columns of bits, of which one in column c counts 2^c. Their sum is what a compressor computes.
#pragma once

#include <cstdint>
#include <vector>

#include "netlist/netlist.h"

namespace finn {

/// A bit that is a function of one net (`table` bit v for value v) or of two (bit a + 2*b).
struct HeapBit {
  NetId a = kNoNet;
  NetId b = kNoNet;
  unsigned table = 0b10;

  bool is_product() const { return b != kNoNet; }
  /// Just a net, without a LUT.
  bool is_net() const { return !is_product() && table == 0b10; }
};

using Column = std::vector<HeapBit>;
using Columns = std::vector<Column>;

/// value = sum of the columns - offset.
struct Heap {
  Columns columns;
  std::int64_t offset = 0;
};

/// Largest sum of the columns, and its bits.
std::int64_t heap_max(const Columns& columns);
int heap_width(const Columns& columns);

/// The LUT inputs and the values of some heap bits in one LUT: nets are shared.
class LutBits {
 public:
  explicit LutBits(std::vector<HeapBit> bits);
  const std::vector<NetId>& nets() const { return nets_; }
  /// Value of bit i when the nets have the values in `at` (nets()[0] lowest).
  bool value(std::size_t i, unsigned at) const;
  /// Number of ones.
  unsigned count(unsigned at) const;

 private:
  std::vector<HeapBit> bits_;
  std::vector<NetId> nets_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;
};

}  // namespace finn
