// SPDX-License-Identifier: Apache-2.0
#include "passes/ready_paths.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cells/plumbing.h"
#include "passes/connect.h"
#include "passes/fold.h"
#include "passes/lower.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

HwGraph uncut(const NetBuilder& builder) {
  const Network network = builder.network();
  Diagnostics diagnostics;
  HwGraph graph = lower_network(network, fold_network(network, {}, diagnostics));
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  fan_out_streams(graph);
  count_input_frames(graph);
  match_widths(graph);
  return graph;
}

/// Walks back from each output: never more than kMaxReadyRun cells whose ready is combinational in a row, and a
/// register right before the output.
bool is_cut(const HwGraph& graph) {
  std::vector<int> run(graph.nodes.size(), 0);
  const auto order = graph.topological_order();
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    const Node& node = graph.nodes[static_cast<std::size_t>(*it)];
    int after = 0;
    for (const Stream& stream : graph.streams) {
      if (stream.source.node != node.id) continue;
      if (stream.sink.node == kNone && !node.cell->cuts_ready) return false;
      if (stream.sink.node != kNone) after = std::max(after, run[static_cast<std::size_t>(stream.sink.node)]);
    }
    run[static_cast<std::size_t>(node.id)] = node.cell->cuts_ready ? 0 : after + 1;
    if (run[static_cast<std::size_t>(node.id)] > kMaxReadyRun) return false;
  }
  return true;
}

/// The fewest bits of the streams that must be cut, of all sets of streams.
std::int64_t fewest_bits(const HwGraph& graph) {
  std::int64_t fewest = INT64_MAX;
  for (std::uint32_t set = 0; set < 1U << graph.streams.size(); ++set) {
    HwGraph with = graph;
    std::int64_t bits = 0;
    for (const Stream& stream : graph.streams)
      if ((set >> static_cast<unsigned>(stream.id) & 1U) != 0) {
        bits += stream.width();
        cut_ready(with, stream.id);
      }
    if (bits < fewest && is_cut(with)) fewest = bits;
  }
  return fewest;
}

/// The bits of the streams that skid buffers stand in.
std::int64_t cut_bits(const HwGraph& graph) {
  std::int64_t bits = 0;
  for (const Stream& stream : graph.streams)
    if (stream.source.node != kNone && graph.nodes[static_cast<std::size_t>(stream.source.node)].cell->name == "skid")
      bits += stream.width();
  return bits;
}

void expect_fewest(const NetBuilder& builder) {
  HwGraph graph = uncut(builder);
  ASSERT_LE(graph.streams.size(), 12u);
  const std::int64_t fewest = fewest_bits(graph);
  cut_ready_paths(graph);
  EXPECT_TRUE(is_cut(graph));
  EXPECT_EQ(cut_bits(graph), fewest);
}

TEST(ReadyPaths, AreCutInTheFewestBits) {
  for (const auto& types : std::vector<std::vector<std::string>>{
           {"UINT3", "UINT2", "INT3", "UINT2", "BINARY"},
           {"BINARY", "UINT4", "UINT4", "BINARY", "UINT4", "UINT4"},
           {"UINT4", "UINT4", "UINT4", "UINT2", "UINT3", "UINT4", "UINT4", "UINT3"},
           {"UINT2"},
       }) {
    NetBuilder builder;
    builder.input({8}, "UINT4");
    for (const std::string& type : types) builder.threshold(type);
    expect_fewest(builder);
  }
}

TEST(ReadyPaths, AreCutInTheFewestBitsOfATree) {
  NetBuilder builder;
  builder.input({8}, "UINT4").threshold("UINT3");
  const std::string trunk = builder.newest();
  builder.threshold("UINT4").threshold("BINARY").output().from(trunk).threshold("UINT2").threshold("UINT4");
  expect_fewest(builder);
}

TEST(ReadyPaths, AreCutBehindJoins) {
  NetBuilder builder;
  builder.input({8}, "UINT4").threshold("UINT3");
  const std::string trunk = builder.newest();
  builder.threshold("UINT2").threshold("UINT4").join("add", {trunk, builder.newest()}).threshold("UINT2");
  HwGraph graph = uncut(builder);
  cut_ready_paths(graph);
  EXPECT_TRUE(is_cut(graph));
}

}  // namespace
}  // namespace finn::test
