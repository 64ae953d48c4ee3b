// SPDX-License-Identifier: Apache-2.0
// The dot products of a matrix-vector unit in LUTs, as the compressor generator knows them.
#pragma once

#include <cstdint>
#include <vector>

#include "compress/compressor.h"
#include "hw/cell.h"

namespace finn {

/// The dot product of one row, without constants.
DotSpec dot_spec(const Params& params);
Accumulator dot_accumulator(const Params& params);

/// Weights of a row, from word 0 of the memory.
std::vector<std::uint64_t> row_weights(const DotSpec& spec, const BitWord& word, std::int64_t row);

}  // namespace finn
