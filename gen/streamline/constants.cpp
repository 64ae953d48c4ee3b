// SPDX-License-Identifier: Apache-2.0
// Constants as handlers want them: exact reals, integers times scales, one value per channel.
#include <algorithm>
#include <limits>

#include "streamline/flow.h"

namespace finn::qonnx {
namespace {

/// Unquantized constants are taken as integers times a power of two up to so many bits: more would be a float network
/// in disguise.
constexpr int kMostPlainBits = 8;
constexpr double kMostInteger = 2147483648.0;

/// Reals as integers times one power of two; nothing if that takes more than kMostPlainBits bits or one is not finite.
std::optional<IntegerConstant> plain_integers(const onnx::Tensor& tensor) {
  IntegerConstant made;
  made.dims = tensor.shape;
  int exponent = 0;
  double largest = 0;
  for (std::int64_t i = 0; i < tensor.size(); ++i) {
    const double x = tensor.real(i);
    if (!std::isfinite(x)) return std::nullopt;
    largest = std::max(largest, std::abs(x));
    for (double y = std::ldexp(x, -exponent); y != std::trunc(y); y *= 2)
      if (--exponent < -60) return std::nullopt;
  }
  const double limit = exponent == 0 ? kMostInteger : std::ldexp(1.0, kMostPlainBits - 1 + exponent);
  if (largest > limit) return std::nullopt;
  for (std::int64_t i = 0; i < tensor.size(); ++i)
    made.values.push_back(static_cast<std::int64_t>(std::ldexp(tensor.real(i), -exponent)));
  made.scales = {Exact(std::ldexp(1.0, exponent))};
  return made;
}

}  // namespace

std::optional<Flow::Reals> Flow::reals(std::size_t i) {
  Reals made;
  if (const onnx::Tensor* tensor = model_.constant(node().input(i))) {
    made.dims = tensor->shape;
    for (std::int64_t k = 0; k < tensor->size(); ++k) {
      const double x = tensor->real(k);
      if (!std::isfinite(x)) {
        refuse(fmt::format("constant {} has a value that is not a number or not finite", in_quotes(node().input(i))));
        return std::nullopt;
      }
      made.values.emplace_back(x);
    }
    return made;
  }
  if (is_integers(i)) {
    const auto& constant = std::get<IntegerConstant>(*value(i));
    made.dims = constant.dims;
    for (std::size_t k = 0; k < constant.values.size(); ++k)
      made.values.push_back(constant.scale(k) * constant.values[k]);
    return made;
  }
  refuse(fmt::format("input {} ({}) must be a constant", i, in_quotes(node().input(i))));
  return std::nullopt;
}

std::optional<Exact> Flow::scalar(std::size_t i) {
  const std::optional<Reals> constant = reals(i);
  if (!constant) return std::nullopt;
  if (constant->values.size() == 1) return constant->values.front();
  refuse(fmt::format("constant {} must be one number, but it has {}", in_quotes(node().input(i)),
                     constant->values.size()));
  return std::nullopt;
}

Exact Flow::number(std::string_view attribute, double otherwise) const {
  const double value = node().real(attribute, otherwise);
  if (!std::isfinite(value))
    throw onnx::AttributeError(fmt::format("attribute {} is {}, not a finite number", attribute, value));
  return Exact(value);
}

std::optional<std::int64_t> Flow::whole_scalar(std::size_t i) {
  const std::optional<Exact> value = scalar(i);
  if (!value) return std::nullopt;
  if (denominator(*value) == 1 && abs(numerator(*value)) < (ExactInt(1) << 62))
    return static_cast<std::int64_t>(numerator(*value));
  refuse(fmt::format("constant {} must be an integer, but it is {}", in_quotes(node().input(i)),
                     static_cast<double>(*value)));
  return std::nullopt;
}

std::optional<IntegerConstant> Flow::integer_constant(std::size_t i) {
  if (is_integers(i)) return std::get<IntegerConstant>(*value(i));
  const onnx::Tensor* tensor = model_.constant(node().input(i));
  if (tensor == nullptr) {
    refuse(fmt::format("input {} ({}) must be a constant: products of two tensors that flow have no layer", i,
                       in_quotes(node().input(i))));
    return std::nullopt;
  }
  if (auto plain = plain_integers(*tensor)) return plain;
  refuse(fmt::format("its weights {} are floats without a quantizer", in_quotes(node().input(i))),
         "add a weight quantizer (Quant or BipolarQuant) to the model");
  return std::nullopt;
}

std::optional<PerChannel> Flow::per_channel(const Stream& stream, const Reals& constant) {
  if (constant.values.size() == 1) return PerChannel(constant.values.front());
  const Shape& shape = stream.tensor == kNone ? input_shapes_[stream.input] : net_.tensor(stream.tensor).shape;
  const auto channels = static_cast<std::size_t>(shape.back());
  const auto positions = broadcast_positions(stream.view.dims(), constant.dims);
  if (!positions) {
    refuse(fmt::format("a constant of shape {} does not broadcast to its input's shape {}", shape_text(constant.dims),
                       shape_text(stream.view.dims())));
    return std::nullopt;
  }
  constexpr std::int64_t kUnknown = -1;
  std::vector<std::int64_t> chosen(channels, kUnknown);
  std::vector<std::size_t> first_of(channels, 0);
  for (std::size_t i = 0; i < positions->size(); ++i) {
    const std::int64_t position = (*positions)[i];
    const std::size_t channel = static_cast<std::size_t>(stream.view.at()[i]) % channels;
    std::int64_t& mine = chosen[channel];
    if (mine == position) continue;
    if (mine != kUnknown &&
        constant.values[static_cast<std::size_t>(mine)] != constant.values[static_cast<std::size_t>(position)]) {
      const bool flattened = shape.size() == 3 && stream.view.dims().back() == stream.view.size();
      refuse(
          fmt::format("a constant of shape {} varies within a channel{}; a layer has constants per tensor or per "
                      "channel",
                      shape_text(constant.dims),
                      flattened ? fmt::format(": its input is an image {} that has been flattened, and element {} has "
                                              "another constant than element {} of the same channel",
                                              shape_text(shape), i, first_of[channel])
                                : std::string()),
          flattened ? "put the operator before the Flatten, with one constant for each of the image's channels, or "
                      "behind the next fully connected layer"
                    : "one constant for each channel");
      return std::nullopt;
    }
    if (mine == kUnknown) first_of[channel] = i;
    mine = position;
  }
  std::vector<Exact> values;
  for (const std::int64_t position : chosen) values.push_back(constant.values[static_cast<std::size_t>(position)]);
  PerChannel made(values);
  made.simplify();
  return made;
}

}  // namespace finn::qonnx
