// SPDX-License-Identifier: Apache-2.0
#include "support/random_network.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "ir/types.h"

namespace finn::test {
namespace {

using Json = nlohmann::ordered_json;

struct Flow {
  std::string tensor;
  std::vector<std::int64_t> shape;
  double spread = 1;  ///< typical magnitude of its values
  bool small = true;  ///< a declared type of at most 8 bits
  std::string type;   ///< if small
  int uses = 0;
};

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed), seed_(seed) {}

  Json make() {
    net_ = {{"format", "finn-rtlgen-net"}, {"version", 1}, {"name", "random_" + std::to_string(seed_)}};
    net_["layers"] = Json::array();
    net_["fold"] = Json::object();
    Flow input;
    input.tensor = "x";
    input.type = type();
    input.shape = chance(2) ? std::vector<std::int64_t>{uniform(1, 24)}
                            : std::vector<std::int64_t>{uniform(1, 9), uniform(1, 9), uniform(1, 8)};
    input.spread = spread_of(input.type);
    net_["inputs"] = Json::array({{{"name", "x"}, {"shape", input.shape}, {"type", input.type}}});
    flows_.push_back(input);
    const auto layers = uniform(1, 5);
    for (std::int64_t i = 0; i < layers; ++i) {
      // Mostly the newest tensor, sometimes an older one again.
      const std::size_t from = chance(6)
                                   ? static_cast<std::size_t>(uniform(0, static_cast<std::int64_t>(flows_.size()) - 1))
                                   : flows_.size() - 1;
      add_layer(from);
    }
    net_["outputs"] = Json::array();
    for (const Flow& flow : flows_)
      if (flow.tensor != "x" && (flow.uses == 0 || chance(8))) net_["outputs"].push_back({{"name", flow.tensor}});
    return net_;
  }

 private:
  std::int64_t uniform(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  bool chance(int one_in) { return uniform(1, one_in) == 1; }

  std::string type() {
    static const std::vector<std::string> types = {"BIPOLAR", "BINARY", "TERNARY", "UINT2", "UINT3", "UINT4",
                                                   "UINT8",   "INT2",   "INT3",    "INT4",  "INT5",  "INT8"};
    return types[static_cast<std::size_t>(uniform(0, static_cast<std::int64_t>(types.size()) - 1))];
  }

  static double spread_of(const std::string& name) {
    const DataType parsed = *DataType::parse(name);
    return 0.5 * static_cast<double>(std::max(-parsed.min(), parsed.max()));
  }

  std::int64_t value_of(const DataType& type) {
    if (type.is_bipolar()) return chance(2) ? 1 : -1;
    // The extremes more often than by chance.
    if (chance(8)) return chance(2) ? type.min() : type.max();
    return uniform(type.min(), type.max());
  }

  std::int64_t divisor(std::int64_t n) {
    std::vector<std::int64_t> all;
    for (std::int64_t d = 1; d <= n; ++d)
      if (n % d == 0) all.push_back(d);
    return all[static_cast<std::size_t>(uniform(0, static_cast<std::int64_t>(all.size()) - 1))];
  }

  Json tensor(const std::string& type_name, const std::vector<std::int64_t>& shape) {
    const DataType parsed = *DataType::parse(type_name);
    std::int64_t count = 1;
    for (const std::int64_t dim : shape) count *= dim;
    std::vector<std::int64_t> data;
    for (std::int64_t i = 0; i < count; ++i) data.push_back(value_of(parsed));
    return {{"type", type_name}, {"shape", shape}, {"data", data}};
  }

  void add_layer(std::size_t from) {
    const bool image = flows_[from].shape.size() == 3;
    const std::int64_t pick = uniform(0, 9);
    if (image && pick < 4) return conv(from);
    if (image && pick < 6) return chance(3) ? pad(from) : pool(from);
    if (pick < 8 && !flows_[from].small) return threshold(from);
    if (pick == 8 && flows_[from].small && flows_[from].type != "UINT8" && flows_[from].type != "INT8")
      return lut(from);
    if (pick == 9) return threshold(from);
    fc(from);
  }

  /// Appends the layer; its output flow follows.
  Flow& finish(Json layer, std::size_t from, std::string_view kind) {
    const std::string name = std::string(kind) + std::to_string(net_["layers"].size());
    Json whole{{"name", name}, {"kind", kind}, {"inputs", {flows_[from].tensor}}, {"outputs", {"t_" + name}}};
    whole.update(layer);
    net_["layers"].push_back(whole);
    ++flows_[from].uses;
    Flow flow = flows_[from];
    flow.uses = 0;
    flow.tensor = "t_" + name;
    flows_.push_back(flow);
    return flows_.back();
  }

  void fold(std::int64_t pe, std::int64_t simd) {
    if (chance(4)) return;
    Json knobs = Json::object();
    if (!chance(5)) knobs["pe"] = pe;
    if (simd > 0 && !chance(5)) knobs["simd"] = simd;
    net_["fold"][net_["layers"].back()["name"].get<std::string>()] = knobs;
  }

  void fc(std::size_t from) {
    std::int64_t inputs = 1;
    for (const std::int64_t dim : flows_[from].shape) inputs *= dim;
    const std::int64_t outputs = uniform(1, 12);
    const std::string weights = type();
    Flow& flow = finish({{"weights", tensor(weights, {outputs, inputs})}}, from, "fc");
    flow.shape = {outputs};
    flow.spread *= spread_of(weights) * std::sqrt(static_cast<double>(inputs)) + 1;
    flow.small = false;
    fold(divisor(outputs), divisor(inputs));
  }

  void conv(std::size_t from) {
    const Flow source = flows_[from];
    const std::int64_t h = source.shape[0];
    const std::int64_t w = source.shape[1];
    const std::int64_t c = source.shape[2];
    const std::vector<std::int64_t> pad{uniform(0, 2), uniform(0, 2), uniform(0, 2), uniform(0, 2)};
    const std::vector<std::int64_t> dilation{chance(4) ? 2 : 1, chance(4) ? 2 : 1};
    const auto kernel = [&](std::int64_t size, std::int64_t pads, std::int64_t dil) {
      return uniform(1, std::max<std::int64_t>(1, std::min<std::int64_t>(4, (size + pads - 1) / dil + 1)));
    };
    const std::int64_t kh = kernel(h, pad[0] + pad[2], dilation[0]);
    const std::int64_t kw = kernel(w, pad[1] + pad[3], dilation[1]);
    const std::vector<std::int64_t> stride{uniform(1, 3), uniform(1, 3)};
    const std::int64_t groups = chance(3) ? (chance(2) ? c : divisor(c)) : 1;
    const std::int64_t outputs = groups * uniform(1, std::max<std::int64_t>(1, 8 / groups));
    const std::string weights = type();
    Json layer{{"weights", tensor(weights, {outputs, c / groups, kh, kw})},
               {"stride", stride},
               {"pad", pad},
               {"dilation", dilation},
               {"group", groups}};
    if (source.small && source.type == "BIPOLAR") layer["pad_value"] = chance(2) ? 1 : -1;
    Flow& flow = finish(layer, from, "conv");
    flow.shape = {(h + pad[0] + pad[2] - (kh - 1) * dilation[0] - 1) / stride[0] + 1,
                  (w + pad[1] + pad[3] - (kw - 1) * dilation[1] - 1) / stride[1] + 1, outputs};
    flow.spread *= spread_of(weights) * std::sqrt(static_cast<double>(kh * kw * c / groups)) + 1;
    flow.small = false;
    if (groups == 1) return fold(divisor(outputs), divisor(kh * kw * c));
    const std::int64_t rows = outputs / groups;
    const std::int64_t pe = chance(2) ? divisor(rows) : rows * divisor(groups);
    if (c > groups) return fold(pe, divisor(c / groups));
    // Depthwise: taps in parallel need all channels.
    if (chance(2)) return fold(pe, 0);
    fold(outputs, 0);
    const std::string name = net_["layers"].back()["name"].get<std::string>();
    if (net_["fold"].contains(name)) net_["fold"][name]["simd"] = divisor(kh * kw);
  }

  /// The largest or the sum.
  void pool(std::size_t from) {
    const Flow source = flows_[from];
    const std::int64_t kh = uniform(1, std::min<std::int64_t>(3, source.shape[0]));
    const std::int64_t kw = uniform(1, std::min<std::int64_t>(3, source.shape[1]));
    const std::vector<std::int64_t> pad{uniform(0, kh - 1) / 2, uniform(0, kw - 1) / 2, uniform(0, kh - 1) / 2,
                                        uniform(0, kw - 1) / 2};
    const std::vector<std::int64_t> stride{uniform(1, 3), uniform(1, 3)};
    const bool sum = chance(2);
    Flow& flow = finish({{"kernel", {kh, kw}}, {"stride", stride}, {"pad", pad}}, from, sum ? "sumpool" : "maxpool");
    if (sum) {
      flow.small = false;
      flow.spread *= static_cast<double>(kh * kw);
    }
    flow.shape = {(source.shape[0] + pad[0] + pad[2] - kh) / stride[0] + 1,
                  (source.shape[1] + pad[1] + pad[3] - kw) / stride[1] + 1, source.shape[2]};
    const std::int64_t pe = divisor(source.shape[2]);
    fold(pe, 0);
  }

  void pad(std::size_t from) {
    const Flow source = flows_[from];
    const std::vector<std::int64_t> border{uniform(0, 2), uniform(0, 2), uniform(0, 2), uniform(0, 2)};
    const std::int64_t value = uniform(-4, 4);
    Flow& flow = finish({{"pad", border}, {"value", value}}, from, "pad");
    flow.shape = {source.shape[0] + border[0] + border[2], source.shape[1] + border[1] + border[3], source.shape[2]};
    flow.spread += 2;
    const bool bordered = flow.shape != source.shape;
    if (bordered && source.small && !DataType::parse(source.type)->contains(value)) flow.small = false;
    fold(divisor(source.shape[2]), 0);
  }

  void threshold(std::size_t from) {
    const std::int64_t channels = flows_[from].shape.back();
    const std::string out = type();
    const std::int64_t rows = chance(3) ? 1 : channels;
    const std::int64_t levels = DataType::parse(out)->levels() - 1;
    const auto reach = static_cast<std::int64_t>(flows_[from].spread * 2) + 1;
    std::vector<std::int64_t> data;
    for (std::int64_t row = 0; row < rows; ++row) {
      std::vector<std::int64_t> ascending;
      for (std::int64_t k = 0; k < levels; ++k) ascending.push_back(uniform(-reach, reach));
      std::sort(ascending.begin(), ascending.end());
      data.insert(data.end(), ascending.begin(), ascending.end());
    }
    Json layer{{"type", out}, {"thresholds", {{"type", "INT32"}, {"shape", {rows, levels}}, {"data", data}}}};
    if (chance(3)) {
      std::vector<bool> flip;
      const std::int64_t flips = rows == 1 && chance(2) ? 1 : channels;
      for (std::int64_t i = 0; i < flips; ++i) flip.push_back(chance(2));
      layer["flip"] = flip;
    }
    Flow& flow = finish(layer, from, "threshold");
    flow.type = out;
    flow.small = true;
    flow.spread = spread_of(out);
    if (chance(2)) fold(divisor(channels), 0);
  }

  void lut(std::size_t from) {
    const DataType in = *DataType::parse(flows_[from].type);
    const std::int64_t channels = flows_[from].shape.back();
    const std::string out = type();
    const std::int64_t rows = chance(2) ? 1 : channels;
    Flow& flow = finish({{"type", out}, {"table", tensor(out, {rows, in.max() - in.min() + 1})}}, from, "lut");
    flow.type = out;
    flow.spread = spread_of(out);
    if (chance(2)) fold(divisor(channels), 0);
  }

  std::mt19937 random_;
  std::uint32_t seed_;
  Json net_;
  std::vector<Flow> flows_;
};

}  // namespace

nlohmann::ordered_json random_network(std::uint32_t seed) { return Generator(seed).make(); }

}  // namespace finn::test
