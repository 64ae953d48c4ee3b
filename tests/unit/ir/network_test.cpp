// SPDX-License-Identifier: Apache-2.0
#include "ir/network.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace finn {
namespace {

/// Layers with edges from -> to, one tensor an edge.
Network network_of(int layers, const std::vector<std::pair<int, int>>& edges) {
  Network network;
  for (int i = 0; i < layers; ++i) network.layers.emplace_back().id = i;
  for (const auto& [from, to] : edges) {
    TensorInfo& tensor = network.tensors.emplace_back();
    tensor.producer = from;
    tensor.consumers = {to};
  }
  return network;
}

TEST(network, order_puts_producers_first) {
  const std::vector<std::pair<int, int>> edges{{4, 2}, {2, 0}, {4, 0}, {0, 3}, {1, 3}};
  const std::vector<LayerId> order = network_of(5, edges).topological_order();
  ASSERT_EQ(order.size(), 5U);
  const auto place = [&](int layer) { return std::find(order.begin(), order.end(), layer) - order.begin(); };
  for (const auto& [from, to] : edges) EXPECT_LT(place(from), place(to));
}

TEST(network, order_is_the_same_every_time) {
  const Network network = network_of(6, {{5, 0}, {3, 1}});
  EXPECT_EQ(network.topological_order(), network.topological_order());
}

TEST(network, cycles_are_found) {
  EXPECT_TRUE(network_of(0, {}).find_cycle().empty());
  EXPECT_TRUE(network_of(3, {{0, 1}, {1, 2}, {0, 2}}).find_cycle().empty());
  EXPECT_EQ(network_of(2, {{1, 1}}).find_cycle(), std::vector<LayerId>{1});
  EXPECT_EQ(network_of(4, {{0, 1}, {1, 2}, {2, 3}, {3, 1}}).find_cycle(), (std::vector<LayerId>{1, 2, 3}));
}

TEST(tensor, text_and_count_of_shapes) {
  EXPECT_EQ(shape_text({4, 4, 2}), "[4, 4, 2]");
  EXPECT_EQ(shape_text({}), "[]");
  EXPECT_EQ(element_count({4, 4, 2}), 32);
  EXPECT_EQ(element_count({}), 1);
}

TEST(attrs, wrong_use_is_a_defect) {
  Attrs attrs;
  attrs.set("pe", std::int64_t{4});
  EXPECT_EQ(attrs.integer("pe", 1), 4);
  EXPECT_EQ(attrs.integer("simd", 1), 1);
  EXPECT_TRUE(attrs.flags("flip").empty());
  EXPECT_THROW(attrs.flag("pe", false), Defect);
  EXPECT_THROW(attrs.type("type"), Defect);
}

}  // namespace
}  // namespace finn
