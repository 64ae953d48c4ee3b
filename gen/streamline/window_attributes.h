// SPDX-License-Identifier: Apache-2.0
// Kernel, strides, dilations and padding of convolutions and pools, as 2-D ones: a 1-D operator has one row.
#pragma once

#include <array>

#include "streamline/flow.h"

namespace finn::qonnx {

struct WindowAttributes {
  std::array<std::int64_t, 2> kernel{1, 1};
  std::array<std::int64_t, 2> stride{1, 1};
  std::array<std::int64_t, 2> dilation{1, 1};
  std::array<std::int64_t, 4> pad{0, 0, 0, 0};  ///< top, left, bottom, right
  std::array<std::int64_t, 2> extra{0, 0};      ///< of ceil_mode: more padding at the bottom and right
  std::array<std::int64_t, 2> out{1, 1};

  bool has_padding() const { return pad != std::array<std::int64_t, 4>{0, 0, 0, 0}; }
  std::vector<std::int64_t> pad_list() const { return {pad[0], pad[1], pad[2] + extra[0], pad[3] + extra[1]}; }
};

/// Of the current node on an image [H, W, C]; `kernel` as the weights or the attribute say. Refuses what it cannot
/// read.
std::optional<WindowAttributes> window_attributes(Flow& flow, const Shape& image, std::vector<std::int64_t> kernel);

/// Dimensions of an image tensor in ONNX's order with another size and other channels.
onnx::Dims image_dims(const onnx::Dims& like, bool channels_last, std::array<std::int64_t, 2> size,
                      std::int64_t channels);

/// Is the stream an image as an operator of this layout sees it? Refused if not.
bool check_image(Flow& flow, const View& view, const Shape& hardware, bool channels_last);

/// Makes a tensor padded by a layer of its own, with the integer that means 0. Refused where no integer does.
std::optional<TensorId> pad_image(Flow& flow, const Integers& input, const std::vector<std::int64_t>& pad,
                                  std::int64_t value);
/// The integer that means the real value in all channels; refused where there is none.
std::optional<std::int64_t> integer_of(Flow& flow, const Affine& affine, const Exact& value);

}  // namespace finn::qonnx
