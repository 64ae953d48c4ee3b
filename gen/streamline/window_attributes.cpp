// SPDX-License-Identifier: Apache-2.0
#include "streamline/window_attributes.h"

#include <algorithm>

namespace finn::qonnx {
namespace {

/// Two numbers of an attribute of one or two axes.
std::array<std::int64_t, 2> pair_of(const std::vector<std::int64_t>& values, std::int64_t otherwise) {
  if (values.size() == 1) return {otherwise, values[0]};
  return {values.at(0), values.at(1)};
}

void pad_automatically(WindowAttributes& window, const Shape& image, bool upper) {
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::int64_t size = image[axis];
    const std::int64_t out = (size + window.stride[axis] - 1) / window.stride[axis];
    const std::int64_t reach = (window.kernel[axis] - 1) * window.dilation[axis] + 1;
    const std::int64_t total = std::max<std::int64_t>(0, (out - 1) * window.stride[axis] + reach - size);
    window.pad[axis] = upper ? total / 2 : total - total / 2;
    window.pad[axis + 2] = total - window.pad[axis];
  }
}

}  // namespace

std::array<std::int64_t, 2> two_numbers(const onnx::Node& node, std::string_view attribute, std::int64_t otherwise) {
  const auto found = node.attributes.find(attribute);
  if (found == node.attributes.end()) return {otherwise, otherwise};
  if (const auto one = onnx::as_integer(found->second)) return {*one, *one};
  const auto both = node.integers(attribute, {});
  if (both.size() != 2)
    throw onnx::AttributeError(fmt::format("attribute {} has {} numbers, not two", attribute, both.size()));
  return {both[0], both[1]};
}

std::optional<WindowAttributes> window_attributes(Flow& flow, const Shape& image, std::vector<std::int64_t> kernel) {
  const onnx::Node& node = flow.node();
  const std::size_t axes = kernel.size();
  WindowAttributes window;
  const auto strides = node.integers("strides", std::vector<std::int64_t>(axes, 1));
  const auto dilations = node.integers("dilations", std::vector<std::int64_t>(axes, 1));
  const auto pads = node.integers("pads", std::vector<std::int64_t>(2 * axes, 0));
  const auto positive = [](const std::vector<std::int64_t>& list) {
    return std::all_of(list.begin(), list.end(), [](std::int64_t x) { return x >= 1 && x <= 65535; });
  };
  const bool pads_good = std::all_of(pads.begin(), pads.end(), [](std::int64_t x) { return x >= 0 && x <= 65535; });
  if ((axes != 1 && axes != 2) || strides.size() != axes || dilations.size() != axes || pads.size() != 2 * axes ||
      !positive(kernel) || !positive(strides) || !positive(dilations) || !pads_good) {
    flow.refuse(fmt::format("its window cannot be mapped: kernel {}, strides {}, dilations {}, pads {}",
                            shape_text(kernel), shape_text(strides), shape_text(dilations), shape_text(pads)));
    return std::nullopt;
  }
  window.kernel = pair_of(kernel, 1);
  window.stride = pair_of(strides, 1);
  window.dilation = pair_of(dilations, 1);
  const std::string automatic = node.text("auto_pad", "NOTSET");
  if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER")
    pad_automatically(window, image, automatic == "SAME_UPPER");
  else if (automatic == "NOTSET" || automatic.empty())
    window.pad = axes == 1 ? std::array<std::int64_t, 4>{0, pads[0], 0, pads[1]}
                           : std::array<std::int64_t, 4>{pads[0], pads[1], pads[2], pads[3]};
  const bool ceil = node.integer("ceil_mode", 0) != 0;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::int64_t reach = (window.kernel[axis] - 1) * window.dilation[axis] + 1;
    const std::int64_t room = image[axis] + window.pad[axis] + window.pad[axis + 2] - reach;
    if (room < 0) {
      flow.refuse(fmt::format("its window of {} is larger than its padded input of {}", reach, room + reach));
      return std::nullopt;
    }
    window.out[axis] = room / window.stride[axis] + 1;
    // A window more where it still begins on the input or its padding in front.
    if (ceil && room % window.stride[axis] != 0 &&
        window.out[axis] * window.stride[axis] < image[axis] + window.pad[axis]) {
      window.extra[axis] = window.out[axis] * window.stride[axis] - room;
      ++window.out[axis];
    }
  }
  return window;
}

onnx::Dims image_dims(const onnx::Dims& like, bool channels_last, std::array<std::int64_t, 2> size,
                      std::int64_t channels) {
  onnx::Dims dims{1};
  if (!channels_last) dims.push_back(channels);
  if (like.size() == 4) dims.push_back(size[0]);
  dims.push_back(size[1]);
  if (channels_last) dims.push_back(channels);
  return dims;
}

bool check_image(Flow& flow, const View& view, const Shape& hardware, bool channels_last) {
  const onnx::Dims& dims = view.dims();
  if ((dims.size() == 3 || dims.size() == 4) && dims.front() == 1 && hardware == image_shape(dims, channels_last) &&
      view.same_elements(View::image(dims, channels_last)))
    return true;
  flow.refuse(fmt::format("its input of shape {} does not lie as an image with its channels {}", shape_text(dims),
                          channels_last ? "last" : "first"),
              "its producer delivers another layout; transpose in the graph so that both agree");
  return false;
}

std::optional<std::int64_t> integer_of(Flow& flow, const Affine& affine, const Exact& value) {
  std::optional<std::int64_t> found;
  for (std::size_t c = 0; c < std::max(affine.scale.rows(), affine.offset.rows()); ++c) {
    const Exact& scale = affine.scale.exact(c);
    const Exact level = scale == 0 ? Exact(0) : Exact((value - affine.offset.exact(c)) / scale);
    const bool whole = denominator(level) == 1 && abs(level) < (ExactInt(1) << 31);
    if (whole && (!found || level == *found)) {
      found = static_cast<std::int64_t>(numerator(level));
      continue;
    }
    if (whole)
      flow.refuse(fmt::format("{} is the integer {} in some channels of its input and {} in others; padding needs one",
                              static_cast<double>(value), *found, static_cast<double>(level)),
                  "one zero point for all tensors that are joined");
    else
      flow.refuse(fmt::format("no integer of its input means {}, which padding needs", static_cast<double>(value)),
                  "a quantizer whose zero point is an integer has one");
    return std::nullopt;
  }
  return found;
}

std::optional<TensorId> pad_image(Flow& flow, const Integers& input, const std::vector<std::int64_t>& pad,
                                  std::int64_t value) {
  Attrs attrs;
  attrs.set("pad", pad);
  attrs.set("value", value);
  return flow.layer("pad", {input.tensor}, std::move(attrs), "_pad");
}

}  // namespace finn::qonnx
