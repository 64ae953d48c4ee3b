// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "streamline/handlers.h"
#include "streamline/operators.h"
#include "streamline/window_attributes.h"

namespace finn::qonnx {
namespace {

/// The input pixel that nearest interpolation takes for output pixel x of `factor` times as many.
std::optional<std::int64_t> nearest_pixel(std::int64_t x, std::int64_t factor, std::int64_t size,
                                          const std::string& coordinates, const std::string& rounding) {
  const Exact scale(factor);
  const Exact half(1, 2);
  Exact at;
  if (coordinates == "asymmetric")
    at = x / scale;
  else if (coordinates == "half_pixel" || coordinates == "half_pixel_symmetric" ||
           (coordinates == "pytorch_half_pixel" && size * factor > 1))
    at = (x + half) / scale - half;
  else
    return std::nullopt;
  Rounding mode = Rounding::kFloor;
  if (rounding == "round_prefer_floor" || rounding.empty()) {
    const ExactInt down = floor_of(at);
    const ExactInt nearest = at - down > half ? ExactInt(down + 1) : down;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(nearest), 0, size - 1);
  }
  if (rounding == "round_prefer_ceil") {
    at += half;
  } else if (rounding == "ceil") {
    mode = Rounding::kCeil;
  } else if (rounding != "floor") {
    return std::nullopt;
  }
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(round_exactly(at, mode)), 0, size - 1);
}

/// Constants of blocks of channels must agree where several input channels become one.
std::optional<Chain> merged_chain(Flow& flow, const Chain& chain, const std::vector<std::vector<std::int64_t>>& from) {
  std::vector<std::int64_t> first;
  for (const auto& sources : from) first.push_back(sources.front());
  const Chain merged = chain.picked(first);
  for (std::size_t k = 1; k < from.front().size(); ++k) {
    std::vector<std::int64_t> other;
    for (const auto& sources : from) other.push_back(sources[k]);
    if (chain.picked(other) == merged) continue;
    flow.refuse("channels that become neighbouring pixels have different scales", "quantize before it");
    return std::nullopt;
  }
  return merged;
}

}  // namespace

void handle_resize(Flow& flow) {
  const onnx::Node& node = flow.node();
  const bool last = is_channels_last(node);
  const auto stream = flow.settled(0);
  if (!stream) return;
  const Shape image = flow.net().tensor(stream->tensor).shape;
  if (!check_image(flow, stream->view, image, last)) return;
  const auto info = flow.model().values.find(node.outputs.front());
  if (node.text("mode", "nearest") != "nearest" || info == flow.model().values.end()) {
    flow.refuse("only nearest interpolation to a known size can be mapped");
    return;
  }
  const onnx::Dims& out = info->second.shape;
  if (out.size() != stream->view.dims().size() || out.front() != 1) {
    flow.refuse(fmt::format("its output shape {} is no image", shape_text(out)));
    return;
  }
  const Shape target = image_shape(out, last);
  const std::string coordinates =
      node.text("coordinate_transformation_mode", node.op == "Upsample" ? "asymmetric" : "half_pixel");
  const std::string rounding = node.text("nearest_mode", node.op == "Upsample" ? "floor" : "round_prefer_floor");
  std::vector<std::int64_t> factors;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::int64_t factor = target[axis] / image[axis];
    if (target[axis] % image[axis] != 0 || target[2] != image[2]) {
      flow.refuse(fmt::format("it resizes {} to {}; only integer factors of height and width can be mapped",
                              shape_text(image), shape_text(target)));
      return;
    }
    for (std::int64_t x = 0; x < target[axis]; ++x)
      if (nearest_pixel(x, factor, image[axis], coordinates, rounding) != x / factor) {
        flow.refuse(fmt::format("coordinate mode {} with rounding {} does not repeat each pixel {} times",
                                in_quotes(coordinates), in_quotes(rounding), factor));
        return;
      }
    factors.push_back(factor);
  }
  Stream bigger = *stream;
  if (factors[0] != 1 || factors[1] != 1) {
    Attrs attrs;
    attrs.set("factors", factors);
    const auto made = flow.layer("upsample", {stream->tensor}, std::move(attrs));
    if (!made) return;
    bigger.tensor = *made;
    bigger.view = View::image(out, last);
  }
  flow.give(std::move(bigger));
}

void handle_depth_to_space(Flow& flow) {
  const onnx::Node& node = flow.node();
  const bool last = is_channels_last(node);
  auto stream = flow.settled(0);
  if (!stream) return;
  const Shape image = flow.net().tensor(stream->tensor).shape;
  if (!check_image(flow, stream->view, image, last)) return;
  const std::int64_t block = node.integer("blocksize", 0);
  const bool crd = node.text("mode", "DCR") == "CRD";
  if (block < 1 || block > 64 || image[2] % (block * block) != 0 || stream->view.dims().size() != 4) {
    flow.refuse(fmt::format("blocks of {} do not divide {} channels", block, image[2]));
    return;
  }
  const std::int64_t channels = image[2] / (block * block);
  std::vector<std::vector<std::int64_t>> from(static_cast<std::size_t>(channels));
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t k = 0; k < block * block; ++k)
      from[static_cast<std::size_t>(c)].push_back(crd ? c * block * block + k : k * channels + c);
  const auto chain = merged_chain(flow, stream->chain, from);
  if (!chain) return;
  Attrs attrs;
  attrs.set("block", block);
  if (crd) attrs.set("crd", true);
  const auto made = flow.layer("depth_to_space", {stream->tensor}, std::move(attrs));
  if (!made) return;
  stream->tensor = *made;
  stream->chain = *chain;
  stream->view =
      View::image(image_dims(stream->view.dims(), last, {image[0] * block, image[1] * block}, channels), last);
  flow.give(std::move(*stream));
}

void handle_pad(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto input = flow.integers(0);
  if (!input) return;
  const onnx::Dims& dims = input->view.dims();
  const Shape image = flow.net().tensor(input->tensor).shape;
  bool last = false;
  if (dims.size() == 4 && image.size() == 3 && image == image_shape(dims, true) && !(image == image_shape(dims, false)))
    last = true;
  if (!check_image(flow, input->view, image, last)) return;
  const onnx::Tensor* constant = flow.model().constant(node.input(1));
  const auto pads = constant != nullptr && constant->is_integer ? constant->integers : node.integers("pads", {});
  if (node.text("mode", "constant") != "constant" || pads.size() != 2 * dims.size() || !node.input(3).empty()) {
    flow.refuse("only constant padding of all axes by constants can be mapped");
    return;
  }
  const std::size_t first = last ? 1 : 2;
  const std::size_t rank = dims.size();
  WindowAttributes window;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const bool spatial = axis >= first && axis < first + rank - 2;
    const std::size_t at = rank == 4 ? axis - first : 1;
    for (const std::size_t end : {std::size_t{0}, rank}) {
      const std::int64_t amount = pads[axis + end];
      if (amount < 0 || (!spatial && amount != 0)) {
        flow.refuse(fmt::format("padding of {}: only height and width can grow", shape_text(pads)));
        return;
      }
      if (spatial) window.pad[at + (end == 0 ? 0 : 2)] = amount;
    }
  }
  Exact value = flow.number("value", 0.0);
  if (!node.input(2).empty()) {
    const auto given = flow.scalar(2);
    if (!given) return;
    value = *given;
  }
  const auto integer = integer_of(flow, input->affine, value);
  if (!integer) return;
  const auto made = pad_image(flow, *input, window.pad_list(), *integer);
  if (!made) return;
  const Shape padded = flow.net().tensor(*made).shape;
  flow.give(*made, View::image(image_dims(dims, last, {padded[0], padded[1]}, padded[2]), last), input->affine);
}

}  // namespace finn::qonnx
