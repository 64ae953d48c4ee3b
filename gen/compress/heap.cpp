// SPDX-License-Identifier: Apache-2.0
#include "compress/heap.h"

#include <algorithm>
#include <bit>

namespace finn {

std::int64_t heap_max(const Columns& columns) {
  std::int64_t sum = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) sum += static_cast<std::int64_t>(columns[c].size()) << c;
  return sum;
}

int heap_width(const Columns& columns) {
  return std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(heap_max(columns)))));
}

LutBits::LutBits(std::vector<HeapBit> bits) : bits_(std::move(bits)) {
  const auto place = [&](NetId net) {
    const auto found = std::find(nets_.begin(), nets_.end(), net);
    if (found != nets_.end()) return static_cast<std::size_t>(found - nets_.begin());
    nets_.push_back(net);
    return nets_.size() - 1;
  };
  for (const HeapBit& bit : bits_) {
    const std::size_t first = place(bit.a);
    places_.emplace_back(first, bit.is_product() ? place(bit.b) : first);
  }
}

bool LutBits::value(std::size_t i, unsigned at) const {
  unsigned row = (at >> places_[i].first) & 1;
  if (bits_[i].is_product()) row |= ((at >> places_[i].second) & 1) << 1;
  return ((bits_[i].table >> row) & 1) != 0;
}

unsigned LutBits::count(unsigned at) const {
  unsigned ones = 0;
  for (std::size_t i = 0; i < bits_.size(); ++i) ones += value(i, at) ? 1 : 0;
  return ones;
}

}  // namespace finn
