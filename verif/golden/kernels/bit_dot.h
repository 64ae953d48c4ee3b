// SPDX-License-Identifier: Apache-2.0
// One packed vector against all rows of a packed matrix.
#pragma once

#include <cstddef>
#include <cstdint>

#include "golden/kernels/planes.h"

namespace finn::golden {

/// out[r] = bias[r] + shift + sum over planes i, j of c_i * d_j * popcount(vector_i & row_r_j).
struct BitDot {
  const PlaneFormat* vector_format = nullptr;
  const PlaneFormat* matrix_format = nullptr;
  std::size_t words = 0;                  ///< of one plane of one vector
  const std::uint64_t* vector = nullptr;  ///< [planes][words]
  const std::uint64_t* matrix = nullptr;  ///< [rows][planes][words]
  const std::int64_t* bias = nullptr;     ///< [rows]
  std::int64_t shift = 0;
  std::size_t rows = 0;
  std::int64_t* out = nullptr;  ///< [rows]
};

/// Uses the processor's popcount where it has one.
void bit_dot(const BitDot& job);
/// Without any special instruction; for tests and other processors.
void bit_dot_portable(const BitDot& job);

/// Sum of coefficient * popcount over a packed vector's planes: the vector's sum, less offset * elements.
std::int64_t plane_sum(const PlaneFormat& format, const std::uint64_t* planes, std::size_t words);

}  // namespace finn::golden
