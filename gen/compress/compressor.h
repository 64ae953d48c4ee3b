// SPDX-License-Identifier: Apache-2.0
// Pipelined netlists that compute dot products: products in full adders, atoms of carry chains, one final carry chain.
#pragma once

#include <cstdint>
#include <optional>

#include "compress/products.h"

namespace finn {

/// The sum of `adds` dot products over time: `first` starts a new one, `add` counts this one. What the offsets of the
/// heaps take away is what a sum starts with.
struct Accumulator {
  int width = 8;  ///< bits of the sum, which is modulo 2^width
  std::int64_t adds = 1;
};

struct CompressorOptions {
  int levels = 3;        ///< LUT levels between registers, at least 1
  int least_stages = 1;  ///< more stages than needed only delay
};

/// A dot product in gates. Ports: a, w (none with constants), y; with an accumulator also `first`.
struct Compressor {
  Netlist netlist;
  /// Registered stages from a, w to the row(s) that the last register adds up; that register comes after them.
  int stages = 1;
  std::int64_t offset = 0;  ///< without an accumulator: y = value + offset
};

/// Without an accumulator y is the heap's sum; with one it is the sum of the values.
Compressor build_compressor(const DotSpec& spec, const CompressorOptions& options,
                            const std::optional<Accumulator>& accumulator);

}  // namespace finn
