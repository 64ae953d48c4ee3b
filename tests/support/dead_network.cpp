// SPDX-License-Identifier: Apache-2.0
#include "support/dead_network.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "ir/types.h"

namespace finn::test {
namespace {

using Json = nlohmann::ordered_json;
using Dims = std::vector<std::int64_t>;

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  std::int64_t uniform(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool chance(int one_in) { return uniform(1, one_in) == 1; }
  const char* any(const std::vector<const char*>& words) {
    return words[static_cast<std::size_t>(uniform(0, static_cast<std::int64_t>(words.size()) - 1))];
  }

 private:
  std::mt19937 random_;
};

std::int64_t elements(const Dims& shape) {
  std::int64_t count = 1;
  for (const std::int64_t dim : shape) count *= dim;
  return count;
}

/// Zeros in whole rows [O, ...] and whole columns [:, I, ...] of weights. An image that fc flattens has several columns
/// of a channel: `channels` of them follow each other.
void zero_some(Json& weights, std::int64_t channels, Dice& dice) {
  const auto shape = weights.at("shape").get<Dims>();
  const DataType type = *DataType::parse(weights.at("type").get<std::string>());
  if (!type.has_zero()) return;
  auto data = weights.at("data").get<std::vector<std::int64_t>>();
  const std::int64_t taps = elements(shape) / shape[0] / shape[1];
  for (std::int64_t o = 0; o < shape[0]; ++o)
    if (dice.chance(5)) std::fill_n(data.begin() + o * shape[1] * taps, shape[1] * taps, 0);
  for (std::int64_t c = 0; c < std::min(channels, shape[1]); ++c) {
    if (!dice.chance(4)) continue;
    for (std::int64_t o = 0; o < shape[0]; ++o)
      for (std::int64_t i = c; i < shape[1]; i += channels)
        std::fill_n(data.begin() + (o * shape[1] + i) * taps, taps, 0);
  }
  weights["data"] = data;
}

/// Rows of thresholds that no element reaches, or every one.
void deaden(Json& thresholds, Dice& dice) {
  const auto shape = thresholds.at("shape").get<Dims>();
  auto data = thresholds.at("data").get<std::vector<std::int64_t>>();
  for (std::int64_t row = 0; row < shape[0]; ++row)
    if (dice.chance(3)) std::fill_n(data.begin() + row * shape[1], shape[1], (dice.chance(2) ? 1 : -1) * (1LL << 30));
  thresholds["data"] = data;
}

struct Flow {
  std::string tensor;
  Dims shape;
  std::string type;  ///< of an activation; empty for sums
  std::int64_t reach = 8;

  std::int64_t channels() const { return shape.back(); }
};

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : dice_(seed) {
    net_ = {{"format", "finn-rtlgen-net"}, {"version", 1}, {"name", "dead_" + std::to_string(seed)}};
    net_["layers"] = Json::array();
  }

  Json make() {
    Flow flow{"x", {dice_.uniform(1, 5), dice_.uniform(1, 5), dice_.uniform(1, 4)}, activation_type(), 8};
    if (dice_.chance(4)) flow.shape = {dice_.uniform(1, 8)};
    net_["inputs"] = Json::array({{{"name", "x"}, {"shape", flow.shape}, {"type", flow.type}}});
    net_["outputs"] = Json::array();
    for (auto stages = dice_.uniform(2, 4); stages > 0; --stages) {
      flow = sums(flow);
      for (auto steps = dice_.uniform(0, 2); steps > 0; --steps) flow = step(flow);
      flow = activation(flow);
      while (dice_.chance(4)) flow = step(flow);
      if (dice_.chance(8)) net_["outputs"].push_back({{"name", flow.tensor}});
    }
    flow = multiply(flow, dice_.uniform(1, 5), false);
    if (dice_.chance(3)) flow = activation(flow);
    net_["outputs"].push_back({{"name", flow.tensor}});
    return std::move(net_);
  }

 private:
  std::string activation_type() { return dice_.any({"BIPOLAR", "BINARY", "TERNARY", "UINT2", "UINT3", "INT3"}); }

  std::vector<std::int64_t> values(const DataType& type, std::int64_t count) {
    std::vector<std::int64_t> data;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t value = dice_.uniform(type.min(), type.max());
      data.push_back(type.contains(value) ? value : 1);
    }
    return data;
  }

  Flow finish(const std::string& kind, const Json& inputs, const Json& attributes, Flow to) {
    const std::string number = std::to_string(net_["layers"].size());
    to.tensor = "t" + number;
    Json layer{{"name", kind + number}, {"kind", kind}, {"inputs", inputs}, {"outputs", {to.tensor}}};
    layer.update(attributes);
    net_["layers"].push_back(std::move(layer));
    return to;
  }

  Flow finish(const std::string& kind, const Flow& from, const Json& attributes, const Dims& shape) {
    Flow to = from;
    to.shape = shape;
    return finish(kind, Json::array({from.tensor}), attributes, to);
  }

  Json weights(const Dims& shape, std::int64_t channels) {
    const std::string name = dice_.any({"BIPOLAR", "TERNARY", "INT2", "INT3", "INT4"});
    Json tensor{{"type", name}, {"shape", shape}, {"data", values(*DataType::parse(name), elements(shape))}};
    zero_some(tensor, channels, dice_);
    return tensor;
  }

  /// A MAC layer. `same_pixels`: nothing that changes the size of an image.
  Flow multiply(const Flow& from, std::int64_t outputs, bool same_pixels) {
    if (from.shape.size() == 1 || (!same_pixels && dice_.chance(6))) {
      const std::int64_t inputs = elements(from.shape);
      Flow to = finish("fc", from, {{"weights", weights({outputs, inputs}, from.channels())}}, {outputs});
      to.type.clear();
      to.reach = 8 * inputs;
      return to;
    }
    const std::int64_t h = from.shape[0], w = from.shape[1], c = from.channels();
    const bool wide = !same_pixels && dice_.chance(2);
    const std::int64_t kh = wide ? dice_.uniform(1, std::min<std::int64_t>(3, h)) : 1;
    const std::int64_t kw = wide ? dice_.uniform(1, std::min<std::int64_t>(3, w)) : 1;
    const std::int64_t pad = wide && dice_.chance(2) ? 1 : 0;
    const std::int64_t groups = !same_pixels && dice_.chance(3) ? c : 1;
    if (groups > 1) outputs = c * dice_.uniform(1, 2);
    Json layer{{"weights", weights({outputs, c / groups, kh, kw}, c / groups)},
               {"pad", {pad, pad, pad, pad}},
               {"group", groups}};
    if (from.type == "BIPOLAR") layer["pad_value"] = dice_.chance(2) ? 1 : -1;
    if (from.type == "UINT2" && dice_.chance(2)) layer["pad_value"] = dice_.uniform(0, 3);
    Flow to = finish("conv", from, layer, {h + 2 * pad - kh + 1, w + 2 * pad - kw + 1, outputs});
    to.type.clear();
    to.reach = 8 * kh * kw * c / groups;
    return to;
  }

  /// One MAC layer, or several that join.
  Flow sums(const Flow& from) {
    const bool join = dice_.chance(3);
    const std::int64_t outputs = dice_.uniform(1, 8);
    Flow first = multiply(from, outputs, join);
    if (!join) return first;
    const bool add = dice_.chance(2);
    const Flow second = multiply(from, add ? outputs : dice_.uniform(1, 4), true);
    const Json inputs = Json::array({first.tensor, second.tensor});
    if (!add) {
      first.shape.back() += second.channels();
      return finish("concat", inputs, Json::object(), first);
    }
    Json attributes = Json::object();
    if (dice_.chance(2)) attributes["factors"] = {dice_.uniform(1, 3), dice_.chance(2) ? -2 : 1};
    first.reach *= 3;
    return finish("add", inputs, attributes, first);
  }

  /// A layer without weights, after sums or activations.
  Flow step(const Flow& from) {
    const std::int64_t c = from.channels();
    if (dice_.chance(4) && c > 1) {
      const std::int64_t begin = dice_.uniform(0, c - 1);
      const std::int64_t end = dice_.uniform(begin + 1, c);
      Dims shape = from.shape;
      shape.back() = end - begin;
      return finish("slice", from, {{"begin", begin}, {"end", end}}, shape);
    }
    if (from.shape.size() == 1) return from;
    const std::int64_t h = from.shape[0], w = from.shape[1];
    switch (dice_.uniform(0, 4)) {
      case 0:
      case 1: {
        const std::int64_t kh = dice_.uniform(1, std::min<std::int64_t>(2, h));
        const std::int64_t kw = dice_.uniform(1, std::min<std::int64_t>(2, w));
        const std::int64_t pad = kh > 1 && kw > 1 && dice_.chance(3) ? 1 : 0;
        const bool sum = dice_.chance(2);
        Flow to = finish(sum ? "sumpool" : "maxpool", from,
                         {{"kernel", {kh, kw}}, {"stride", {1, 1}}, {"pad", {pad, pad, 0, 0}}},
                         {h + pad - kh + 1, w + pad - kw + 1, c});
        if (sum) to.type.clear();
        return to;
      }
      case 2:
        if (h * w > 16) return from;
        return finish("upsample", from, {{"factors", {2, 1}}}, {h * 2, w, c});
      case 3: {
        const std::int64_t border = dice_.uniform(0, 1);
        const std::int64_t value = from.type == "BIPOLAR" ? 0 : dice_.uniform(-1, 1);
        Flow to = finish("pad", from, {{"pad", {border, 0, 0, border}}, {"value", value}}, {h + border, w + border, c});
        if (border > 0) to.type.clear();
        return to;
      }
      default:
        if (c % 4 != 0 || h * w > 9) return from;
        return finish("depth_to_space", from, {{"block", 2}, {"crd", dice_.chance(2)}}, {h * 2, w * 2, c / 4});
    }
  }

  Flow activation(const Flow& from) {
    const std::int64_t channels = from.channels();
    const std::int64_t rows = dice_.chance(4) ? 1 : channels;
    if (dice_.chance(4)) {
      Json layer{{"type", "UINT3"},
                 {"multipliers", {{"type", "INT4"}, {"shape", {rows, 1}}, {"data", values(DataType::sint(4), rows)}}},
                 {"shift", dice_.uniform(0, 5)},
                 {"half_even", dice_.chance(2)}};
      const std::int64_t offsets = dice_.chance(2) ? 1 : channels;
      layer["offsets"] = {{"type", "INT8"}, {"shape", {offsets, 1}}, {"data", values(DataType::sint(8), offsets)}};
      Flow to = finish("requant", from, layer, from.shape);
      to.type = "UINT3";
      return to;
    }
    const std::string name = activation_type();
    const std::int64_t levels = DataType::parse(name)->levels() - 1;
    std::vector<std::int64_t> data;
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t k = 0; k < levels; ++k) data.push_back(dice_.uniform(-from.reach, from.reach));
      std::sort(data.end() - levels, data.end());
    }
    Json thresholds{{"type", "INT32"}, {"shape", {rows, levels}}, {"data", data}};
    deaden(thresholds, dice_);
    Json layer{{"type", name}, {"thresholds", thresholds}};
    if (dice_.chance(3)) {
      std::vector<bool> flip;
      for (std::int64_t c = 0; c < channels; ++c) flip.push_back(dice_.chance(2));
      layer["flip"] = flip;
    }
    Flow to = finish("threshold", from, layer, from.shape);
    to.type = name;
    if (!dice_.chance(6)) return to;
    const DataType type = *DataType::parse(name);
    const std::int64_t entries = type.max() - type.min() + 1;
    const std::int64_t tables = dice_.chance(2) ? 1 : channels;
    to = finish(
        "lut", to,
        {{"type", "INT3"},
         {"table",
          {{"type", "INT3"}, {"shape", {tables, entries}}, {"data", values(DataType::sint(3), tables * entries)}}}},
        to.shape);
    to.type = "INT3";
    return to;
  }

  Dice dice_;
  Json net_;
};

}  // namespace

Json dead_network(std::uint32_t seed) { return Generator(seed).make(); }

Json with_dead_channels(Json net, std::uint32_t seed) {
  Dice dice(seed);
  for (Json& layer : net["layers"]) {
    if (layer.contains("weights")) zero_some(layer["weights"], dice.uniform(1, 8), dice);
    if (layer.contains("thresholds")) deaden(layer["thresholds"], dice);
  }
  return net;
}

}  // namespace finn::test
