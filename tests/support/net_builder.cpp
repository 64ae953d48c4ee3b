// SPDX-License-Identifier: Apache-2.0
#include "support/net_builder.h"

#include <algorithm>
#include <stdexcept>

#include "import/net_reader.h"
#include "support/program.h"

namespace finn::test {

using Json = nlohmann::ordered_json;

NetBuilder& NetBuilder::input(std::vector<std::int64_t> shape, const std::string& type) {
  inputs_.push_back({{"name", "x"}, {"shape", shape}, {"type", type}});
  tensors_.push_back({"x", std::move(shape)});
  current_ = tensors_.size() - 1;
  return *this;
}

Json NetBuilder::random_tensor(const std::string& type, const std::vector<std::int64_t>& shape) {
  const DataType parsed = DataType::parse(type).value();
  std::uniform_int_distribution<std::int64_t> any(parsed.min(), parsed.max());
  std::vector<std::int64_t> data;
  for (std::int64_t i = 0; i < element_count(shape); ++i) {
    std::int64_t value = any(random_);
    if (!parsed.contains(value)) value = 1;
    data.push_back(value);
  }
  return {{"type", type}, {"shape", shape}, {"data", data}};
}

NetBuilder& NetBuilder::add(const std::string& kind, Json attributes, std::vector<std::int64_t> shape) {
  const std::string number = std::to_string(layers_.size());
  Json layer{{"name", kind + number}, {"kind", kind}, {"inputs", {current().tensor}}, {"outputs", {"t" + number}}};
  layer.update(attributes);
  layers_.push_back(std::move(layer));
  tensors_.push_back({"t" + number, std::move(shape)});
  current_ = tensors_.size() - 1;
  return *this;
}

NetBuilder& NetBuilder::fc(std::int64_t outputs, const std::string& weights) {
  return add("fc", {{"weights", random_tensor(weights, {outputs, element_count(current().shape)})}}, {outputs});
}

NetBuilder& NetBuilder::conv(std::int64_t outputs, std::int64_t kernel, const std::string& weights, std::int64_t pad,
                             std::int64_t stride) {
  const std::vector<std::int64_t> shape = current().shape;
  const auto out = [&](std::int64_t size) { return (size + 2 * pad - kernel) / stride + 1; };
  return add("conv",
             {{"weights", random_tensor(weights, {outputs, shape.at(2), kernel, kernel})},
              {"pad", {pad, pad, pad, pad}},
              {"stride", {stride, stride}}},
             {out(shape[0]), out(shape[1]), outputs});
}

NetBuilder& NetBuilder::maxpool(std::int64_t kernel) {
  const std::vector<std::int64_t> shape = current().shape;
  return add("maxpool", {{"kernel", {kernel, kernel}}}, {shape[0] / kernel, shape[1] / kernel, shape[2]});
}

NetBuilder& NetBuilder::join(const std::string& kind, const std::vector<std::string>& tensors) {
  std::vector<std::int64_t> shape;
  for (const Shaped& tensor : tensors_) {
    if (std::find(tensors.begin(), tensors.end(), tensor.tensor) == tensors.end()) continue;
    if (shape.empty())
      shape = tensor.shape;
    else if (kind == "concat")
      shape.back() += tensor.shape.back();
  }
  return add(kind, {{"inputs", tensors}}, shape);
}

NetBuilder& NetBuilder::threshold(const std::string& type) {
  const std::int64_t channels = current().shape.back();
  const std::int64_t levels = DataType::parse(type).value().levels() - 1;
  Json tensor = random_tensor("INT6", {channels, levels});
  auto data = tensor["data"].get<std::vector<std::int64_t>>();
  for (std::int64_t row = 0; row < channels; ++row)
    std::sort(data.begin() + row * levels, data.begin() + (row + 1) * levels);
  tensor["data"] = data;
  return add("threshold", {{"type", type}, {"thresholds", tensor}}, current().shape);
}

NetBuilder& NetBuilder::fold(std::int64_t pe, std::int64_t simd) {
  Json knobs{{"pe", pe}};
  if (simd > 0) knobs["simd"] = simd;
  folds_[layers_.back().at("name").get<std::string>()] = knobs;
  return *this;
}

NetBuilder& NetBuilder::from(const std::string& tensor) {
  for (std::size_t i = 0; i < tensors_.size(); ++i)
    if (tensors_[i].tensor == tensor) current_ = i;
  return *this;
}

NetBuilder& NetBuilder::output() {
  outputs_.push_back(current().tensor);
  return *this;
}

Json NetBuilder::json() const {
  Json outputs = Json::array();
  for (const std::string& name : outputs_) outputs.push_back({{"name", name}});
  if (std::find(outputs_.begin(), outputs_.end(), tensors_.back().tensor) == outputs_.end())
    outputs.push_back({{"name", tensors_.back().tensor}});
  return {{"format", "finn-rtlgen-net"}, {"version", 1},      {"name", "built"}, {"inputs", inputs_},
          {"outputs", outputs},          {"layers", layers_}, {"fold", folds_}};
}

Network NetBuilder::network() const {
  const TemporaryFolder folder("net_builder");
  write_text(folder / "net.json", json().dump(1));
  Diagnostics diagnostics;
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  if (!network) throw std::runtime_error(diagnostics.text());
  return std::move(*network);
}

}  // namespace finn::test
