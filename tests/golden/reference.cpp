// SPDX-License-Identifier: Apache-2.0
#include "golden/reference.h"

#include <functional>
#include <stdexcept>

namespace finn::test {
namespace {

using Json = nlohmann::ordered_json;
using Ints = std::vector<std::int64_t>;

void flatten(const Json& value, Ints& out) {
  if (!value.is_array()) return out.push_back(value.get<std::int64_t>());
  for (const Json& element : value) flatten(element, out);
}

Array parameter(const Json& layer, const char* name) {
  Array array;
  array.shape = layer.at(name).at("shape").get<Ints>();
  flatten(layer.at(name).at("data"), array.data);
  return array;
}

std::int64_t type_minimum(const std::string& type) {
  if (type == "BIPOLAR" || type == "TERNARY") return -1;
  if (type.rfind("INT", 0) == 0) return -(std::int64_t{1} << (std::stoi(type.substr(3)) - 1));
  return 0;
}

Array fc(const Json& layer, const Array& in) {
  const Array weights = parameter(layer, "weights");
  Array out{{weights.shape[0]}, {}};
  for (std::int64_t o = 0; o < weights.shape[0]; ++o) {
    std::int64_t sum = 0;
    for (std::int64_t i = 0; i < weights.shape[1]; ++i)
      sum += weights.data.at(o * weights.shape[1] + i) * in.data.at(i);
    out.data.push_back(sum);
  }
  return out;
}

/// The image with its padding written out.
Array pad_image(const Array& in, const Ints& pad, std::int64_t value) {
  const std::int64_t channels = in.shape[2];
  Array out{{in.shape[0] + pad[0] + pad[2], in.shape[1] + pad[1] + pad[3], channels}, {}};
  out.data.assign(out.shape[0] * out.shape[1] * channels, value);
  for (std::int64_t h = 0; h < in.shape[0]; ++h)
    for (std::int64_t w = 0; w < in.shape[1]; ++w)
      for (std::int64_t c = 0; c < channels; ++c)
        out.data.at(((h + pad[0]) * out.shape[1] + w + pad[1]) * channels + c) =
            in.data.at((h * in.shape[1] + w) * channels + c);
  return out;
}

Array conv(const Json& layer, const Array& in) {
  const Array weights = parameter(layer, "weights");
  const Ints stride = layer.value("stride", Ints{1, 1});
  const Ints dilation = layer.value("dilation", Ints{1, 1});
  const Array image = pad_image(in, layer.value("pad", Ints{0, 0, 0, 0}), layer.value("pad_value", std::int64_t{0}));
  const std::int64_t channels = weights.shape[1];  // of a group
  const std::int64_t group_outputs = weights.shape[0] / layer.value("group", std::int64_t{1});
  const std::int64_t kernel_h = weights.shape[2];
  const std::int64_t kernel_w = weights.shape[3];
  Array out{{0, 0, weights.shape[0]}, {}};
  for (std::int64_t top = 0; top + (kernel_h - 1) * dilation[0] < image.shape[0]; top += stride[0]) {
    ++out.shape[0];
    out.shape[1] = 0;
    for (std::int64_t left = 0; left + (kernel_w - 1) * dilation[1] < image.shape[1]; left += stride[1]) {
      ++out.shape[1];
      for (std::int64_t o = 0; o < weights.shape[0]; ++o) {
        std::int64_t sum = 0;
        for (std::int64_t c = 0; c < channels; ++c)
          for (std::int64_t y = 0; y < kernel_h; ++y)
            for (std::int64_t x = 0; x < kernel_w; ++x)
              sum +=
                  weights.data.at(((o * channels + c) * kernel_h + y) * kernel_w + x) *
                  image.data.at(((top + y * dilation[0]) * image.shape[1] + left + x * dilation[1]) * image.shape[2] +
                                o / group_outputs * channels + c);
        out.data.push_back(sum);
      }
    }
  }
  return out;
}

Array maxpool(const Json& layer, const Array& in) {
  constexpr std::int64_t kNothing = INT64_MIN;
  const Ints kernel = layer.at("kernel").get<Ints>();
  const Ints stride = layer.value("stride", kernel);
  const Array image = pad_image(in, layer.value("pad", Ints{0, 0, 0, 0}), kNothing);
  const std::int64_t channels = image.shape[2];
  Array out{{0, 0, channels}, {}};
  for (std::int64_t top = 0; top + kernel[0] <= image.shape[0]; top += stride[0]) {
    ++out.shape[0];
    out.shape[1] = 0;
    for (std::int64_t left = 0; left + kernel[1] <= image.shape[1]; left += stride[1]) {
      ++out.shape[1];
      for (std::int64_t c = 0; c < channels; ++c) {
        std::int64_t best = kNothing;
        for (std::int64_t y = top; y < top + kernel[0]; ++y)
          for (std::int64_t x = left; x < left + kernel[1]; ++x)
            best = std::max(best, image.data.at((y * image.shape[1] + x) * channels + c));
        out.data.push_back(best);
      }
    }
  }
  return out;
}

Array sumpool(const Json& layer, const Array& in) {
  const Ints kernel = layer.at("kernel").get<Ints>();
  const Ints stride = layer.value("stride", kernel);
  const Array image = pad_image(in, layer.value("pad", Ints{0, 0, 0, 0}), 0);
  const std::int64_t channels = image.shape[2];
  Array out{{(image.shape[0] - kernel[0]) / stride[0] + 1, (image.shape[1] - kernel[1]) / stride[1] + 1, channels}, {}};
  for (std::int64_t i = 0; i < out.shape[0] * out.shape[1] * channels; ++i) {
    const std::int64_t top = i / channels / out.shape[1] * stride[0];
    const std::int64_t left = i / channels % out.shape[1] * stride[1];
    std::int64_t sum = 0;
    for (std::int64_t tap = 0; tap < kernel[0] * kernel[1]; ++tap)
      sum +=
          image.data.at(((top + tap / kernel[1]) * image.shape[1] + left + tap % kernel[1]) * channels + i % channels);
    out.data.push_back(sum);
  }
  return out;
}

/// Applies a function of (value, channel) to each element.
Array elementwise(const Array& in, const std::function<std::int64_t(std::int64_t, std::int64_t)>& function) {
  Array out{in.shape, {}};
  for (std::size_t i = 0; i < in.data.size(); ++i)
    out.data.push_back(function(in.data[i], static_cast<std::int64_t>(i) % in.shape.back()));
  return out;
}

Array threshold(const Json& layer, const Array& in) {
  const Array rows = parameter(layer, "thresholds");
  const std::string type = layer.at("type").get<std::string>();
  const auto flip = layer.value("flip", std::vector<bool>{false});
  return elementwise(in, [&](std::int64_t value, std::int64_t channel) {
    std::int64_t count = 0;
    for (std::int64_t k = 0; k < rows.shape[1]; ++k) {
      const std::int64_t t = rows.data.at((rows.shape[0] == 1 ? 0 : channel) * rows.shape[1] + k);
      if (flip[flip.size() == 1 ? 0 : channel] ? value <= t : value >= t) ++count;
    }
    return type == "BIPOLAR" ? 2 * count - 1 : type_minimum(type) + count;
  });
}

Array lut(const Json& layer, const Array& in, std::int64_t default_minimum) {
  const Array table = parameter(layer, "table");
  const std::int64_t minimum = layer.value("input_min", default_minimum);
  return elementwise(in, [&](std::int64_t value, std::int64_t channel) {
    return table.data.at((table.shape[0] == 1 ? 0 : channel) * table.shape[1] + value - minimum);
  });
}

std::int64_t type_maximum(const std::string& type) {
  if (type == "BIPOLAR" || type == "TERNARY" || type == "BINARY") return 1;
  if (type.rfind("INT", 0) == 0) return -type_minimum(type) - 1;
  return (std::int64_t{1} << std::stoi(type.substr(4))) - 1;
}

/// The integer nearest to sum / 2^shift, or the one below: found by trying its neighbours.
Array requant(const Json& layer, const Array& in) {
  __extension__ using Wide = __int128;
  const Array multipliers = parameter(layer, "multipliers");
  const Array offsets = parameter(layer, "offsets");
  const std::string type = layer.at("type").get<std::string>();
  const std::int64_t least = layer.value("min", type_minimum(type));
  const std::int64_t most = layer.value("max", type_maximum(type));
  const Wide divisor = Wide{1} << layer.at("shift").get<int>();
  return elementwise(in, [&](std::int64_t value, std::int64_t channel) {
    const Wide sum = Wide{value} * multipliers.data.at(multipliers.shape[0] == 1 ? 0 : channel) +
                     offsets.data.at(offsets.shape[0] == 1 ? 0 : channel);
    Wide result = sum / divisor - 1;
    while ((result + 1) * divisor <= sum) ++result;  // rounded down
    if (layer.value("half_even", false)) {
      const Wide above = (result + 1) * divisor - sum;
      const Wide below = sum - result * divisor;
      if (above < below || (above == below && result % 2 != 0)) ++result;
    }
    return static_cast<std::int64_t>(result < least ? Wide{least} : result > most ? Wide{most} : result);
  });
}

Array add(const Json& layer, const std::vector<const Array*>& in) {
  const Ints factors = layer.value("factors", Ints(in.size(), 1));
  Array out{in[0]->shape, Ints(in[0]->data.size(), 0)};
  for (std::size_t k = 0; k < in.size(); ++k)
    for (std::size_t i = 0; i < out.data.size(); ++i) out.data[i] += factors.at(k) * in[k]->data.at(i);
  return out;
}

/// Copies pixel by pixel, tensor by tensor.
Array concat(const std::vector<const Array*>& in) {
  Array out{in[0]->shape, {}};
  out.shape.back() = 0;
  for (const Array* part : in) out.shape.back() += part->shape.back();
  for (std::int64_t pixel = 0; pixel * in[0]->shape.back() < static_cast<std::int64_t>(in[0]->data.size()); ++pixel)
    for (const Array* part : in)
      for (std::int64_t c = 0; c < part->shape.back(); ++c)
        out.data.push_back(part->data.at(pixel * part->shape.back() + c));
  return out;
}

Array slice(const Json& layer, const Array& in) {
  const std::int64_t begin = layer.at("begin").get<std::int64_t>();
  const std::int64_t end = layer.at("end").get<std::int64_t>();
  Array out{in.shape, {}};
  out.shape.back() = end - begin;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(in.data.size()); ++i)
    if (i % in.shape.back() >= begin && i % in.shape.back() < end) out.data.push_back(in.data.at(i));
  return out;
}

Array upsample(const Json& layer, const Array& in) {
  const Ints factors = layer.at("factors").get<Ints>();
  Array out{{in.shape[0] * factors[0], in.shape[1] * factors[1], in.shape[2]}, {}};
  for (std::int64_t y = 0; y < out.shape[0]; ++y)
    for (std::int64_t x = 0; x < out.shape[1]; ++x)
      for (std::int64_t c = 0; c < out.shape[2]; ++c)
        out.data.push_back(in.data.at((y / factors[0] * in.shape[1] + x / factors[1]) * in.shape[2] + c));
  return out;
}

/// As ONNX says it: reshape to six dimensions, transpose, reshape; here for [H, W, C].
Array depth_to_space(const Json& layer, const Array& in) {
  const std::int64_t b = layer.at("block").get<std::int64_t>();
  const std::int64_t depth = in.shape[2] / (b * b);
  Array out{{in.shape[0] * b, in.shape[1] * b, depth}, Ints(in.data.size(), 0)};
  for (std::int64_t h = 0; h < in.shape[0]; ++h)
    for (std::int64_t w = 0; w < in.shape[1]; ++w)
      for (std::int64_t channel = 0; channel < in.shape[2]; ++channel) {
        const bool crd = layer.value("crd", false);
        const std::int64_t c = crd ? channel / (b * b) : channel % depth;
        const std::int64_t in_block = crd ? channel % (b * b) : channel / depth;
        const std::int64_t y = h * b + in_block / b;
        const std::int64_t x = w * b + in_block % b;
        out.data.at((y * out.shape[1] + x) * depth + c) = in.data.at((h * in.shape[1] + w) * in.shape[2] + channel);
      }
  return out;
}

/// Takes the best one away k times.
Array topk(const Json& layer, const Array& in) {
  const std::int64_t k = layer.at("k").get<std::int64_t>();
  Array out{{k}, {}};
  std::vector<bool> taken(in.data.size(), false);
  for (std::int64_t n = 0; n < k; ++n) {
    std::int64_t best = -1;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(in.data.size()); ++i)
      if (!taken[i] && (best < 0 || in.data[i] > in.data[best])) best = i;
    taken[best] = true;
    out.data.push_back(best);
  }
  return out;
}

}  // namespace

Arrays interpret(const Json& net, const Arrays& inputs) {
  Arrays tensors = inputs;
  std::map<std::string, std::string> types;
  for (const Json& input : net.at("inputs")) types[input.at("name")] = input.at("type");
  std::size_t done = 0;
  for (bool progress = true; progress;) {
    progress = false;
    for (const Json& layer : net.at("layers")) {
      const std::string from = layer.at("inputs").at(0);
      const std::string to = layer.at("outputs").at(0);
      std::vector<const Array*> all;
      for (const std::string name : layer.at("inputs"))
        if (tensors.count(name) != 0) all.push_back(&tensors.at(name));
      if (all.size() != layer.at("inputs").size() || tensors.count(to) != 0) continue;
      const std::string kind = layer.at("kind");
      const Array& in = tensors.at(from);
      if (kind == "fc") tensors[to] = fc(layer, in);
      if (kind == "conv") tensors[to] = conv(layer, in);
      if (kind == "maxpool") tensors[to] = maxpool(layer, in);
      if (kind == "pad")
        tensors[to] = pad_image(in, layer.at("pad").get<Ints>(), layer.value("value", std::int64_t{0}));
      if (kind == "sumpool") tensors[to] = sumpool(layer, in);
      if (kind == "threshold") tensors[to] = threshold(layer, in);
      if (kind == "add") tensors[to] = add(layer, all);
      if (kind == "concat") tensors[to] = concat(all);
      if (kind == "slice") tensors[to] = slice(layer, in);
      if (kind == "upsample") tensors[to] = upsample(layer, in);
      if (kind == "depth_to_space") tensors[to] = depth_to_space(layer, in);
      if (kind == "topk") tensors[to] = topk(layer, in);
      if (kind == "requant") tensors[to] = requant(layer, in);
      if (kind == "lut") tensors[to] = lut(layer, in, types.count(from) != 0 ? type_minimum(types.at(from)) : 0);
      if (layer.contains("type")) types[to] = layer.at("type");
      if (kind == "maxpool" && types.count(from) != 0) types[to] = types.at(from);
      progress = true;
      ++done;
    }
  }
  if (done != net.at("layers").size()) throw std::runtime_error("the reference could not run all layers");
  return tensors;
}

}  // namespace finn::test
