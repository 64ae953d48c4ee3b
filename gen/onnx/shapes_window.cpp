// SPDX-License-Identifier: Apache-2.0
// Shapes of convolutions and pools, with channels first or last.
#include <algorithm>

#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

/// Bound of a kernel, stride, dilation or pad: sums and products of them stay within 64 bits.
constexpr std::int64_t kMost = std::int64_t{1} << 30;

/// The attributes of a window over `rank` spatial dimensions, checked.
struct Window {
  std::vector<std::int64_t> kernel, stride, dilation;
  std::vector<std::int64_t> pad;  ///< all begins, then all ends
  std::string auto_pad;

  std::int64_t extent(std::size_t axis) const { return (kernel[axis] - 1) * dilation[axis] + 1; }
  std::int64_t pads(std::size_t axis) const { return pad[axis] + pad[axis + kernel.size()]; }
};

std::vector<std::int64_t> list(const NodeView& view, std::string_view name, std::size_t length, std::int64_t least,
                               std::int64_t otherwise) {
  auto out = view.node.integers(name, std::vector<std::int64_t>(length, otherwise));
  if (out.size() != length) node_error("attribute \"{}\" must have {} values, got {}", name, length, out.size());
  for (const std::int64_t value : out) {
    if (value < least || value > kMost)
      node_error("attribute \"{}\" must be in {}..{}, got {}", name, least, kMost, value);
  }
  return out;
}

Window window_of(const NodeView& view, std::vector<std::int64_t> kernel) {
  const std::size_t rank = kernel.size();
  Window out;
  out.kernel = std::move(kernel);
  for (const std::int64_t k : out.kernel) {
    if (k < 1 || k > kMost) node_error("the kernel must be in 1..{}, got {}", kMost, k);
  }
  out.stride = list(view, "strides", rank, 1, 1);
  out.dilation = list(view, "dilations", rank, 1, 1);
  out.pad = list(view, "pads", 2 * rank, 0, 0);
  out.auto_pad = view.node.text("auto_pad", "NOTSET");
  constexpr std::string_view kModes[] = {"NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"};
  if (std::find(std::begin(kModes), std::end(kModes), out.auto_pad) == std::end(kModes))
    node_error("attribute \"auto_pad\" must be NOTSET, VALID, SAME_UPPER or SAME_LOWER");
  if (out.auto_pad == "VALID") std::fill(out.pad.begin(), out.pad.end(), 0);
  return out;
}

std::size_t first_spatial(const NodeView& view) { return view.channels_last ? 1 : 2; }

/// Number of window positions along an axis.
std::int64_t positions(const Window& window, std::size_t axis, std::int64_t size, bool ceil_mode) {
  const std::int64_t stride = window.stride[axis];
  if (window.auto_pad.substr(0, 4) == "SAME") return (size + stride - 1) / stride;
  const std::int64_t room = size + window.pads(axis) - window.extent(axis);
  if (room < 0)
    node_error("the window of {} does not fit the padded input of {} along spatial axis {}", window.extent(axis),
               size + window.pads(axis), axis);
  std::int64_t out = (ceil_mode ? room + stride - 1 : room) / stride + 1;
  // A window that would begin in the padding behind the input is left out.
  if (ceil_mode && (out - 1) * stride >= size + window.pad[axis]) --out;
  return out;
}

/// The input's shape with other spatial dimensions and channels.
Dims result(const NodeView& view, const Dims& in, const Window& window, std::int64_t channels, bool ceil_mode) {
  Dims out = in;
  const std::size_t first = first_spatial(view);
  for (std::size_t axis = 0; axis < window.kernel.size(); ++axis)
    out[first + axis] = positions(window, axis, in[first + axis], ceil_mode);
  out[view.channels_last ? out.size() - 1 : 1] = channels;
  return out;
}

std::int64_t channels_of(const NodeView& view, const Dims& in) { return view.channels_last ? in.back() : in[1]; }

/// The weights' shape with the kernel last: [O, I/group, KH, KW]. Channels-last nodes have [O, KH, KW, I/group].
Dims weights_of(const NodeView& view, std::size_t rank) {
  Dims out = view.shape(1);
  if (out.size() != rank + 2) node_error("the weights' shape {} must have {} dimensions", dims_text(out), rank + 2);
  if (view.channels_last) std::rotate(out.begin() + 1, out.end() - 1, out.end());
  return out;
}

std::vector<std::int64_t> kernel_of(const NodeView& view, const Dims& weights) {
  std::vector<std::int64_t> kernel(weights.begin() + 2, weights.end());
  if (view.node.integers("kernel_shape", kernel) != kernel)
    node_error("attribute \"kernel_shape\" [{}] is not that of the weights, {}",
               fmt::join(view.node.integers("kernel_shape", {}), ", "), dims_text(weights));
  return kernel;
}

std::int64_t group_of(const NodeView& view) {
  const std::int64_t group = view.node.integer("group", 1);
  if (group < 1 || group > kMost) node_error("attribute \"group\" must be in 1..{}, got {}", kMost, group);
  return group;
}

void check_bias(const NodeView& view, std::int64_t channels) {
  if (view.given(2) && count_elements(view.shape(2)) != channels)
    node_error("the bias must have {} values, got shape {}", channels, dims_text(view.shape(2)));
}

Outputs conv(const NodeView& view) {
  const Dims& in = view.shape_of_rank(0, 3);
  const Dims weights = weights_of(view, in.size() - 2);
  const Window window = window_of(view, kernel_of(view, weights));
  const std::int64_t group = group_of(view);
  if (weights[1] > kMost || weights[1] * group != channels_of(view, in) || weights[0] % group != 0)
    node_error("weights of shape {} in {} groups do not fit the {} channels of the input, shape {}", dims_text(weights),
               group, channels_of(view, in), dims_text(in));
  check_bias(view, weights[0]);
  return {{result(view, in, window, weights[0], false), view.is_integer(0)}};
}

Outputs conv_transpose(const NodeView& view) {
  const Dims& in = view.shape_of_rank(0, 3);
  if (view.channels_last) throw UnknownShape{};  // QONNX does not define it
  const std::size_t rank = in.size() - 2;
  const Dims weights = weights_of(view, rank);
  const Window window = window_of(view, kernel_of(view, weights));
  const std::int64_t group = group_of(view);
  if (weights[0] != channels_of(view, in) || weights[0] % group != 0 || weights[1] > kMost)
    node_error("weights of shape {} in {} groups do not fit the {} channels of the input, shape {}", dims_text(weights),
               group, channels_of(view, in), dims_text(in));
  const auto more = list(view, "output_padding", rank, 0, 0);
  const auto wanted = list(view, "output_shape", rank, 0, 0);
  Dims out = in;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    std::int64_t& dim = out[first_spatial(view) + axis];
    if (view.node.has("output_shape")) {
      dim = wanted[axis];
    } else if (window.auto_pad.substr(0, 4) == "SAME") {
      dim *= window.stride[axis];
    } else {
      dim = window.stride[axis] * (dim - 1) + more[axis] + window.extent(axis) - window.pads(axis);
    }
    if (dim < 1) node_error("the output has no elements along spatial axis {}", axis);
  }
  out[1] = weights[1] * group;
  check_bias(view, weights[1] * group);
  return {{out, view.is_integer(0)}};
}

Outputs pool(const NodeView& view) {
  const Dims& in = view.shape_of_rank(0, 3);
  if (!view.node.has("kernel_shape")) node_error("attribute \"kernel_shape\" is missing");
  const auto kernel = list(view, "kernel_shape", in.size() - 2, 1, 1);
  const bool ceil_mode = view.node.integer("ceil_mode", 0) != 0;
  const Dims out = result(view, in, window_of(view, kernel), channels_of(view, in), ceil_mode);
  return {{out, view.is_integer(0)}, {out, true}};
}

Outputs global_pool(const NodeView& view) {
  Dims out = view.shape_of_rank(0, 2);
  const std::size_t first = first_spatial(view);
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(first), out.end() - (view.channels_last ? 1 : 0), 1);
  return {{out, view.is_integer(0)}};
}

}  // namespace

const std::vector<NamedRule>& window_rules() {
  static const std::vector<NamedRule> table = {
      {"Conv", conv},
      {"ConvTranspose", conv_transpose},
      {"MaxPool", pool},
      {"AveragePool", pool},
      {"LpPool", pool},
      {"GlobalAveragePool", global_pool},
      {"GlobalMaxPool", global_pool},
  };
  return table;
}

}  // namespace finn::onnx
