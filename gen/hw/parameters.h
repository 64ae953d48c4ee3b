// SPDX-License-Identifier: Apache-2.0
// Where the host finds the memories that it may rewrite: a space of words of 32 bits.
#pragma once

#include <cstdint>
#include <vector>

#include "hw/graph.h"

namespace finn {

/// A writable memory of a node. Bits 32*c .. 32*c + 31 of its row r are word base + r * stride + c.
struct ParameterRegion {
  NodeId node = kNone;
  int memory = 0;           ///< position in Node::memories
  std::int64_t base = 0;    ///< a multiple of size()
  std::int64_t stride = 1;  ///< words of a row, a power of two
  std::int64_t rows = 1;

  /// Words up to the next region: a power of two, so that a memory knows its words by their highest bits.
  std::int64_t size() const;
};

/// The regions, in the order of the nodes, and how far they reach.
struct ParameterMap {
  std::vector<ParameterRegion> regions;
  std::int64_t words = 0;  ///< none if no memory is writable

  int address_bits() const;  ///< of a word, at least 1
};

ParameterMap parameter_map(const HwGraph& graph);

/// The words of a region, rows * stride of them. Those of a row behind the memory's width are 0.
std::vector<std::uint32_t> parameter_words(const HwGraph& graph, const ParameterRegion& region);

}  // namespace finn
