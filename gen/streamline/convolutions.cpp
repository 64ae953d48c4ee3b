// SPDX-License-Identifier: Apache-2.0
#include "streamline/convolution.h"
#include "streamline/handlers.h"
#include "streamline/mac.h"
#include "streamline/operators.h"
#include "streamline/window_attributes.h"

namespace finn::qonnx {
namespace {

std::optional<Kernel> read_kernel(Flow& flow, const onnx::Dims& dims, bool channels_last) {
  if (dims.size() != 3 && dims.size() != 4) {
    flow.refuse(fmt::format("weights of shape {}: only 1-D and 2-D convolutions can be mapped", shape_text(dims)));
    return std::nullopt;
  }
  Kernel kernel;
  kernel.outputs = dims.front();
  kernel.inputs = channels_last ? dims.back() : dims[1];
  kernel.size.assign(dims.begin() + (channels_last ? 1 : 2), dims.end() - (channels_last ? 1 : 0));
  std::vector<std::int64_t> axes{0};
  if (channels_last) axes.push_back(static_cast<std::int64_t>(dims.size()) - 1);
  for (std::size_t i = 0; i < kernel.size.size(); ++i)
    axes.push_back(static_cast<std::int64_t>(i + (channels_last ? 1 : 2)));
  if (!channels_last) axes.insert(axes.begin() + 1, 1);
  const View ordered = View::plain(dims).transposed(axes);
  for (const std::int32_t at : ordered.at()) kernel.at.push_back(static_cast<std::size_t>(at));
  return kernel;
}

/// The integer that pads, 0 without padding. Where the input's type lacks it a pad layer comes first, and the window
/// has no padding any more.
std::optional<std::int64_t> settle_padding(Flow& flow, Integers& input, WindowAttributes& window) {
  if (!window.has_padding()) return 0;
  const auto value = integer_of(flow, input.affine, Exact(0));
  if (!value) return std::nullopt;
  if (flow.net().tensor(input.tensor).type.contains(*value)) return value;
  const auto padded = pad_image(flow, input, window.pad_list(), *value);
  if (!padded) return std::nullopt;
  input.tensor = *padded;
  window.pad = {0, 0, 0, 0};
  return 0;
}

}  // namespace

std::optional<Stream> convolve(Flow& flow, Integers input, const IntegerConstant& weights, const Kernel& kernel,
                               std::int64_t group, WindowAttributes window, bool channels_last) {
  const std::int64_t taps = window.kernel[0] * window.kernel[1];
  MacShape shape;
  shape.outputs = kernel.outputs;
  shape.terms = kernel.inputs * taps;
  shape.weight = [&](std::int64_t o, std::int64_t k) {
    return kernel.at[static_cast<std::size_t>(o * shape.terms + k)];
  };
  shape.channel = [&](std::int64_t o, std::int64_t k) {
    return static_cast<std::size_t>(o / (kernel.outputs / group) * kernel.inputs + k / taps);
  };
  const auto affine = mac_affine(flow, shape, weights, input.affine);
  if (!affine) return std::nullopt;
  const auto padding = settle_padding(flow, input, window);
  if (!padding) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const std::size_t at : kernel.at) values.push_back(weights.values[at]);
  Attrs attrs;
  attrs.set("weights",
            weight_tensor({kernel.outputs, kernel.inputs, window.kernel[0], window.kernel[1]}, std::move(values)));
  attrs.set("stride", std::vector<std::int64_t>(window.stride.begin(), window.stride.end()));
  attrs.set("dilation", std::vector<std::int64_t>(window.dilation.begin(), window.dilation.end()));
  attrs.set("pad", window.pad_list());
  if (window.has_padding() && *padding != 0) attrs.set("pad_value", *padding);
  if (group != 1) attrs.set("group", group);
  const auto made = flow.layer("conv", {input.tensor}, std::move(attrs));
  if (!made) return std::nullopt;
  Stream stream;
  stream.tensor = *made;
  stream.view = View::image(image_dims(input.view.dims(), channels_last, window.out, kernel.outputs), channels_last);
  stream.chain.append(AffineStep{affine->scale, affine->offset});
  return stream;
}

void handle_conv(Flow& flow) {
  const onnx::Node& node = flow.node();
  const bool last = is_channels_last(node);
  const auto weights = flow.integer_constant(1);
  if (!weights) return;
  const auto input = flow.integers(0);
  if (!input) return;
  const Shape image = flow.net().tensor(input->tensor).shape;
  if (!check_image(flow, input->view, image, last)) return;
  const auto kernel = read_kernel(flow, weights->dims, last);
  if (!kernel) return;
  const std::int64_t group = node.integer("group", 1);
  const std::int64_t channels = image.back();
  if (group < 1 || kernel->inputs * group != channels || kernel->outputs % group != 0) {
    flow.refuse(fmt::format("weights of shape {} in {} groups do not fit {} input channels", shape_text(weights->dims),
                            group, channels));
    return;
  }
  const auto window = window_attributes(flow, image, kernel->size);
  if (!window) return;
  auto stream = convolve(flow, *input, *weights, *kernel, group, *window, last);
  if (!stream) return;
  if (!node.input(2).empty()) {
    auto bias = flow.reals(2);
    if (!bias) return;
    // [O] lies along the channels.
    bias->dims.assign(stream->view.dims().size(), 1);
    bias->dims[last ? bias->dims.size() - 1 : 1] = static_cast<std::int64_t>(bias->values.size());
    const auto constants = flow.per_channel(*stream, *bias);
    if (!constants) return;
    stream->chain.append(AffineStep{PerChannel(Exact(1)), *constants});
  }
  flow.give(std::move(*stream));
}

}  // namespace finn::qonnx
