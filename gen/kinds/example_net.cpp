// SPDX-License-Identifier: Apache-2.0
#include "kinds/example_net.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace finn {
namespace {

/// splitmix64: small, and the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::int64_t in(Range range) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    return range.min + static_cast<std::int64_t>(z % static_cast<std::uint64_t>(range.max - range.min + 1));
  }

 private:
  std::uint64_t state_;
};

std::string tensor_text(const Tensor& tensor) {
  return fmt::format(R"({{"type": "{}", "shape": {}, "data": [{}]}})", tensor.type.name(), shape_text(tensor.shape),
                     fmt::join(tensor.data, ", "));
}

}  // namespace

ExampleNet::ExampleNet(std::string_view name, const Shape& shape, DataType type) : name_(name) {
  input("x", shape, type);
}

ExampleNet& ExampleNet::input(std::string_view name, const Shape& shape, DataType type) {
  inputs_ += fmt::format("{}{{\"name\": \"{}\", \"shape\": {}, \"type\": \"{}\"}}", inputs_.empty() ? "" : ", ", name,
                         shape_text(shape), type.name());
  return *this;
}

ExampleNet& ExampleNet::join(std::string_view kind, const std::vector<std::string>& inputs, std::string_view attributes,
                             std::string_view fold) {
  layers_.push_back({std::string(kind), inputs, std::string(attributes), std::string(fold)});
  return *this;
}

ExampleNet& ExampleNet::layer(std::string_view kind, std::string_view attributes, std::string_view fold) {
  return join(kind, {}, attributes, fold);
}

KindExample ExampleNet::done() const {
  const auto tensor = [&](std::size_t i) {
    return i == 0 ? std::string("x") : i == layers_.size() ? std::string("y") : fmt::format("t{}", i);
  };
  std::string text = fmt::format("{{\"format\": \"finn-rtlgen-net\", \"version\": 1, \"name\": \"{}\",\n", name_);
  text += fmt::format(" \"inputs\": [{}],\n", inputs_);
  text += " \"outputs\": [{\"name\": \"y\", \"scale\": 1.0, \"bias\": 0.0}],\n \"layers\": [\n";
  std::vector<std::string> folds;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Item& item = layers_[i];
    const std::string inputs = item.inputs.empty() ? tensor(i) : fmt::format("{}", fmt::join(item.inputs, "\", \""));
    text += fmt::format(
        "  {{\"name\": \"l{}\", \"kind\": \"{}\", \"inputs\": [\"{}\"], \"outputs\": [\"{}\"]{}{}}}{}\n", i, item.kind,
        inputs, tensor(i + 1), item.attributes.empty() ? "" : ", ", item.attributes, i + 1 < layers_.size() ? "," : "");
    if (!item.fold.empty()) folds.push_back(fmt::format("\"l{}\": {{{}}}", i, item.fold));
  }
  text += fmt::format(" ],\n \"fold\": {{{}}}}}\n", fmt::join(folds, ", "));
  return {name_, text};
}

std::string example_tensor(DataType type, const Shape& shape, std::uint64_t seed) {
  Random random(seed);
  Tensor tensor(type, shape);
  for (std::int64_t& value : tensor.data)
    value = type.is_bipolar() ? 2 * random.in({0, 1}) - 1 : random.in(type.range());
  return tensor_text(tensor);
}

std::string example_rows(DataType type, const Shape& shape, Range values, std::uint64_t seed) {
  Random random(seed);
  Tensor tensor(type, shape);
  for (std::int64_t& value : tensor.data) value = random.in(values);
  const std::int64_t columns = tensor.shape.back();
  for (auto row = tensor.data.begin(); row != tensor.data.end(); row += columns) std::sort(row, row + columns);
  return tensor_text(tensor);
}

}  // namespace finn
