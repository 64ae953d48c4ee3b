// SPDX-License-Identifier: Apache-2.0
// Branches that part and join again: no deadlock, the slowest layer's rate, and buffers of the size that the branches
// are apart.
#include <gtest/gtest.h>

#include "import/net_reader.h"
#include "kinds/kind.h"
#include "passes/compile.h"

namespace finn::test {
namespace {

Design compiled_example(std::string_view kind, std::string_view name) {
  for (const KindExample& example : find_kind(kind)->examples()) {
    if (example.name != name) continue;
    Diagnostics diagnostics;
    std::optional<Network> network = parse_network(example.net_json, "net.json", ".", diagnostics);
    if (!network) throw Defect(diagnostics.text());
    std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
    if (!design) throw Defect(diagnostics.text());
    return std::move(*design);
  }
  throw Defect("no such example");
}

/// Beats that all buffers between layers hold together.
std::int64_t buffered(const HwGraph& graph) {
  std::int64_t beats = 0;
  for (const Node& node : graph.nodes)
    if (node.layer == kNone && !node.cell->depth_param.empty()) beats += node.params.at(node.cell->depth_param);
  return beats;
}

TEST(Joins, RunAtTheSlowestLayersRateWithSmallBuffers) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"add", "add_residual"}, {"add", "add_residual_inside"}, {"concat", "concat_branches"}, {"slice", "slice_split"}};
  for (const auto& [kind, name] : examples) {
    const Design design = compiled_example(kind, name);
    EXPECT_FALSE(design.predicted.deadlock) << name;
    EXPECT_EQ(design.predicted.interval(), design.ideal) << name;
    // Two 3 x 3 windows are three rows and the pipelines apart: less than a frame of any of these.
    const std::int64_t frame = element_count(design.network.tensors.front().shape);
    EXPECT_LE(buffered(design.graph), frame) << name;
  }
}

/// The meter and the pacing that the buffers' sizes come from.
TEST(Simulate, PacedSourceSetsTheInterval) {
  const Design design = compiled_example("slice", "slice_lanes");
  SimulateOptions options;
  options.lower_bound = options.source_interval = 3 * design.ideal + 1;
  const SimulateResult paced = simulate(design.graph, options);
  EXPECT_EQ(paced.interval(), 3 * design.ideal + 1);
  for (const Node& node : design.graph.nodes) {
    if (node.layer != kNone) continue;  // a slice gives fewer beats than it takes
    EXPECT_GE(paced.most_held[static_cast<std::size_t>(node.id)], 0) << node.name;
    EXPECT_LE(paced.most_held[static_cast<std::size_t>(node.id)], 2) << node.name;  // nothing ever waits
  }
}

}  // namespace
}  // namespace finn::test
