// SPDX-License-Identifier: Apache-2.0
#include "passes/compile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "passes/check.h"
#include "passes/layer_cycles.h"
#include "passes/lower.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

Design compiled(const NetBuilder& builder) {
  Diagnostics diagnostics;
  std::optional<Design> design = compile(builder.network(), {}, diagnostics);
  EXPECT_TRUE(design) << diagnostics.text();
  return std::move(design.value());
}

const Stream& output_stream(const HwGraph& graph) {
  return graph.streams[static_cast<std::size_t>(graph.stream_into({kNone, 0}))];
}

TEST(Lower, PopcountsTravelEncodedIntoThresholds) {
  const Design design = compiled(NetBuilder().input({16}, "BIPOLAR").fc(8, "BIPOLAR").threshold("BIPOLAR"));
  bool encoded = false;
  for (const Stream& stream : design.graph.streams) {
    if (stream.tensor == kNone || design.network.tensors[static_cast<std::size_t>(stream.tensor)].name != "t0")
      continue;
    EXPECT_EQ(stream.type.encoding.gain(0), 2);
    EXPECT_EQ(stream.type.encoding.offset(0), -16);
    EXPECT_EQ(stream.type.codes, (Range{0, 16}));
    encoded = true;
  }
  EXPECT_TRUE(encoded);
}

TEST(Lower, GraphOutputsCarryValues) {
  const Design design = compiled(NetBuilder().input({16}, "BIPOLAR").fc(8, "BIPOLAR"));
  const Stream& stream = output_stream(design.graph);
  EXPECT_TRUE(stream.type.encoding.is_identity());
  EXPECT_EQ(stream.type.type, design.network.tensors.back().type);
}

TEST(Lower, UnlikeConsumersGetValues) {
  // The accumulator goes to a threshold (takes codes) and to a matrix (wants values).
  const Design design = compiled(
      NetBuilder().input({16}, "BIPOLAR").fc(8, "BIPOLAR").threshold("BIPOLAR").output().from("t0").fc(4, "INT2"));
  for (const Stream& stream : design.graph.streams)
    if (stream.tensor != kNone) {
      EXPECT_TRUE(stream.type.encoding.is_identity()) << stream.id;
    }
  EXPECT_EQ(design.graph.output_count, 2);
}

TEST(Connect, InputReadByTwoLayersIsForkedAtItsWidestReader) {
  const Design design =
      compiled(NetBuilder().input({16}, "UINT4").fc(8, "INT2").fold(1, 2).output().from("x").fc(4, "INT2").fold(4, 8));
  const Stream& input = design.graph.streams[static_cast<std::size_t>(design.graph.stream_from({kNone, 0}))];
  EXPECT_EQ(input.source_lanes, 8);
}

TEST(Check, FindsLanesThatDiffer) {
  Design design = compiled(NetBuilder().input({16}, "UINT4").fc(8, "INT2"));
  design.graph.streams.front().sink_lanes += 1;
  EXPECT_THROW(check_graph(design.graph), Defect);
}

TEST(Check, FindsAnOpenPort) {
  Design design = compiled(NetBuilder().input({16}, "UINT4").fc(8, "INT2"));
  design.graph.streams.pop_back();
  EXPECT_THROW(check_graph(design.graph), Defect);
}

TEST(Check, FindsAMissingMemory) {
  Design design = compiled(NetBuilder().input({16}, "UINT4").fc(8, "INT2"));
  for (Node& node : design.graph.nodes) node.memories.clear();
  EXPECT_THROW(check_graph(design.graph), Defect);
}

TEST(Cycles, IntervalIsTheLargestLayers) {
  for (const auto& [pe, simd] : {std::pair{1, 1}, {2, 4}, {8, 16}, {4, 3}, {8, 144}, {1, 18}}) {
    const NetBuilder builder = NetBuilder()
                                   .input({10, 9, 3}, "UINT4")
                                   .conv(16, 3, "INT2", 1)
                                   .fold(16, 9)
                                   .threshold("UINT2")
                                   .maxpool(2)
                                   .conv(8, 3, "INT2")
                                   .fold(pe, simd)
                                   .threshold("UINT2")
                                   .fc(10, "INT2");
    const Design design = compiled(builder);
    EXPECT_EQ(design.predicted.interval(), design.ideal) << pe << " " << simd;
    EXPECT_GT(design.predicted.latency, 0);
  }
}

TEST(Buffers, BranchesOfDifferentReachRunAtTheSlowestLayersRate) {
  // One branch needs the whole frame before its first output, the other streams.
  const NetBuilder builder = NetBuilder()
                                 .input({8, 8, 4}, "UINT4")
                                 .threshold("UINT2")
                                 .fc(16, "INT2")
                                 .fold(2, 8)
                                 .output()
                                 .from("t0")
                                 .conv(4, 3, "INT2")
                                 .fold(1, 4);
  const Design design = compiled(builder);
  EXPECT_EQ(design.predicted.interval(), design.ideal);
}

}  // namespace
}  // namespace finn::test
