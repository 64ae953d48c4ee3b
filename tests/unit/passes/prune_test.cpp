// SPDX-License-Identifier: Apache-2.0
#include "passes/prune.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "golden/model/model.h"
#include "import/net_reader.h"
#include "import/net_writer.h"
#include "kinds/kind.h"
#include "passes/channel_plan.h"
#include "passes/compile.h"
#include "support/dead_network.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

using Json = nlohmann::ordered_json;

Network parse(const Json& json) {
  Diagnostics diagnostics;
  auto network = parse_network(json.dump(1), "net.json", ".", diagnostics);
  if (!network) throw std::runtime_error(diagnostics.text() + json.dump());
  return std::move(*network);
}

std::vector<Tensor> random_inputs(const Network& network, std::mt19937& random) {
  std::vector<Tensor> inputs;
  for (const GraphInput& input : network.inputs) {
    const TensorInfo& info = network.tensors[static_cast<std::size_t>(input.tensor)];
    Tensor& tensor = inputs.emplace_back(info.type, info.shape);
    for (std::int64_t& value : tensor.data) {
      value = std::uniform_int_distribution<std::int64_t>(info.type.min(), info.type.max())(random);
      if (!info.type.contains(value)) value = 1;
    }
  }
  return inputs;
}

void expect_equal_outputs(const Network& before, const Network& after) {
  GoldenModel old_model(before);
  GoldenModel new_model(after);
  std::mt19937 random(7);
  for (int frame = 0; frame < 3; ++frame) {
    const std::vector<Tensor> inputs = random_inputs(before, random);
    old_model.run(inputs);
    new_model.run(inputs);
    for (std::size_t o = 0; o < before.outputs.size(); ++o)
      ASSERT_EQ(old_model.output(o).data, new_model.output(o).data) << "output " << o;
    for (std::size_t id = 0; id < after.tensors.size(); ++id) {
      const TensorInfo& info = after.tensors[id];
      for (const std::int64_t value : new_model.tensor(static_cast<TensorId>(id)).data)
        ASSERT_TRUE(info.type.contains(value) && value >= info.range.min && value <= info.range.max) << info.name;
    }
  }
}

/// Prunes and compares; returns the pruned network and what the pass said.
struct Pruned {
  Network network;
  PruneReport report;

  const PrunedLayer* layer(const std::string& name) const {
    for (const PrunedLayer& row : report.layers)
      if (row.layer == name) return &row;
    return nullptr;
  }
  const Tensor& constants(std::size_t layer, const char* name) const {
    return network.layers.at(layer).attrs.tensor(name);
  }
};

Pruned pruned(const Json& json, const std::vector<MaskedChannels>& mask = {}) {
  Pruned result{parse(json), {}};
  Diagnostics diagnostics;
  result.report = prune(result.network, {true, mask}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  if (mask.empty()) expect_equal_outputs(parse(json), result.network);
  return result;
}

std::size_t removed(const PruneReport& report) {
  std::size_t count = 0;
  for (const PrunedLayer& row : report.layers) count += row.constant.size() + row.unused.size() + row.masked.size();
  return count;
}

void expect_all_pruned(const Network& network) {
  Network again = network;
  Diagnostics diagnostics;
  const PruneReport report = prune(again, {true, {}}, diagnostics);
  EXPECT_TRUE(report.layers.empty()) << prune_text(report) << diagnostics.text();
}

Json net(const std::string& input, const std::string& layers, const std::string& output) {
  return Json::parse(R"({"format": "finn-rtlgen-net", "version": 1, "name": "n", "inputs": [)" + input +
                     R"(], "outputs": [{"name": ")" + output + R"("}], "layers": [)" + layers + "]}");
}

/// x [2] -> fc -> threshold BIPOLAR [3] whose channel 1 is always +1 -> fc -> threshold -> fc -> y.
Json bipolar_chain(const std::string& last_thresholds) {
  return net(R"({"name": "x", "shape": [2], "type": "UINT4"})",
             R"({"name": "fc0", "kind": "fc", "inputs": ["x"], "outputs": ["a"],
                 "weights": {"type": "INT2", "shape": [3, 2], "data": [1, -1, 1, 1, -2, 1]}},
                {"name": "act0", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "BIPOLAR",
                 "thresholds": {"type": "INT8", "shape": [3, 1], "data": [0, 0, 5]}},
                {"name": "fc1", "kind": "fc", "inputs": ["h"], "outputs": ["b"],
                 "weights": {"type": "BIPOLAR", "shape": [2, 3], "data": [1, -1, 1, -1, 1, 1]}},
                {"name": "act1", "kind": "threshold", "inputs": ["b"], "outputs": ["g"], "type": "UINT2", )" +
                 last_thresholds + R"(},
                {"name": "fc2", "kind": "fc", "inputs": ["g"], "outputs": ["y"],
                 "weights": {"type": "INT3", "shape": [2, 2], "data": [1, 2, 3, -1]}})",
             "y");
}

TEST(prune, moves_a_constant_into_the_thresholds_behind) {
  const Pruned net = pruned(bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [2, 3],
                                             "data": [-1, 0, 2, -3, 1, 3]})"));
  ASSERT_NE(net.layer("act0"), nullptr);
  EXPECT_EQ(net.layer("act0")->constant, std::vector<std::int64_t>{1});
  EXPECT_EQ(net.layer("fc0")->unused, std::vector<std::int64_t>{1});
  EXPECT_EQ(net.layer("fc0")->weights_saved, 2);
  EXPECT_EQ(net.layer("fc1")->weights_saved, 2);
  EXPECT_EQ(net.constants(2, "weights").data, (std::vector<std::int64_t>{1, 1, -1, 1}));
  // Row 0 lost a -1, row 1 a +1.
  EXPECT_EQ(net.constants(3, "thresholds").data, (std::vector<std::int64_t>{0, 1, 3, -3, 0, 2}));
}

TEST(prune, gives_each_channel_a_row_where_a_shared_one_cannot_serve) {
  const Pruned net = pruned(bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 2]})"));
  EXPECT_EQ(net.constants(3, "thresholds").shape, (Shape{2, 3}));
  EXPECT_EQ(net.constants(3, "thresholds").data, (std::vector<std::int64_t>{0, 1, 3, -2, -1, 1}));
}

/// Image x -> 1x1 conv -> threshold UINT2 whose channel 1 is `level` always -> 3x3 conv with padding -> threshold.
Json padded(int level, int pad_value) {
  std::vector<int> constant(3, 100);
  std::fill_n(constant.begin(), level, -100);
  return net(R"({"name": "x", "shape": [3, 3, 1], "type": "UINT4"})",
             R"({"name": "c0", "kind": "conv", "inputs": ["x"], "outputs": ["a"],
                 "weights": {"type": "INT2", "shape": [2, 1, 1, 1], "data": [1, 1]}},
                {"name": "act0", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
                 "thresholds": {"type": "INT8", "shape": [2, 3], "data": [3, 6, 9, )" +
                 fmt::format("{}", fmt::join(constant, ", ")) + R"(]}},
                {"name": "c1", "kind": "conv", "inputs": ["h"], "outputs": ["b"], "pad": [1, 1, 1, 1], "pad_value": )" +
                 std::to_string(pad_value) + R"(,
                 "weights": {"type": "INT3", "shape": [1, 2, 3, 3],
                             "data": [1, 2, 3, 1, 2, 3, 1, 2, 3, -1, 2, 1, -1, 2, 1, -1, 2, 1]}},
                {"name": "act1", "kind": "threshold", "inputs": ["b"], "outputs": ["y"], "type": "BINARY",
                 "thresholds": {"type": "INT8", "shape": [1, 1], "data": [20]}})",
             "y");
}

TEST(prune, keeps_a_constant_that_differs_from_the_padding) {
  EXPECT_EQ(removed(pruned(padded(2, 0)).report), 0U);
  EXPECT_EQ(removed(pruned(padded(0, 1)).report), 0U);
}

TEST(prune, removes_a_constant_that_equals_the_padding) {
  EXPECT_EQ(removed(pruned(padded(0, 0)).report), 2U);
  const Pruned net = pruned(padded(2, 2));
  EXPECT_EQ(removed(net.report), 2U);
  EXPECT_EQ(net.constants(3, "thresholds").data, std::vector<std::int64_t>{20 - 2 * 6});
}

TEST(prune, keeps_a_constant_where_its_sum_leaves_the_network) {
  Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 2]})");
  json["outputs"].push_back({{"name", "b"}});
  EXPECT_EQ(removed(pruned(json).report), 0U);
}

TEST(prune, keeps_layers_that_the_host_rewrites) {
  for (const std::size_t layer : {0U, 1U, 2U, 3U}) {
    Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [2, 3], "data": [-1, 0, 2, -3, 1, 3]})");
    json["layers"][layer]["runtime"] = true;
    EXPECT_EQ(removed(pruned(json).report), 0U) << layer;
  }
}

TEST(prune, only_counts_unless_it_is_told_to_remove) {
  const Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 2]})");
  Network network = parse(json);
  Diagnostics diagnostics;
  const PruneReport report = prune(network, {}, diagnostics);
  EXPECT_FALSE(report.applied);
  EXPECT_EQ(removed(report), 2U);
  EXPECT_EQ(network_files(network), network_files(parse(json)));
  EXPECT_EQ(prune_text(report),
            "2 channels of 2 tensors (1 constant, 1 unused): 2 of 22 weights, 25 % of the operations");
}

TEST(prune, removes_whole_groups_of_a_depthwise_convolution) {
  // Channel 1 is 0 always, so its depthwise sums are 0, so its activation is constant.
  const Pruned net = pruned(test::net(R"({"name": "x", "shape": [3, 3, 1], "type": "UINT4"})",
                                      R"({"name": "c0", "kind": "conv", "inputs": ["x"], "outputs": ["a"],
          "weights": {"type": "INT2", "shape": [3, 1, 1, 1], "data": [1, 1, -1]}},
         {"name": "act0", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
          "thresholds": {"type": "INT8", "shape": [3, 3], "data": [3, 6, 9, 100, 100, 100, -9, -6, -3]}},
         {"name": "dw", "kind": "conv", "inputs": ["h"], "outputs": ["b"], "pad": [1, 1, 1, 1], "group": 3,
          "weights": {"type": "INT3", "shape": [3, 1, 2, 1], "data": [1, 2, -3, 1, 2, 3]}},
         {"name": "act1", "kind": "threshold", "inputs": ["b"], "outputs": ["g"], "type": "BIPOLAR",
          "thresholds": {"type": "INT8", "shape": [3, 1], "data": [4, 0, 5]}},
         {"name": "c2", "kind": "conv", "inputs": ["g"], "outputs": ["d"],
          "weights": {"type": "INT3", "shape": [2, 3, 1, 1], "data": [1, 2, 3, -1, 3, -2]}},
         {"name": "act2", "kind": "threshold", "inputs": ["d"], "outputs": ["y"], "type": "BINARY",
          "thresholds": {"type": "INT8", "shape": [1, 1], "data": [1]}})",
                                      "y"));
  EXPECT_EQ(net.network.layers[2].attrs.integer("group", 0), 2);
  EXPECT_EQ(net.constants(2, "weights").shape, (Shape{2, 1, 2, 1}));
  EXPECT_EQ(net.constants(4, "weights").shape, (Shape{2, 2, 1, 1}));
  EXPECT_EQ(net.constants(5, "thresholds").data, (std::vector<std::int64_t>{-1, -2}));
}

TEST(prune, leaves_a_channel_where_all_are_dead) {
  Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [2, 3], "data": [-8, -8, -8, 7, 7, 7]})");
  json["layers"].push_back(Json::parse(R"({"name": "act2", "kind": "threshold", "inputs": ["y"], "outputs": ["z"],
      "type": "UINT2", "thresholds": {"type": "INT8", "shape": [1, 3], "data": [1, 4, 9]}})"));
  json["outputs"] = Json::parse(R"([{"name": "z"}])");
  const Pruned net = pruned(json);
  EXPECT_EQ(net.layer("act1")->channels_after, 1);
  EXPECT_EQ(net.layer("fc1")->channels_after, 1);
  EXPECT_EQ(net.constants(4, "weights").shape, (Shape{2, 1}));
}

TEST(prune, channels_stay_within_what_is_known_of_them) {
  std::vector<Json> networks;
  for (const LayerKind* kind : all_kinds())
    for (const KindExample& example : kind->examples()) networks.push_back(Json::parse(example.net_json));
  for (std::uint32_t seed = 401; seed <= 500; ++seed) networks.push_back(dead_network(seed));
  for (const Json& json : networks) {
    const Network network = parse(json);
    const ChannelPlan plan = plan_channels(network, {});
    GoldenModel model(network);
    std::mt19937 random(3);
    for (int frame = 0; frame < 4; ++frame) {
      model.run(random_inputs(network, random));
      for (std::size_t id = 0; id < network.tensors.size(); ++id) {
        const std::vector<std::int64_t>& data = model.tensor(static_cast<TensorId>(id)).data;
        const ChannelFacts& facts = plan.facts[id];
        for (std::size_t i = 0; i < data.size(); ++i) {
          const Range range = facts[i % facts.size()].range;
          ASSERT_TRUE(data[i] >= range.min && data[i] <= range.max) << network.tensors[id].name << json.dump(1);
          ASSERT_TRUE(range.min >= network.tensors[id].range.min && range.max <= network.tensors[id].range.max);
        }
      }
    }
  }
}

TEST(prune, random_networks_keep_their_outputs) {
  std::size_t all = 0;
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    const Pruned net = pruned(dead_network(seed));
    all += removed(net.report);
    expect_all_pruned(net.network);
    if (HasFailure()) FAIL() << dead_network(seed).dump(1);
  }
  EXPECT_GT(all, 2000U);
}

TEST(prune, random_networks_of_other_tests_keep_their_outputs) {
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    const Json json = with_dead_channels(random_network(seed), seed);
    const Pruned net = pruned(json);
    expect_all_pruned(net.network);
    if (HasFailure()) FAIL() << json.dump(1);
  }
}

TEST(prune, what_is_left_can_be_written_read_and_compiled) {
  const TemporaryFolder folder("prune");
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Pruned net = pruned(dead_network(seed));
    write_network(net.network, folder / std::to_string(seed));
    Diagnostics diagnostics;
    auto again = read_network(folder / std::to_string(seed) / "net.json", diagnostics);
    ASSERT_TRUE(again) << diagnostics.text();
    expect_equal_outputs(net.network, *again);
    const auto design = compile(std::move(*again), {}, diagnostics);
    ASSERT_TRUE(design) << diagnostics.text();
    EXPECT_EQ(design->predicted.interval(), design->ideal);
  }
}

TensorId tensor_of(const Network& network, const std::string& name) {
  for (std::size_t id = 0; id < network.tensors.size(); ++id)
    if (network.tensors[id].name == name) return static_cast<TensorId>(id);
  return kNone;
}

TEST(prune, a_mask_takes_a_channel_as_if_its_weights_were_zero) {
  const std::string thresholds = R"("thresholds": {"type": "INT4", "shape": [2, 3], "data": [-1, 0, 2, -3, 1, 3]})";
  Json json = bipolar_chain(thresholds);
  const Pruned net = pruned(json, {{tensor_of(parse(json), "a"), {0}, {}}});
  EXPECT_TRUE(net.report.changes_results());
  EXPECT_EQ(net.layer("fc0")->masked, std::vector<std::int64_t>{0});
  EXPECT_EQ(net.layer("act0")->masked, std::vector<std::int64_t>{0});
  EXPECT_EQ(net.layer("act0")->constant, std::vector<std::int64_t>{1});
  json["layers"][2]["weights"] = {{"type", "TERNARY"}, {"shape", {2, 3}}, {"data", {0, -1, 1, 0, 1, 1}}};
  expect_equal_outputs(parse(json), net.network);
}

void expect_refused(const Json& json, const std::string& tensor, std::int64_t channel, const std::string& words) {
  Network network = parse(json);
  Diagnostics diagnostics;
  prune(network, {false, {{tensor_of(network, tensor), {channel}, {"mask.json", 1, 2, {}}}}}, diagnostics);
  ASSERT_EQ(diagnostics.error_count(), 1U) << diagnostics.text();
  EXPECT_EQ(diagnostics.all().front().code, Code::FR4004);
  EXPECT_EQ(diagnostics.all().front().where.file, "mask.json");
  EXPECT_NE(diagnostics.all().front().message.find(words), std::string::npos) << diagnostics.text();
  EXPECT_EQ(network_files(network), network_files(parse(json)));
}

TEST(prune, a_mask_that_cannot_be_followed_is_refused) {
  Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 2]})");
  expect_refused(json, "x", 0, "input or output of the network");
  expect_refused(json, "y", 1, "input or output of the network");
  json["outputs"].push_back({{"name", "h"}});
  expect_refused(json, "a", 2, R"(layer "act0" of kind "threshold" needs it)");
}

TEST(prune, folds_that_no_longer_divide_are_named) {
  Json json = bipolar_chain(R"("thresholds": {"type": "INT4", "shape": [1, 3], "data": [-1, 0, 2]})");
  json["fold"] = {{"fc0", {{"pe", 3}, {"simd", 2}}}, {"fc1", {{"pe", 1}, {"simd", 3}}}};
  const Pruned net = pruned(json);
  Diagnostics diagnostics;
  check_pruned_folds(net.network, diagnostics);
  ASSERT_EQ(diagnostics.error_count(), 2U) << diagnostics.text();
  const Diagnostic& error = diagnostics.all().front();
  EXPECT_EQ(error.code, Code::FR4005);
  EXPECT_EQ(error.where.pointer, "/fold/fc0/pe");
  EXPECT_NE(error.message.find("2 channels after pruning"), std::string::npos) << error.message;
  EXPECT_NE(error.notes.front().find("legal: 1, 2"), std::string::npos) << error.notes.front();
}

}  // namespace
}  // namespace finn::test
