// SPDX-License-Identifier: Apache-2.0
#include "passes/rewrite.h"

#include <gtest/gtest.h>

#include <set>

#include "import/net_reader.h"
#include "passes/compile.h"
#include "passes/fold.h"
#include "support/net_builder.h"
#include "support/runtime_examples.h"

namespace finn::test {
namespace {

HwGraph graph_of(const Network& network) {
  Diagnostics diagnostics;
  return build_graph(network, fold_network(network, {}, diagnostics));
}

/// All of two graphs is equal but for the contents of writable memories.
void expect_same_hardware(const HwGraph& a, const HwGraph& b, const std::string& name) {
  ASSERT_EQ(a.nodes.size(), b.nodes.size()) << name;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    const Node& left = a.nodes[i];
    const Node& right = b.nodes[i];
    EXPECT_EQ(left.cell, right.cell) << name;
    EXPECT_EQ(left.params.items(), right.params.items()) << name << ": " << left.name;
    ASSERT_EQ(left.memories.size(), right.memories.size()) << name;
    for (std::size_t m = 0; m < left.memories.size(); ++m) {
      EXPECT_EQ(left.memories[m].width, right.memories[m].width) << name;
      EXPECT_EQ(left.memories[m].words.size(), right.memories[m].words.size()) << name;
      EXPECT_EQ(left.memories[m].writable, right.memories[m].writable) << name;
      if (!left.memories[m].writable) {
        EXPECT_TRUE(left.memories[m].words == right.memories[m].words) << name;
      }
    }
  }
  ASSERT_EQ(a.streams.size(), b.streams.size()) << name;
  for (std::size_t i = 0; i < a.streams.size(); ++i) {
    EXPECT_EQ(a.streams[i].type.type, b.streams[i].type.type) << name;
    EXPECT_EQ(a.streams[i].type.encoding.a, b.streams[i].type.encoding.a) << name;
    EXPECT_EQ(a.streams[i].type.encoding.b, b.streams[i].type.encoding.b) << name;
    EXPECT_EQ(a.streams[i].type.codes, b.streams[i].type.codes) << name;
  }
}

/// Has a runtime layer a tensor with different elements?
bool has_something_to_draw(const Network& network) {
  for (const Layer& layer : network.layers)
    for (const auto& [name, value] : layer.attrs.all())
      if (const auto* tensor = std::get_if<std::shared_ptr<const Tensor>>(&value))
        for (const std::int64_t element : (*tensor)->data)
          if (layer.runtime && element != (*tensor)->data.front()) return true;
  return false;
}

TEST(Rewrite, NoKindsHardwareDependsOnWhatCanBeRewritten) {
  std::set<std::string> kinds;
  for (const RuntimeExample& example : runtime_examples()) {
    const Network& network = example.network;
    const HwGraph graph = graph_of(network);
    const std::vector<std::uint32_t> image = parameter_image(network);
    ASSERT_FALSE(image.empty()) << example.name;
    bool changed = false;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      Network other = network;
      draw_parameters(other, seed);
      expect_same_hardware(graph, graph_of(other), example.name);
      const std::vector<std::uint32_t> words = parameter_image(other);
      EXPECT_EQ(words.size(), image.size()) << example.name;
      changed = changed || words != image;
    }
    kinds.insert(example.kind);
    EXPECT_TRUE(changed || !has_something_to_draw(network)) << example.name;
  }
  EXPECT_GE(kinds.size(), 5U);
}

TEST(Rewrite, RegionsDoNotOverlapAndEachBitStandsOnce) {
  for (const RuntimeExample& example : runtime_examples()) {
    const HwGraph graph = graph_of(example.network);
    const ParameterMap map = parameter_map(graph);
    std::int64_t end = 0;
    for (const ParameterRegion& region : map.regions) {
      const Memory& memory =
          graph.nodes[static_cast<std::size_t>(region.node)].memories[static_cast<std::size_t>(region.memory)];
      EXPECT_GE(region.base, end) << example.name;
      EXPECT_EQ(region.base % region.size(), 0) << example.name;
      end = region.base + region.rows * region.stride;
      EXPECT_LE(end - 1, (std::int64_t{1} << map.address_bits()) - 1);
      const std::vector<std::uint32_t> words = parameter_words(graph, region);
      for (std::int64_t row = 0; row < region.rows; ++row)
        for (std::int64_t bit = 0; bit < 32 * region.stride; ++bit) {
          const std::uint32_t found = words[static_cast<std::size_t>(row * region.stride + bit / 32)] >> (bit % 32) & 1;
          const std::uint64_t expected =
              bit < memory.width ? memory.words[static_cast<std::size_t>(row)].get(bit, 1) : 0;
          ASSERT_EQ(found, expected) << example.name;
        }
    }
    EXPECT_EQ(map.words, end);
  }
}

Network two_layers(const char* runtime, std::uint32_t seed, const char* more = nullptr) {
  nlohmann::ordered_json json =
      NetBuilder(seed).input({8}, "UINT2").fc(4, "INT3").threshold("UINT2").fc(3, "INT2").json();
  for (auto& layer : json["layers"])
    if (std::string(runtime).find(layer["name"].get<std::string>()) != std::string::npos) layer["runtime"] = true;
  if (more != nullptr) json.merge_patch(nlohmann::ordered_json::parse(more));
  Diagnostics diagnostics;
  auto network = parse_network(json.dump(), "net.json", ".", diagnostics);
  if (!network) throw std::runtime_error(diagnostics.text());
  return std::move(*network);
}

TEST(Rewrite, TakesOtherParametersOfRuntimeLayers) {
  Network network = two_layers("fc0 threshold1 fc2", 1);
  const Network other = two_layers("", 2);  // whether it says "runtime" does not matter
  Diagnostics diagnostics;
  ASSERT_TRUE(replace_parameters(network, other, diagnostics)) << diagnostics.text();
  EXPECT_EQ(parameter_image(network), parameter_image(two_layers("fc0 threshold1 fc2", 2)));
}

TEST(Rewrite, RefusesWhatIsNotTheAcceleratorsNetwork) {
  const auto refuse = [](const char* runtime, const Network& other, const std::string& text) {
    Network network = two_layers(runtime, 1);
    const std::vector<std::uint32_t> before = parameter_image(network);
    Diagnostics diagnostics;
    EXPECT_FALSE(replace_parameters(network, other, diagnostics));
    EXPECT_NE(diagnostics.text().find("FR4011"), std::string::npos);
    EXPECT_NE(diagnostics.text().find(text), std::string::npos) << diagnostics.text();
    EXPECT_EQ(parameter_image(network), before);
  };
  refuse("fc0", two_layers("fc0", 2), "layer \"threshold1\": \"thresholds\" differs");
  refuse("fc0 threshold1 fc2", NetBuilder().input({8}, "UINT2").fc(4, "INT3").network(), "expected the 3 layers");
  refuse("fc0 threshold1 fc2",
         NetBuilder().input({8}, "UINT2").fc(4, "INT3").threshold("UINT2").fc(2, "INT2").network(), "layer \"fc2\"");
  refuse("fc0 threshold1 fc2",
         NetBuilder().input({8}, "UINT2").fc(4, "INT4").threshold("UINT2").fc(3, "INT2").network(),
         "expected weights of type INT3");
  refuse("fc0 threshold1 fc2",
         NetBuilder().input({8}, "UINT3").fc(4, "INT3").threshold("UINT2").fc(3, "INT2").network(),
         "layer \"fc0\": its tensors");
}

TEST(Rewrite, NarrowerTypesFit) {
  Network network = two_layers("fc0 threshold1 fc2", 1);
  const Network other = NetBuilder(5).input({8}, "UINT2").fc(4, "INT2").threshold("UINT2").fc(3, "TERNARY").network();
  Diagnostics diagnostics;
  EXPECT_TRUE(replace_parameters(network, other, diagnostics)) << diagnostics.text();
}

TEST(Rewrite, FileHasTheBuildAndAllWords) {
  const std::string text = parameter_file({0x04030201, 7}, 0x1122334455667788);
  EXPECT_EQ(text.substr(0, 4), "FRPM");
  ASSERT_EQ(text.size(), 28U);
  EXPECT_EQ(text.substr(8, 8), "\x88\x77\x66\x55\x44\x33\x22\x11");
  EXPECT_EQ(text.substr(20, 4), "\x01\x02\x03\x04");
  EXPECT_EQ(text[24], 7);
}

}  // namespace
}  // namespace finn::test
