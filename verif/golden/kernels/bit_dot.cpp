// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/bit_dot.h"

#include <bit>

namespace finn::golden {
namespace {

#define FINN_INLINE inline __attribute__((always_inline))

/// Inlined into functions of different targets, so that std::popcount becomes what each target has.
template <int VectorPlanes, int MatrixPlanes>
FINN_INLINE void fixed_planes(const BitDot& job) {
  const std::size_t words = job.words;
  std::int64_t weight[VectorPlanes][MatrixPlanes];
  for (std::size_t i = 0; i < VectorPlanes; ++i)
    for (std::size_t j = 0; j < MatrixPlanes; ++j)
      weight[i][j] = job.vector_format->coefficient[i] * job.matrix_format->coefficient[j];
  const std::uint64_t* row = job.matrix;
  for (std::size_t r = 0; r < job.rows; ++r, row += MatrixPlanes * words) {
    std::int64_t count[VectorPlanes][MatrixPlanes] = {};
    for (std::size_t k = 0; k < words; ++k) {
#pragma GCC unroll 2
      for (std::size_t i = 0; i < VectorPlanes; ++i) {
#pragma GCC unroll 2
        for (std::size_t j = 0; j < MatrixPlanes; ++j)
          count[i][j] += std::popcount(job.vector[i * words + k] & row[j * words + k]);
      }
    }
    std::int64_t sum = job.bias[r] + job.shift;
    for (std::size_t i = 0; i < VectorPlanes; ++i)
      for (std::size_t j = 0; j < MatrixPlanes; ++j) sum += weight[i][j] * count[i][j];
    job.out[r] = sum;
  }
}

FINN_INLINE void any_planes(const BitDot& job) {
  const std::size_t words = job.words;
  const auto vector_planes = static_cast<std::size_t>(job.vector_format->planes);
  const auto matrix_planes = static_cast<std::size_t>(job.matrix_format->planes);
  const std::uint64_t* row = job.matrix;
  for (std::size_t r = 0; r < job.rows; ++r, row += matrix_planes * words) {
    std::int64_t sum = job.bias[r] + job.shift;
    for (std::size_t i = 0; i < vector_planes; ++i) {
      for (std::size_t j = 0; j < matrix_planes; ++j) {
        std::int64_t count = 0;
        for (std::size_t k = 0; k < words; ++k) count += std::popcount(job.vector[i * words + k] & row[j * words + k]);
        sum += job.vector_format->coefficient[i] * job.matrix_format->coefficient[j] * count;
      }
    }
    job.out[r] = sum;
  }
}

FINN_INLINE void choose(const BitDot& job) {
  const int vector_planes = job.vector_format->planes;
  const int matrix_planes = job.matrix_format->planes;
  if (vector_planes == 1 && matrix_planes == 1) {
    fixed_planes<1, 1>(job);
  } else if (vector_planes == 1 && matrix_planes == 2) {
    fixed_planes<1, 2>(job);
  } else if (vector_planes == 2 && matrix_planes == 1) {
    fixed_planes<2, 1>(job);
  } else if (vector_planes == 2 && matrix_planes == 2) {
    fixed_planes<2, 2>(job);
  } else {
    any_planes(job);
  }
}

#undef FINN_INLINE

#if defined(__x86_64__)
__attribute__((target("popcnt"))) void bit_dot_popcnt(const BitDot& job) { choose(job); }
#endif

using BitDotFunction = void (*)(const BitDot&);

BitDotFunction best() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt")) return bit_dot_popcnt;
#endif
  return bit_dot_portable;
}

}  // namespace

void bit_dot_portable(const BitDot& job) { choose(job); }

void bit_dot(const BitDot& job) {
  static const BitDotFunction function = best();
  function(job);
}

std::int64_t plane_sum(const PlaneFormat& format, const std::uint64_t* planes, std::size_t words) {
  std::int64_t sum = 0;
  for (int p = 0; p < format.planes; ++p) {
    std::int64_t count = 0;
    for (std::size_t k = 0; k < words; ++k) count += std::popcount(*planes++);
    sum += format.coefficient[static_cast<std::size_t>(p)] * count;
  }
  return sum;
}

}  // namespace finn::golden
