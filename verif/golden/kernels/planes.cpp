// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/planes.h"

#include <algorithm>

#include "diag/diagnostics.h"

namespace finn::golden {
namespace {

template <int Planes>
void pack_word(const PlaneFormat& format, const std::int64_t* values, std::size_t count, std::uint64_t* out,
               std::size_t stride) {
  std::array<std::uint64_t, Planes> word{};
  for (std::size_t bit = 0; bit < count; ++bit) {
    const std::uint64_t code = format.code(values[bit]);
    for (int p = 0; p < Planes; ++p) word[static_cast<std::size_t>(p)] |= ((code >> p) & 1) << bit;
  }
  for (int p = 0; p < Planes; ++p) out[static_cast<std::size_t>(p) * stride] = word[static_cast<std::size_t>(p)];
}

void pack_word_any(const PlaneFormat& format, const std::int64_t* values, std::size_t count, std::uint64_t* out,
                   std::size_t stride) {
  for (int p = 0; p < format.planes; ++p) {
    std::uint64_t word = 0;
    for (std::size_t bit = 0; bit < count; ++bit) word |= ((format.code(values[bit]) >> p) & 1) << bit;
    out[static_cast<std::size_t>(p) * stride] = word;
  }
}

}  // namespace

PlaneFormat::PlaneFormat(DataType type) : planes(type.bits()) {
  if (planes > kMaxPlanes) throw Defect("type has too many bits for bit planes");
  for (int p = 0; p < planes; ++p) coefficient[static_cast<std::size_t>(p)] = std::int64_t{1} << p;
  if (type.is_bipolar()) {
    coefficient[0] = 2;
    offset = -1;
  } else if (type.is_signed_code()) {
    coefficient[static_cast<std::size_t>(planes - 1)] *= -1;
  }
}

void pack_planes(const PlaneFormat& format, std::span<const std::int64_t> values, std::uint64_t* out) {
  const std::size_t words = words_for(static_cast<std::int64_t>(values.size()));
  for (std::size_t word = 0; word < words; ++word) {
    const std::size_t first = word * 64;
    const std::size_t count = std::min<std::size_t>(64, values.size() - first);
    const std::int64_t* from = values.data() + first;
    switch (format.planes) {
      case 1:
        pack_word<1>(format, from, count, out + word, words);
        break;
      case 2:
        pack_word<2>(format, from, count, out + word, words);
        break;
      default:
        pack_word_any(format, from, count, out + word, words);
    }
  }
}

void append_bits(std::uint64_t* to, std::int64_t at, const std::uint64_t* from, std::int64_t bits) {
  const int shift = static_cast<int>(at & 63);
  to += at >> 6;
  if (shift == 0) {
    const std::size_t words = words_for(bits);
    for (std::size_t w = 0; w < words; ++w) to[w] |= from[w];
    return;
  }
  for (; bits > 0; bits -= 64, ++from, ++to) {
    to[0] |= *from << shift;
    if (shift + bits > 64) to[1] |= *from >> (64 - shift);
  }
}

}  // namespace finn::golden
