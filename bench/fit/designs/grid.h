// SPDX-License-Identifier: Apache-2.0
// The grid of configurations that the cost model is fitted to and checked with.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "hw/graph.h"
#include "random.h"

namespace finn::fit {

using bench::Random;

/// One module alone: a cell, or (cell == null) a memory in logic or block RAM, or the selection of its segments.
struct Configuration {
  const Cell* cell = nullptr;
  Params params;
  std::vector<Memory> memories;               ///< of the cell's memory ports, and what became logic
  std::vector<std::int64_t> inputs, outputs;  ///< bits of the streams' data
  Memory rom;                                 ///< cell == null
  std::int64_t step = 0;                      ///< selection in segments of so many rows; 0: the array itself
  bool block = false;                         ///< the array is block RAM
};

/// Configurations of one kind. Returns false where what it drew is not legal.
struct Draw {
  int count;  ///< configurations
  std::function<bool(Random&, Configuration&)> draw;
};

/// Configurations of one part, drawn one after the other from the same sequence: the first N are the same for any
/// greater number of the last draw.
struct Part {
  std::string name;
  std::vector<Draw> draws;
};

std::vector<Part> matrix_parts();       ///< mvu, vvu
std::vector<Part> window_parts();       ///< swu, window, pool, sumpool
std::vector<Part> elementwise_parts();  ///< threshold, add, adjust, requant, lut, concat, slice, extend, reorder, topk
std::vector<Part> plumbing_parts();     ///< dwc, fifo_*, fork, frame, skid, rom, rom_select

/// One of the values.
template <typename T>
T pick(Random& random, const std::vector<T>& values) {
  return values[static_cast<std::size_t>(random.in({0, static_cast<std::int64_t>(values.size()) - 1}))];
}
inline std::int64_t between(Random& random, std::int64_t low, std::int64_t high) { return random.in({low, high}); }
/// 2^x with x evenly between those of low and high, rounded.
std::int64_t spread(Random& random, std::int64_t low, std::int64_t high);
/// A divisor of n, not above `most`.
std::int64_t divisor(Random& random, std::int64_t n, std::int64_t most);
/// UINT, INT, BIPOLAR or TERNARY of up to `bits` bits.
DataType any_type(Random& random, int bits);

/// `depth` random words.
Memory random_memory(Random& random, std::string port, std::int64_t width, std::int64_t depth);

}  // namespace finn::fit
