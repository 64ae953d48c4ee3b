// SPDX-License-Identifier: Apache-2.0
// Dot products of plain integers: one vector against all rows of a matrix.
#pragma once

#include <cstddef>
#include <cstdint>

namespace finn::golden {

/// Elements that rows and vectors of 16-bit integers are padded to, with zeros.
constexpr std::size_t kInt16Block = 16;

/// out[r] = sum over i < count of vector[i] * matrix[r*count + i], for sums of magnitudes below 2^31. count is a
/// multiple of kInt16Block. Uses AVX2 where the processor has it.
void int16_dot(const std::int16_t* vector, const std::int16_t* matrix, std::size_t count, std::size_t rows,
               std::int64_t* out);
void int16_dot_portable(const std::int16_t* vector, const std::int16_t* matrix, std::size_t count, std::size_t rows,
                        std::int64_t* out);
/// True where int16_dot is fast.
bool int16_dot_is_fast();

/// The same for any integers whose dot products fit 64 bits.
void int64_dot(const std::int64_t* vector, const std::int64_t* matrix, std::size_t count, std::size_t rows,
               std::int64_t* out);

}  // namespace finn::golden
