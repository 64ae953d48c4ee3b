// SPDX-License-Identifier: Apache-2.0
// How an ONNX tensor lies in a hardware tensor. Layout is handled here and nowhere else: transposes, reshapes and
// flattens only change the view.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "ir/tensor.h"
#include "onnx/model.h"

namespace finn::qonnx {

/// at()[i] is the position, in the hardware tensor's order (row by row, pixel by pixel, channels innermost), of element
/// i of the ONNX tensor.
class View {
 public:
  View() = default;
  View(onnx::Dims dims, std::vector<std::int32_t> at)
      : dims_(std::move(dims)), at_(std::make_shared<const std::vector<std::int32_t>>(std::move(at))) {}
  /// Element i lies at position i.
  static View plain(onnx::Dims dims);
  /// [1, C, H, W] or [1, C, L] (channels first), [1, H, W, C] or [1, L, C] (channels last) of an image [H, W, C].
  static View image(const onnx::Dims& dims, bool channels_last);

  const onnx::Dims& dims() const { return dims_; }
  const std::vector<std::int32_t>& at() const { return *at_; }
  std::int64_t size() const { return static_cast<std::int64_t>(at_->size()); }

  /// The same elements in another shape of as many elements.
  View reshaped(onnx::Dims dims) const;
  View transposed(const std::vector<std::int64_t>& axes) const;
  bool same_elements(const View& other) const { return at_ == other.at_ || *at_ == *other.at_; }

 private:
  onnx::Dims dims_;
  std::shared_ptr<const std::vector<std::int32_t>> at_ = std::make_shared<const std::vector<std::int32_t>>();
};

std::int64_t size_of(const onnx::Dims& dims);
/// Row-major strides.
onnx::Dims strides_of(const onnx::Dims& dims);
/// [H, W, C] of an image tensor's dims (see View::image); a 1-D one has H = 1.
Shape image_shape(const onnx::Dims& dims, bool channels_last);

/// How the host's array lies: its shape without a batch axis of 1, and the permutation of its axes (or of those of an
/// image that it holds flattened) that makes the hardware's order. Nothing if no permutation does.
struct HostLayout {
  Shape shape;
  Shape axes;                             ///< empty: shape
  std::vector<std::int64_t> permutation;  ///< empty: none
};
std::optional<HostLayout> host_layout(const View& view, const Shape& hardware);

/// For each element of `dims`, its position in a tensor that broadcasts to it; nothing if it does not.
std::optional<std::vector<std::int64_t>> broadcast_positions(const onnx::Dims& dims, const onnx::Dims& constant);

}  // namespace finn::qonnx
