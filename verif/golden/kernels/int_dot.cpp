// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/int_dot.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace finn::golden {
namespace {

#if defined(__x86_64__)
__attribute__((target("avx2"))) inline __m256i load(const std::int16_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

__attribute__((target("avx2"))) inline std::int64_t sum_lanes(__m256i lanes) {
  const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xb1)));
}

__attribute__((target("avx2"))) void int16_dot_avx2(const std::int16_t* vector, const std::int16_t* matrix,
                                                    std::size_t count, std::size_t rows, std::int64_t* out) {
  std::size_t r = 0;
  for (; r + 2 <= rows; r += 2) {
    const std::int16_t* row0 = matrix + r * count;
    const std::int16_t* row1 = row0 + count;
    __m256i sum0 = _mm256_setzero_si256();
    __m256i sum1 = _mm256_setzero_si256();
    for (std::size_t i = 0; i < count; i += kInt16Block) {
      const __m256i x = load(vector + i);
      sum0 = _mm256_add_epi32(sum0, _mm256_madd_epi16(x, load(row0 + i)));
      sum1 = _mm256_add_epi32(sum1, _mm256_madd_epi16(x, load(row1 + i)));
    }
    out[r] = sum_lanes(sum0);
    out[r + 1] = sum_lanes(sum1);
  }
  if (r < rows) {
    const std::int16_t* row = matrix + r * count;
    __m256i sum = _mm256_setzero_si256();
    for (std::size_t i = 0; i < count; i += kInt16Block)
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(load(vector + i), load(row + i)));
    out[r] = sum_lanes(sum);
  }
}
#endif

}  // namespace

bool int16_dot_is_fast() {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("avx2") != 0;
  return fast;
#else
  return false;
#endif
}

void int16_dot_portable(const std::int16_t* vector, const std::int16_t* matrix, std::size_t count, std::size_t rows,
                        std::int64_t* out) {
  for (std::size_t r = 0; r < rows; ++r) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += std::int32_t{vector[i]} * std::int32_t{*matrix++};
    out[r] = sum;
  }
}

void int16_dot(const std::int16_t* vector, const std::int16_t* matrix, std::size_t count, std::size_t rows,
               std::int64_t* out) {
#if defined(__x86_64__)
  if (int16_dot_is_fast()) return int16_dot_avx2(vector, matrix, count, rows, out);
#endif
  int16_dot_portable(vector, matrix, count, rows, out);
}

void int64_dot(const std::int64_t* vector, const std::int64_t* matrix, std::size_t count, std::size_t rows,
               std::int64_t* out) {
  for (std::size_t r = 0; r < rows; ++r) {
    // Unsigned: a partial sum may leave 64 bits although the whole sum does not, and wrapping is exact.
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i)
      sum += static_cast<std::uint64_t>(vector[i]) * static_cast<std::uint64_t>(*matrix++);
    out[r] = static_cast<std::int64_t>(sum);
  }
}

}  // namespace finn::golden
