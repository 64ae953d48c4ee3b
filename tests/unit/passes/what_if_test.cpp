// SPDX-License-Identifier: Apache-2.0
// A network of other widths against one of the same shape that has them.
#include "passes/what_if.h"

#include <gtest/gtest.h>

#include "passes/compile.h"
#include "passes/graph_cost.h"
#include "support/net_builder.h"

namespace finn {
namespace {

using test::NetBuilder;

Network cnn(const std::string& weights, const std::string& activations) {
  return NetBuilder()
      .input({8, 8, 3}, "UINT8")
      .conv(8, 3, weights, 1)
      .threshold(activations)
      .maxpool(2)
      .conv(16, 3, weights, 1)
      .threshold(activations)
      .fc(10, weights)
      .network();
}

Network changed(const Network& network, const OperandWidths& widths) {
  Diagnostics diagnostics;
  std::optional<Network> result = with_widths(network, widths, diagnostics);
  EXPECT_TRUE(result) << diagnostics.text();
  return result.value_or(network);
}

struct Built {
  Cost cost;
  std::int64_t interval = 0;
  std::int64_t latency = 0;
};

Built built(const Network& network) {
  Diagnostics diagnostics;
  FoldOptions fold;
  fold.target_cycles = 2000;
  const std::optional<Design> design = compile(network, fold, diagnostics);
  EXPECT_TRUE(design) << diagnostics.text();
  return {graph_cost(design->graph, Family::kXc7), design->predicted.interval(), design->predicted.latency};
}

DataType type_of(const Network& network, const std::string& tensor) {
  for (const TensorInfo& info : network.tensors)
    if (info.name == tensor) return info.type;
  ADD_FAILURE() << tensor;
  return DataType::binary();
}

TEST(WhatIf, ItsOwnWidthsLeaveANetworkAsItIs) {
  const Network network = cnn("INT2", "UINT2");
  const Network same = changed(network, {.weights = 2, .activations = 2, .inputs = 8});
  for (std::size_t i = 0; i < network.layers.size(); ++i)
    EXPECT_TRUE(network.layers[i].attrs.all() == same.layers[i].attrs.all()) << i;
  for (std::size_t i = 0; i < network.tensors.size(); ++i) {
    EXPECT_EQ(network.tensors[i].type, same.tensors[i].type);
    EXPECT_EQ(network.tensors[i].range, same.tensors[i].range);
  }
}

// Accumulators follow from weights, made up here and there, so that LUTs differ by what a bit of them takes.
TEST(WhatIf, HasTheCyclesAndTheCostOfANetworkOfThoseWidths) {
  for (const int bits : {2, 4, 6}) {
    const Built real = built(cnn(fmt::format("INT{}", bits), fmt::format("UINT{}", bits)));
    const Built what_if = built(changed(cnn("INT3", "UINT3"), {.weights = bits, .activations = bits}));
    EXPECT_EQ(what_if.interval, real.interval) << bits;
    EXPECT_NEAR(static_cast<double>(what_if.latency), static_cast<double>(real.latency), 2) << bits;
    EXPECT_NEAR(what_if.cost.lut / real.cost.lut, 1, 0.05) << bits;
    EXPECT_NEAR(what_if.cost.ff / real.cost.ff, 1, 0.05) << bits;
    EXPECT_EQ(what_if.cost.bram18, real.cost.bram18) << bits;
    EXPECT_EQ(what_if.cost.dsp, real.cost.dsp) << bits;
  }
}

TEST(WhatIf, CostsGrowWithBits) {
  const Network network = cnn("INT3", "UINT3");
  double last = 0;
  for (const int bits : {1, 2, 4, 6, 8}) {
    const double lut = built(changed(network, {.weights = bits, .activations = bits})).cost.lut;
    EXPECT_GT(lut, last) << bits;
    last = lut;
  }
}

TEST(WhatIf, TypesFollowTheBits) {
  const Network network = cnn("INT3", "UINT3");
  const Network other = changed(network, {.weights = 1, .activations = 4});
  for (const Layer& layer : other.layers) {
    if (layer.attrs.has("weights")) {
      EXPECT_EQ(layer.attrs.tensor("weights").type, DataType::bipolar());
    }
    if (layer.attrs.has("thresholds")) {
      EXPECT_EQ(layer.attrs.tensor("thresholds").dim(1), 15);
    }
  }
  EXPECT_EQ(type_of(other, "t1"), DataType::uint(4));
  EXPECT_EQ(other.tensors[static_cast<std::size_t>(other.inputs.front().tensor)].type, DataType::uint(8));
  const Network narrow = changed(network, {.activations = 1, .inputs = 4});
  EXPECT_EQ(type_of(narrow, "t1"), DataType::binary()) << "convolutions pad with 0";
  EXPECT_EQ(narrow.tensors[static_cast<std::size_t>(narrow.inputs.front().tensor)].type, DataType::uint(4));
}

TEST(WhatIf, BipolarActivationsBecomeSignedOnes) {
  const Network network =
      NetBuilder().input({16}, "BIPOLAR").fc(8, "BIPOLAR").threshold("BIPOLAR").fc(4, "INT4").network();
  EXPECT_EQ(type_of(changed(network, {.activations = 3}), "t1"), DataType::sint(3));
  EXPECT_EQ(type_of(changed(network, {.activations = 1}), "t1"), DataType::bipolar());
}

TEST(WhatIf, WhatNoWeightsReadKeepsItsType) {
  const Network network =
      NetBuilder().input({16}, "UINT4").fc(8, "INT4").threshold("UINT4").fc(4, "INT4").threshold("UINT2").network();
  const Network other = changed(network, {.activations = 8});
  EXPECT_EQ(type_of(other, "t1"), DataType::uint(8));
  EXPECT_EQ(other.tensors[static_cast<std::size_t>(other.outputs.front().tensor)].type, DataType::uint(2));
}

TEST(WhatIf, NamesSayWhatIsAsked) {
  EXPECT_EQ(OperandWidths{}.name(), "as it is");
  EXPECT_EQ((OperandWidths{.weights = 2, .activations = 4}).name(), "W2A4");
  EXPECT_EQ((OperandWidths{.weights = 2, .inputs = 4}).name(), "W2 in4");
}

}  // namespace
}  // namespace finn
