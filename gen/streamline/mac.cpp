// SPDX-License-Identifier: Apache-2.0
#include "streamline/mac.h"

#include <algorithm>

namespace finn::qonnx {
namespace {

DataType weight_type(const std::vector<std::int64_t>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const Range range{*low, *high};
  const bool zero = std::find(values.begin(), values.end(), 0) != values.end();
  if (range.min >= -1 && range.max <= 1 && range.min < 0) return zero ? DataType::ternary() : DataType::bipolar();
  if (range.min == 1 && range.max == 1) return DataType::bipolar();
  return DataType::smallest(range);
}

std::string scale_text(const Exact& scale) { return fmt::format("{:.9g}", static_cast<double>(scale)); }

}  // namespace

std::shared_ptr<const Tensor> weight_tensor(Shape shape, std::vector<std::int64_t> values) {
  const DataType type = weight_type(values);
  return std::make_shared<const Tensor>(type, std::move(shape), std::move(values));
}

std::optional<Affine> mac_affine(Flow& flow, const MacShape& shape, const IntegerConstant& weights,
                                 const Affine& input) {
  std::vector<Exact> gains;
  std::vector<Exact> offsets;
  const bool shifted = std::any_of(input.offset.values().begin(), input.offset.values().end(),
                                   [](const Exact& offset) { return offset != 0; });
  for (std::int64_t o = 0; o < shape.outputs; ++o) {
    // Terms with a weight of 0 take any scale.
    std::optional<std::size_t> first;
    std::size_t first_channel = 0;
    Exact sum = 0;
    for (std::int64_t k = 0; k < shape.terms; ++k) {
      const std::size_t at = shape.weight(o, k);
      const std::int64_t weight = weights.values[at];
      if (weight == 0) continue;
      const std::size_t channel = shape.channel(o, k);
      if (shifted) sum += weight * input.offset.exact(channel);
      if (!first) {
        first = at;
        first_channel = channel;
        continue;
      }
      if (!weights.which.empty() && weights.scale(at) != weights.scale(*first)) {
        flow.refuse(fmt::format("the scale of its weights varies within the sum of output {}: {} and {}", o,
                                scale_text(weights.scale(*first)), scale_text(weights.scale(at))),
                    "quantize weights with one scale for each output channel");
        return std::nullopt;
      }
      if (input.scale.rows() > 1 && input.scale.exact(channel) != input.scale.exact(first_channel)) {
        flow.refuse(fmt::format("the scale of its input varies within the sum of output {}: {} in channel {}, {} in "
                                "channel {}",
                                o, scale_text(input.scale.exact(first_channel)), first_channel,
                                scale_text(input.scale.exact(channel)), channel),
                    "quantize the input with one scale for all channels");
        return std::nullopt;
      }
    }
    const Exact weight_scale = weights.scale(first.value_or(shape.weight(o, 0)));
    gains.push_back(weight_scale * input.scale.exact(first_channel));
    offsets.push_back(weight_scale * sum);
  }
  Affine made{PerChannel(gains), PerChannel(offsets)};
  made.scale.simplify();
  made.offset.simplify();
  return made;
}

std::optional<Stream> multiply(Flow& flow, const Integers& input, const IntegerConstant& matrix, bool transposed) {
  onnx::Dims dims = matrix.dims;
  while (dims.size() > 2 && dims.front() == 1) dims.erase(dims.begin());
  const onnx::Dims& in = input.view.dims();
  if (dims.size() != 2 || in.empty() || in.back() != dims[transposed ? 1 : 0]) {
    flow.refuse(fmt::format("a matrix of shape {} does not multiply an input of shape {}", shape_text(matrix.dims),
                            shape_text(in)));
    return std::nullopt;
  }
  const std::int64_t terms = in.back();
  const std::int64_t outputs = dims[transposed ? 0 : 1];
  const TensorInfo& tensor = flow.net().tensor(input.tensor);
  const std::int64_t channels = tensor.channels();
  const bool many = input.view.size() != terms;
  if (many && (channels != terms || tensor.shape.size() != 3 || !input.view.same_elements(View::plain(in)))) {
    flow.refuse(fmt::format("its input of shape {} does not lie with its last axis as channels", shape_text(in)),
                "transpose it so that the summed axis is the channels' axis");
    return std::nullopt;
  }
  const auto position = [&](std::int64_t k) {
    return many ? k : static_cast<std::int64_t>(input.view.at()[static_cast<std::size_t>(k)]);
  };
  MacShape shape;
  shape.outputs = outputs;
  shape.terms = terms;
  shape.weight = [&](std::int64_t o, std::int64_t k) {
    return static_cast<std::size_t>(transposed ? o * terms + k : k * outputs + o);
  };
  shape.channel = [&](std::int64_t, std::int64_t k) { return static_cast<std::size_t>(position(k) % channels); };
  const auto affine = mac_affine(flow, shape, matrix, input.affine);
  if (!affine) return std::nullopt;
  std::vector<std::int64_t> values(static_cast<std::size_t>(outputs * terms));
  for (std::int64_t o = 0; o < outputs; ++o)
    for (std::int64_t k = 0; k < terms; ++k)
      values[static_cast<std::size_t>(o * terms + position(k))] = matrix.values[shape.weight(o, k)];
  Attrs attrs;
  attrs.set("weights", weight_tensor(many ? Shape{outputs, terms, 1, 1} : Shape{outputs, terms}, std::move(values)));
  const auto made = flow.layer(many ? "conv" : "fc", {input.tensor}, std::move(attrs));
  if (!made) return std::nullopt;
  onnx::Dims out = in;
  out.back() = outputs;
  Stream stream;
  stream.tensor = *made;
  stream.view = View::plain(out);
  stream.chain.append(AffineStep{affine->scale, affine->offset});
  return stream;
}

}  // namespace finn::qonnx
