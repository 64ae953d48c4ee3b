// SPDX-License-Identifier: Apache-2.0
#include "golden/compare.h"

#include <gtest/gtest.h>

#include "golden/model/model.h"
#include "golden/reference.h"
#include "import/net_reader.h"

namespace finn::test {

std::int64_t random_value(DataType type, std::mt19937& random) {
  const auto uniform = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  if (uniform(0, 3) == 0 || type.is_bipolar()) return uniform(0, 1) == 0 ? type.min() : type.max();
  return uniform(type.min(), type.max());
}

Json random_parameter(const std::string& type, const std::vector<std::int64_t>& shape, std::mt19937& random) {
  const DataType parsed = DataType::parse(type, DataType::kMaxBits).value();
  std::vector<std::int64_t> data(static_cast<std::size_t>(element_count(shape)));
  for (std::int64_t& value : data) value = random_value(parsed, random);
  return {{"type", type}, {"shape", shape}, {"data", data}};
}

Json chain(const std::vector<std::int64_t>& shape, const std::string& type, const std::vector<Json>& layers) {
  Json net{{"format", "finn-rtlgen-net"}, {"version", 1}, {"name", "chain"}};
  net["inputs"] = Json::array({{{"name", "x"}, {"shape", shape}, {"type", type}}});
  net["outputs"] = Json::array({{{"name", "t" + std::to_string(layers.size() - 1)}}});
  net["layers"] = Json::array();
  std::string from = "x";
  for (const Json& layer : layers) {
    const std::string number = std::to_string(net["layers"].size());
    Json whole{{"name", "l" + number}, {"inputs", Json::array({from})}, {"outputs", Json::array({"t" + number})}};
    whole.update(layer);
    net["layers"].push_back(whole);
    from = "t" + number;
  }
  return net;
}

std::vector<std::int64_t> run_golden(const Json& net, const std::vector<std::int64_t>& input) {
  Diagnostics diagnostics;
  const auto network = parse_network(net.dump(), "test.json", ".", diagnostics);
  if (!network) {
    ADD_FAILURE() << diagnostics.text();
    return {};
  }
  GoldenModel model(*network);
  const TensorInfo& info = network->tensors[static_cast<std::size_t>(network->inputs.at(0).tensor)];
  model.run({Tensor(info.type, info.shape, input)});
  return model.tensor(network->outputs.at(0).tensor).data;
}

void expect_equal_to_reference(const Json& net, std::uint32_t seed, int frames) {
  Diagnostics diagnostics;
  const auto network = parse_network(net.dump(), "test.json", ".", diagnostics);
  ASSERT_TRUE(network) << diagnostics.text() << net.dump();
  GoldenModel model(*network);
  std::mt19937 random(seed);
  for (int frame = 0; frame < frames; ++frame) {
    std::vector<Tensor> inputs;
    Arrays named;
    for (const GraphInput& input : network->inputs) {
      const TensorInfo& info = network->tensors[static_cast<std::size_t>(input.tensor)];
      Tensor& tensor = inputs.emplace_back(info.type, info.shape);
      for (std::int64_t& value : tensor.data) value = random_value(info.type, random);
      named[info.name] = {tensor.shape, tensor.data};
    }
    model.run(inputs);
    const Arrays expected = interpret(net, named);
    for (std::size_t id = 0; id < network->tensors.size(); ++id) {
      const TensorInfo& info = network->tensors[id];
      const Tensor& found = model.tensor(static_cast<TensorId>(id));
      const Array& right = expected.at(info.name);
      ASSERT_EQ(found.shape, right.shape) << info.name << " " << net.dump();
      ASSERT_EQ(found.data, right.data) << info.name << ", seed " << seed << ", frame " << frame << " " << net.dump();
      for (const std::int64_t value : right.data)
        ASSERT_TRUE(info.type.contains(value) && value >= info.range.min && value <= info.range.max)
            << info.name << " takes " << value << " outside " << info.range.min << ".." << info.range.max << " of "
            << info.type.name() << " " << net.dump();
    }
  }
}

}  // namespace finn::test
