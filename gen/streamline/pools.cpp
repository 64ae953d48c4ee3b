// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "streamline/handlers.h"
#include "streamline/operators.h"
#include "streamline/window_attributes.h"

namespace finn::qonnx {
namespace {

std::vector<std::int64_t> whole_image(const onnx::Dims& dims, bool channels_last) {
  const std::size_t first = channels_last ? 1 : 2;
  return {dims.begin() + static_cast<std::ptrdiff_t>(first), dims.end() - (channels_last ? 1 : 0)};
}

std::vector<std::int64_t> list(const std::array<std::int64_t, 2>& values) { return {values.begin(), values.end()}; }

Attrs pool_attrs(const WindowAttributes& window) {
  Attrs attrs;
  attrs.set("kernel", list(window.kernel));
  attrs.set("stride", list(window.stride));
  attrs.set("pad", window.pad_list());
  return attrs;
}

/// Of FINN's StreamingMaxPool: windows side by side.
std::optional<WindowAttributes> streaming_window(Flow& flow, const Shape& image) {
  const auto size = two_numbers(flow.node(), "PoolDim", 0);
  WindowAttributes window;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (size[axis] < 1 || image[axis] % size[axis] != 0) {
      flow.refuse(fmt::format("its windows of {} x {} do not divide an image of {} x {}", size[0], size[1], image[0],
                              image[1]));
      return std::nullopt;
    }
    window.out[axis] = image[axis] / size[axis];
  }
  window.kernel = size;
  window.stride = size;
  return window;
}

/// Window of a pool, of the whole image where the operator is global.
std::optional<WindowAttributes> pool_window(Flow& flow, const onnx::Dims& dims, const Shape& image, bool last) {
  const onnx::Node& node = flow.node();
  if (node.op.rfind("Global", 0) == 0) {
    WindowAttributes window;
    window.kernel = {image[0], image[1]};
    return window;
  }
  if (node.op.rfind("StreamingMaxPool", 0) == 0) return streaming_window(flow, image);
  if (!node.has("kernel_shape")) {
    flow.refuse("it has no kernel_shape");
    return std::nullopt;
  }
  const auto kernel = node.integers("kernel_shape", {});
  if (kernel.size() != whole_image(dims, last).size()) {
    flow.refuse(fmt::format("its kernel {} does not fit an input of shape {}", shape_text(kernel), shape_text(dims)));
    return std::nullopt;
  }
  auto window = window_attributes(flow, image, kernel);
  if (window && (window->dilation[0] != 1 || window->dilation[1] != 1)) {
    flow.refuse("a pool with dilation has no layer");
    return std::nullopt;
  }
  return window;
}

/// Maxima of falling functions are minima: channels whose chain falls are negated first, exactly.
bool make_rising(Flow& flow, Stream& stream) {
  std::vector<std::int64_t> signs;
  const std::size_t rows = stream.chain.rows();
  for (std::size_t c = 0; c < rows; ++c) signs.push_back(stream.chain.direction(c) == Direction::kFalling ? -1 : 1);
  if (std::all_of(signs.begin(), signs.end(), [](std::int64_t sign) { return sign == 1; })) return true;
  const Range range = flow.net().tensor(stream.tensor).range;
  const DataType type = DataType::smallest({std::min(range.min, -range.max), std::max(range.max, -range.min)});
  Tensor multipliers(DataType::sint(2), {static_cast<std::int64_t>(rows), 1}, signs);
  Attrs attrs;
  attrs.set("type", type);
  attrs.set("multipliers", std::make_shared<const Tensor>(std::move(multipliers)));
  attrs.set("offsets", std::make_shared<const Tensor>(DataType::sint(1), Shape{1, 1}, std::vector<std::int64_t>{0}));
  attrs.set("shift", std::int64_t{0});
  const auto negated = flow.layer("requant", {stream.tensor}, std::move(attrs), "_sign");
  if (!negated) return false;
  stream.tensor = *negated;
  std::vector<Exact> gains(signs.begin(), signs.end());
  Chain chain;
  chain.append(AffineStep{PerChannel(gains), PerChannel(Exact(0))});
  for (const Step& step : stream.chain.steps()) chain.append(step);
  stream.chain = chain;
  return true;
}

/// Sums over windows as the node's output; what they mean is divided by `divisor`.
void give_sums(Flow& flow, const Integers& input, const WindowAttributes& window, View view, const Exact& divisor) {
  const auto made = flow.layer("sumpool", {input.tensor}, pool_attrs(window));
  if (!made) return;
  const Exact pixels(window.kernel[0] * window.kernel[1]);
  std::vector<Exact> scales;
  std::vector<Exact> offsets;
  for (const Exact& scale : input.affine.scale.values()) scales.push_back(scale / divisor);
  for (const Exact& offset : input.affine.offset.values()) offsets.push_back(offset * pixels / divisor);
  flow.give(*made, std::move(view), {PerChannel(scales), PerChannel(offsets)});
}

}  // namespace

void handle_max_pool(Flow& flow) {
  const bool last = is_channels_last(flow.node());
  if (flow.node().outputs.size() > 1 && !flow.model().readers(flow.node().outputs[1]).empty()) {
    flow.refuse("the indices of its maxima have no layer");
    return;
  }
  auto stream = flow.settled(0);
  if (!stream) return;
  const Shape image = flow.net().tensor(stream->tensor).shape;
  if (!check_image(flow, stream->view, image, last)) return;
  const auto window = pool_window(flow, stream->view.dims(), image, last);
  if (!window) return;
  for (std::size_t c = 0; c < stream->chain.rows(); ++c)
    if (stream->chain.direction(c) == Direction::kNeither) {
      flow.refuse("a function before it neither only rises nor only falls", "quantize before the pool");
      return;
    }
  if (!make_rising(flow, *stream)) return;
  const auto made = flow.layer("maxpool", {stream->tensor}, pool_attrs(*window));
  if (!made) return;
  stream->tensor = *made;
  stream->view = View::image(image_dims(stream->view.dims(), last, window->out, image.back()), last);
  flow.give(std::move(*stream));
}

void handle_average_pool(Flow& flow) {
  const bool last = is_channels_last(flow.node());
  auto input = flow.integers(0);
  if (!input) return;
  const Shape image = flow.net().tensor(input->tensor).shape;
  if (!check_image(flow, input->view, image, last)) return;
  auto window = pool_window(flow, input->view.dims(), image, last);
  if (!window) return;
  const onnx::Dims dims = image_dims(input->view.dims(), last, window->out, image.back());
  if (window->has_padding() || window->extra != std::array<std::int64_t, 2>{0, 0}) {
    if (flow.node().integer("count_include_pad", 0) == 0 || window->extra != std::array<std::int64_t, 2>{0, 0}) {
      flow.refuse("windows on its padding average over fewer pixels than others: their sums have different scales",
                  "count_include_pad = 1, or no padding");
      return;
    }
    const auto value = integer_of(flow, input->affine, Exact(0));
    if (!value) return;
    const auto padded = pad_image(flow, *input, window->pad_list(), *value);
    if (!padded) return;
    input->tensor = *padded;
    window->pad = {0, 0, 0, 0};
  }
  give_sums(flow, *input, *window, View::image(dims, last), Exact(window->kernel[0] * window->kernel[1]));
}

void handle_global_sum(Flow& flow) {
  const auto input = flow.integers(0);
  if (!input) return;
  const Shape image = flow.net().tensor(input->tensor).shape;
  if (!check_image(flow, input->view, image, true)) return;
  WindowAttributes window;
  window.kernel = {image[0], image[1]};
  give_sums(flow, *input, window, View::image(image_dims(input->view.dims(), true, window.out, image.back()), true),
            Exact(1));
}

void handle_reduce(Flow& flow) {
  const onnx::Node& node = flow.node();
  auto input = flow.integers(0);
  if (!input) return;
  const onnx::Dims& in = input->view.dims();
  std::vector<std::int64_t> axes = node.integers("axes", {});
  if (!node.input(1).empty()) {
    const onnx::Tensor* constant = flow.model().constant(node.input(1));
    if (constant == nullptr || !constant->is_integer) {
      flow.refuse("its axes are no constant");
      return;
    }
    axes = constant->integers;
  }
  for (std::int64_t& axis : axes)
    if (axis < 0) axis += static_cast<std::int64_t>(in.size());
  std::sort(axes.begin(), axes.end());
  const Shape image = flow.net().tensor(input->tensor).shape;
  bool found = false;
  bool last = false;
  if (in.size() == 4 || in.size() == 3) {
    const auto spatial = static_cast<std::int64_t>(in.size()) - 2;
    for (const bool try_last : {false, true}) {
      std::vector<std::int64_t> wanted;
      for (std::int64_t i = 0; i < spatial; ++i) wanted.push_back(i + (try_last ? 1 : 2));
      if (axes == wanted && image.size() == 3 && image == image_shape(in, try_last) &&
          input->view.same_elements(View::image(in, try_last))) {
        found = true;
        last = try_last;
        break;
      }
    }
  }
  if (!found) {
    flow.refuse(fmt::format("it reduces the axes {} of a shape {}; only the pixels of a whole image can be reduced",
                            shape_text(axes), shape_text(in)));
    return;
  }
  WindowAttributes window;
  window.kernel = {image[0], image[1]};
  const onnx::Dims kept = image_dims(in, last, window.out, image.back());
  const auto made_dims = node.integer("keepdims", 1) != 0 ? kept : onnx::Dims{1, image.back()};
  const Exact pixels(image[0] * image[1]);
  give_sums(flow, *input, window, View::image(kept, last).reshaped(made_dims),
            node.op == "ReduceMean" ? pixels : Exact(1));
}

}  // namespace finn::qonnx
