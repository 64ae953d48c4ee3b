// SPDX-License-Identifier: Apache-2.0
// Geometry of sliding windows over an image [H, W, C], shared by convolution and pooling.
#pragma once

#include <algorithm>
#include <cstdint>

namespace finn {

/// One axis of a sliding window, in pixels. Output position o covers the input positions
/// o*stride - pad_before + k*dilation for k in [0, kernel); those outside [0, size) are padding.
struct WindowAxis {
  std::int64_t size = 1;
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
  std::int64_t pad_before = 0;
  std::int64_t pad_after = 0;
  std::int64_t dilation = 1;

  /// Input positions from a window's first tap to its last, both included.
  std::int64_t extent() const { return (kernel - 1) * dilation + 1; }
  std::int64_t padded() const { return size + pad_before + pad_after; }
  /// Number of window positions; 0 if the window is larger than the padded input.
  std::int64_t out() const { return extent() > padded() ? 0 : (padded() - extent()) / stride + 1; }
  /// Input position of the first tap of window `o`; negative in the padding.
  std::int64_t start(std::int64_t o) const { return o * stride - pad_before; }
  /// Taps of window `o` that fall on real elements are first_tap(o) <= k < last_tap(o), one run because the input is
  /// one; first_tap(o) >= last_tap(o) if there are none.
  std::int64_t first_tap(std::int64_t o) const {
    const std::int64_t before = -start(o);
    return before <= 0 ? 0 : std::min(kernel, (before + dilation - 1) / dilation);
  }
  std::int64_t last_tap(std::int64_t o) const {
    const std::int64_t room = size - start(o);
    return room <= 0 ? 0 : std::min(kernel, (room + dilation - 1) / dilation);
  }
};

struct WindowGeometry {
  WindowAxis h;
  WindowAxis w;
  std::int64_t channels = 1;

  std::int64_t taps() const { return h.kernel * w.kernel; }
  /// Elements of one window: columns of a convolution's matrix, ordered (kh, kw, c) with c fastest.
  std::int64_t window_elements() const { return taps() * channels; }
  std::int64_t windows() const { return h.out() * w.out(); }
  std::int64_t input_elements() const { return h.size * w.size * channels; }
  bool has_padding() const { return h.pad_before + h.pad_after + w.pad_before + w.pad_after > 0; }
};

}  // namespace finn
