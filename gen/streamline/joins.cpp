// SPDX-License-Identifier: Apache-2.0
// Several streams into one, and parts of one.
#include <algorithm>
#include <numeric>

#include "streamline/handlers.h"
#include "streamline/operators.h"

namespace finn::qonnx {
namespace {

constexpr std::int64_t kMostFactor = 65535;

const Shape& shape_of(Flow& flow, const Integers& integers) { return flow.net().tensor(integers.tensor).shape; }

/// a / b where it is the same in all channels.
std::optional<Exact> common_ratio(const PerChannel& a, const PerChannel& b) {
  std::optional<Exact> ratio;
  for (std::size_t c = 0; c < std::max(a.rows(), b.rows()); ++c) {
    if (b.exact(c) == 0) return std::nullopt;
    const Exact here = a.exact(c) / b.exact(c);
    if (ratio && *ratio != here) return std::nullopt;
    ratio = here;
  }
  return ratio;
}

/// The axis of a tensor that is the hardware's channels: image channels, or all of a vector.
std::optional<std::int64_t> channel_axis(const View& view, const Shape& hardware) {
  const onnx::Dims& dims = view.dims();
  if (hardware.size() == 1) {
    if (!view.same_elements(View::plain(dims))) return std::nullopt;
    for (std::size_t axis = 0; axis < dims.size(); ++axis)
      if (dims[axis] == view.size()) return static_cast<std::int64_t>(axis);
    return std::nullopt;
  }
  if ((dims.size() != 3 && dims.size() != 4) || dims.front() != 1) return std::nullopt;
  if (hardware == image_shape(dims, false) && view.same_elements(View::image(dims, false))) return 1;
  if (hardware == image_shape(dims, true) && view.same_elements(View::plain(dims)))
    return static_cast<std::int64_t>(dims.size()) - 1;
  return std::nullopt;
}

/// The view of a tensor like `view` with other channels on its channel axis.
View with_channels(const View& view, std::int64_t axis, std::int64_t channels) {
  onnx::Dims dims = view.dims();
  dims[static_cast<std::size_t>(axis)] = channels;
  const bool first = axis == 1 && dims.size() > 2;
  return first ? View::image(dims, false) : View::plain(dims);
}

std::optional<std::int64_t> checked_axis(Flow& flow, const View& view, const Shape& hardware, std::int64_t axis) {
  if (axis < 0) axis += static_cast<std::int64_t>(view.dims().size());
  const auto channels = channel_axis(view, hardware);
  if (channels && (*channels == axis || (hardware.size() == 1 && view.size() == 1))) return axis;
  flow.refuse(fmt::format("axis {} of shape {} is not the channels' axis; only channels can be joined and cut", axis,
                          shape_text(view.dims())));
  return std::nullopt;
}

/// Channels begin..end of a settled stream as output number `output` of the node.
bool give_slice(Flow& flow, const Stream& stream, std::int64_t axis, Range channels, std::size_t output) {
  Attrs attrs;
  attrs.set("begin", channels.min);
  attrs.set("end", channels.max);
  const auto made =
      flow.layer("slice", {stream.tensor}, std::move(attrs), output == 0 ? "" : fmt::format("_{}", output));
  if (!made) return false;
  std::vector<std::int64_t> from(static_cast<std::size_t>(channels.max - channels.min));
  std::iota(from.begin(), from.end(), channels.min);
  Stream part;
  part.tensor = *made;
  part.view = with_channels(stream.view, axis, channels.max - channels.min);
  part.chain = stream.chain.picked(from);
  flow.give(std::move(part), output);
  return true;
}

}  // namespace

void handle_sum_of_streams(Flow& flow, const Exact& sign_of_second) {
  const auto a = flow.integers(0);
  if (!a) return;
  const auto b = flow.integers(1);
  if (!b) return;
  if (shape_of(flow, *a) != shape_of(flow, *b) || !a->view.same_elements(b->view) || a->view.dims() != b->view.dims()) {
    flow.refuse(
        fmt::format("its operands have the shapes {} and {}; tensors that flow are added only element by "
                    "element, in the same layout",
                    shape_text(a->view.dims()), shape_text(b->view.dims())));
    return;
  }
  const auto ratio = common_ratio(a->affine.scale, b->affine.scale);
  if (!ratio || *ratio == 0) {
    flow.refuse("the ratio of its operands' scales is not the same in all channels",
                "quantize both operands with one scale each");
    return;
  }
  const Exact signed_ratio = *ratio;
  const ExactInt p = numerator(signed_ratio);
  const ExactInt q = denominator(signed_ratio);
  if (abs(p) > kMostFactor || q > kMostFactor) {
    flow.refuse(fmt::format("its operands' scales {:.9g} and {:.9g} are no multiples of a common scale (factors up to "
                            "{})",
                            static_cast<double>(a->affine.scale.exact(0)),
                            static_cast<double>(b->affine.scale.exact(0)), kMostFactor),
                "quantize both operands with the same scale");
    return;
  }
  // a * scale_a + b * scale_b = (a * p + b * q) * scale_b / q
  Attrs attrs;
  attrs.set("factors", std::vector<std::int64_t>{static_cast<std::int64_t>(p),
                                                 static_cast<std::int64_t>(q) * (sign_of_second < 0 ? -1 : 1)});
  const auto made = flow.layer("add", {a->tensor, b->tensor}, std::move(attrs));
  if (!made) return;
  std::vector<Exact> scales;
  for (const Exact& scale : b->affine.scale.values()) scales.push_back(scale / Exact(q));
  std::vector<Exact> offsets;
  for (std::size_t c = 0; c < std::max(a->affine.offset.rows(), b->affine.offset.rows()); ++c)
    offsets.push_back(a->affine.offset.exact(c) + sign_of_second * b->affine.offset.exact(c));
  flow.give(*made, a->view, {PerChannel(scales), PerChannel(offsets)});
}

void handle_concat(Flow& flow) {
  const std::size_t count = flow.node().inputs.size();
  std::vector<Integers> parts;
  std::optional<std::int64_t> axis;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = flow.integers(i);
    if (!part) return;
    axis = checked_axis(flow, part->view, shape_of(flow, *part), flow.node().integer("axis", 0));
    if (!axis) return;
    total += shape_of(flow, *part).back();
    parts.push_back(*part);
  }
  std::vector<TensorId> tensors;
  std::vector<Exact> scales;
  std::vector<Exact> offsets;
  for (const Integers& part : parts) {
    tensors.push_back(part.tensor);
    for (std::int64_t c = 0; c < shape_of(flow, part).back(); ++c) {
      scales.push_back(part.affine.scale.exact(static_cast<std::size_t>(c)));
      offsets.push_back(part.affine.offset.exact(static_cast<std::size_t>(c)));
    }
  }
  if (parts.size() == 1) {
    Stream same = *flow.stream(0);
    flow.pass_on(std::move(same), "nothing to do");
    return;
  }
  const auto made = flow.layer("concat", tensors, Attrs());
  if (!made) return;
  flow.give(*made, with_channels(parts.front().view, *axis, total), {PerChannel(scales), PerChannel(offsets)});
}

void handle_split(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto stream = flow.settled(0);
  if (!stream) return;
  const Shape shape = flow.net().tensor(stream->tensor).shape;
  const auto axis = checked_axis(flow, stream->view, shape, node.integer("axis", 0));
  if (!axis) return;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    const auto info = flow.model().values.find(node.outputs[i]);
    if (info == flow.model().values.end()) {
      flow.refuse("the shape of its parts is not known");
      return;
    }
    const std::int64_t end = begin + info->second.shape.at(static_cast<std::size_t>(*axis));
    if (end > shape.back() || end <= begin) {
      flow.refuse("its parts do not fit its input");
      return;
    }
    const bool used = !flow.model().readers(node.outputs[i]).empty() ||
                      std::count(flow.model().outputs.begin(), flow.model().outputs.end(), node.outputs[i]) > 0;
    if (used && !give_slice(flow, *stream, *axis, {begin, end}, i)) return;
    begin = end;
  }
}

void handle_slice(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto stream = flow.settled(0);
  if (!stream) return;
  const auto rank = static_cast<std::int64_t>(stream->view.dims().size());
  const auto numbers = [&](std::size_t input, const char* attribute) -> std::vector<std::int64_t> {
    const onnx::Tensor* constant = flow.model().constant(node.input(input));
    return constant != nullptr && constant->is_integer ? constant->integers : node.integers(attribute, {});
  };
  const auto starts = numbers(1, "starts");
  const auto ends = numbers(2, "ends");
  auto axes = numbers(3, "axes");
  const auto steps = numbers(4, "steps");
  if (axes.empty())
    for (std::size_t i = 0; i < starts.size(); ++i) axes.push_back(static_cast<std::int64_t>(i));
  const bool plain_steps = std::all_of(steps.begin(), steps.end(), [](std::int64_t step) { return step == 1; });
  if (starts.empty() || ends.size() != starts.size() || axes.size() != starts.size() || !plain_steps) {
    flow.refuse("only slices with constant bounds and steps of 1 can be mapped");
    return;
  }
  Stream part = *stream;
  bool cut = false;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::int64_t axis = axes[i] < 0 ? axes[i] + rank : axes[i];
    const std::int64_t size = axis >= 0 && axis < rank ? part.view.dims()[static_cast<std::size_t>(axis)] : 0;
    const auto clamped = [&](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size); };
    const Range range{clamped(starts[i]), clamped(ends[i])};
    if (range.min == 0 && range.max == size) continue;
    const auto channels = checked_axis(flow, part.view, flow.net().tensor(part.tensor).shape, axis);
    if (!channels) return;
    if (cut || range.max <= range.min) {
      flow.refuse("it cuts nothing, or more than one axis");
      return;
    }
    if (!give_slice(flow, part, *channels, range, 0)) return;
    cut = true;
  }
  if (!cut) flow.pass_on(std::move(part), "nothing to do");
}

}  // namespace finn::qonnx
