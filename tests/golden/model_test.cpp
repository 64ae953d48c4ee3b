// SPDX-License-Identifier: Apache-2.0
#include "golden/model/model.h"

#include <gtest/gtest.h>

#include "import/net_reader.h"

namespace finn {
namespace {

/// Two inputs, a tensor with two consumers, two outputs of which one is read besides; layers out of order.
constexpr const char* kNet = R"({"format": "finn-rtlgen-net", "version": 1, "name": "two",
  "inputs": [{"name": "a", "shape": [2], "type": "INT4"}, {"name": "b", "shape": [3], "type": "BIPOLAR"}],
  "outputs": [{"name": "ya"}, {"name": "h"}, {"name": "yb"}],
  "layers": [
    {"name": "last", "kind": "fc", "inputs": ["h"], "outputs": ["ya"],
     "weights": {"type": "INT3", "shape": [1, 2], "data": [1, -2]}},
    {"name": "first", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
     "thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 3]}},
    {"name": "other", "kind": "fc", "inputs": ["b"], "outputs": ["yb"],
     "weights": {"type": "BIPOLAR", "shape": [2, 3], "data": [1, 1, 1, -1, 1, -1]}}]})";

Network network() {
  Diagnostics diagnostics;
  auto parsed = parse_network(kNet, "net.json", ".", diagnostics);
  EXPECT_TRUE(parsed) << diagnostics.text();
  return std::move(*parsed);
}

Tensor a(std::int64_t x, std::int64_t y) { return {DataType::sint(4), {2}, {x, y}}; }
Tensor b(std::int64_t x, std::int64_t y, std::int64_t z) { return {DataType::bipolar(), {3}, {x, y, z}}; }

using Values = std::vector<std::int64_t>;

TEST(model, several_inputs_and_outputs) {
  GoldenModel model(network());
  ASSERT_EQ(model.output_count(), 3U);
  model.run({a(-1, 3), b(1, -1, 1)});
  EXPECT_EQ(model.output(0).data, Values({1 - 6}));
  EXPECT_EQ(model.output(1).data, Values({1, 3}));
  EXPECT_EQ(model.output(2).data, Values({1, -3}));
}

TEST(model, frames_do_not_influence_each_other) {
  GoldenModel model(network());
  model.run({a(7, 7), b(1, 1, 1)});
  model.run({a(-8, 0), b(-1, -1, -1)});
  GoldenModel fresh(network());
  fresh.run({a(-8, 0), b(-1, -1, -1)});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(model.output(i).data, fresh.output(i).data);
}

TEST(model, delivers_every_tensor) {
  const Network net = network();
  GoldenModel model(net);
  model.run({a(0, 1), b(1, 1, -1)});
  for (std::size_t id = 0; id < net.tensors.size(); ++id) {
    const Tensor& tensor = model.tensor(static_cast<TensorId>(id));
    EXPECT_EQ(tensor.shape, net.tensors[id].shape);
    EXPECT_EQ(tensor.type, net.tensors[id].type);
    EXPECT_EQ(tensor.size(), element_count(tensor.shape));
  }
}

TEST(model, refuses_wrong_frames) {
  GoldenModel model(network());
  EXPECT_THROW(model.run({a(0, 0)}), Defect);
  EXPECT_THROW(model.run({a(0, 0), a(1, 1)}), Defect);
  EXPECT_THROW(model.run({a(0, 8), b(1, 1, 1)}), Defect);
  EXPECT_THROW(model.run({a(0, 0), b(1, 0, 1)}), Defect);
}

}  // namespace
}  // namespace finn
