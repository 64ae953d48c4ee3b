// SPDX-License-Identifier: Apache-2.0
// Kernel, strides, dilations and padding of convolutions and pools, as 2-D ones: a 1-D operator has one row.
#pragma once

#include "streamline/flow.h"

namespace finn::qonnx {

/// An attribute of FINN's nodes that is two numbers, or one for both axes.
std::array<std::int64_t, 2> two_numbers(const onnx::Node& node, std::string_view attribute, std::int64_t otherwise);

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
