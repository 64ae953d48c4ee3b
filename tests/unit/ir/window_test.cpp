// SPDX-License-Identifier: Apache-2.0
#include "ir/window.h"

#include <gtest/gtest.h>

namespace finn {
namespace {

/// Window positions by trial: all starts whose taps stay inside the padded input.
std::int64_t positions_by_trial(const WindowAxis& axis) {
  std::int64_t count = 0;
  for (std::int64_t start = -axis.pad_before;; start += axis.stride) {
    if (start + (axis.kernel - 1) * axis.dilation >= axis.size + axis.pad_after) return count;
    ++count;
  }
}

TEST(window, positions_and_real_taps_match_a_trial) {
  for (std::int64_t size = 1; size <= 6; ++size)
    for (std::int64_t kernel = 1; kernel <= 4; ++kernel)
      for (std::int64_t stride = 1; stride <= 3; ++stride)
        for (std::int64_t before = 0; before <= 4; ++before)
          for (std::int64_t after = 0; after <= 3; ++after)
            for (std::int64_t dilation = 1; dilation <= 3; ++dilation) {
              const WindowAxis axis{size, kernel, stride, before, after, dilation};
              ASSERT_EQ(axis.out(), positions_by_trial(axis));
              for (std::int64_t o = 0; o < axis.out(); ++o) {
                for (std::int64_t k = 0; k < kernel; ++k) {
                  const std::int64_t position = o * stride - before + k * dilation;
                  const bool real = position >= 0 && position < size;
                  ASSERT_EQ(k >= axis.first_tap(o) && k < axis.last_tap(o), real)
                      << "size " << size << " kernel " << kernel << " stride " << stride << " pad " << before << ","
                      << after << " dilation " << dilation << " window " << o << " tap " << k;
                }
              }
            }
}

}  // namespace
}  // namespace finn
