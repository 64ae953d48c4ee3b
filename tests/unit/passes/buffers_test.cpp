// SPDX-License-Identifier: Apache-2.0
// The smallest buffers: against brute force, one beat less, FINN's method, and bursts inside a layer.
#include "passes/buffers.h"

#include <gtest/gtest.h>

#include <functional>

#include "import/net_reader.h"
#include "kinds/kind.h"
#include "passes/compile.h"
#include "passes/fold.h"
#include "passes/layer_cycles.h"
#include "support/residual_network.h"

namespace finn::test {
namespace {

/// The hardware graph before it has buffers.
HwGraph unbuffered(const std::string& net_json) {
  Diagnostics diagnostics;
  std::optional<Network> network = parse_network(net_json, "net.json", ".", diagnostics);
  if (!network) throw Defect(diagnostics.text());
  const std::vector<Folding> foldings = fold_network(*network, {}, diagnostics);
  apply_folding(*network, foldings);
  return build_graph(*network, foldings);
}

/// All depths with fewer bits, up to `limit` of them.
std::vector<Depths> cheaper(const BufferProblem& problem, std::int64_t bits, std::size_t limit) {
  std::vector<Depths> all;
  Depths depths(problem.candidates().size(), 0);
  const std::function<void(std::size_t)> fill_from = [&](std::size_t i) {
    if (all.size() >= limit) return;
    if (i == depths.size()) return all.push_back(depths);
    for (depths[i] = 0; problem.bits(depths) < bits; depths[i] = depths[i] == 0 ? 2 : depths[i] + 1) fill_from(i + 1);
    depths[i] = 0;
  };
  fill_from(0);
  return all;
}

TEST(Buffers, AreTheBruteForceOptimumOfSmallGraphs) {
  constexpr int kGraphs = 200;
  constexpr std::size_t kLimit = 2000;
  int graphs = 0;
  int with_buffers = 0;
  for (std::uint32_t seed = 1; graphs < kGraphs; ++seed) {
    ASSERT_LT(seed, 2000u);
    const HwGraph graph = unbuffered(residual_network(seed, true).dump());
    BufferProblem problem(graph, ideal_interval(graph));
    const BufferSearchResult found = search_buffers(problem);
    if (!found.found) continue;  // a ring inside a layer is too small
    const std::vector<Depths> others = cheaper(problem, found.bits, kLimit);
    if (others.size() == kLimit) continue;
    ++graphs;
    with_buffers += found.bits > 0 ? 1 : 0;
    BufferProblem fresh(graph, ideal_interval(graph));
    EXPECT_TRUE(fresh.meets(found.depths)) << seed;
    EXPECT_EQ(found.bits, found.lower_bound) << seed;
    for (const Depths& depths : others) ASSERT_FALSE(fresh.meets(depths)) << seed;
  }
  EXPECT_GE(with_buffers, kGraphs / 4);
  RecordProperty("with_buffers", with_buffers);
}

TEST(Buffers, MeetTheGoalWithoutEffortToo) {
  int not_proved = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const HwGraph graph = unbuffered(residual_network(seed, true).dump());
    BufferProblem problem(graph, ideal_interval(graph));
    const BufferSearchResult best = search_buffers(problem);
    if (!best.found) continue;
    BufferProblem fresh(graph, ideal_interval(graph));
    const BufferSearchResult quick = search_buffers(fresh, {.effort = -1, .region_effort = -1});
    ASSERT_TRUE(quick.found) << seed;
    EXPECT_TRUE(problem.meets(quick.depths)) << seed;
    EXPECT_LE(quick.lower_bound, best.bits) << seed;
    EXPECT_LE(best.bits, quick.bits) << seed;
    not_proved += quick.lower_bound < quick.bits ? 1 : 0;
  }
  EXPECT_GT(not_proved, 5);
}

TEST(Buffers, AreNeverMoreThanByFinnsMethodWhereBranchesJoin) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    HwGraph graph = unbuffered(residual_network(seed, false).dump());
    const BufferPlan plan = size_buffers(graph);
    EXPECT_EQ(plan.simulated.interval(), ideal_interval(graph)) << seed;
    EXPECT_LE(plan.report.lower_bound, plan.report.bits) << seed;
    EXPECT_LE(plan.report.bits, plan.report.finn_bits) << seed;
  }
}

TEST(Buffers, OneBeatLessIsTooSlowOrStopsForEver) {
  for (const KindExample& example : find_kind("add")->examples()) {
    if (example.name != "add_residual") continue;
    const HwGraph graph = unbuffered(example.net_json);
    BufferProblem problem(graph, ideal_interval(graph));
    const BufferSearchResult found = search_buffers(problem);
    int buffers = 0;
    for (std::size_t i = 0; i < found.depths.size(); ++i) {
      if (found.depths[i] == 0) continue;
      ++buffers;
      Depths less = found.depths;
      less[i] = less[i] == 2 ? 0 : less[i] - 1;
      EXPECT_FALSE(problem.meets(less));
      less[i] = 0;
      const SimulateResult none = problem.run(less);
      EXPECT_TRUE(none.deadlock);
      EXPECT_NE(none.waiting.find("holds back"), std::string::npos) << none.waiting;
    }
    EXPECT_GT(buffers, 0);
  }
}

TEST(Buffers, StandInsideALayerWhereItsWindowsComeInBursts) {
  // The window unit scans 56 pixels, the first ones without a window, for 40 windows of 4 cycles each.
  nlohmann::ordered_json net = {{"format", "finn-rtlgen-net"},
                                {"version", 1},
                                {"name", "bursts"},
                                {"inputs", {{{"name", "x"}, {"shape", {7, 8, 6}}, {"type", "UINT3"}}}},
                                {"outputs", {{{"name", "y"}}}},
                                {"fold", {{"conv", {{"pe", 2}, {"simd", 72}}}}}};
  std::vector<int> weights(8 * 6 * 4 * 3);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<int>(i % 7) - 3;
  net["layers"] = {{{"name", "conv"},
                    {"kind", "conv"},
                    {"inputs", {"x"}},
                    {"outputs", {"y"}},
                    {"weights", {{"type", "INT3"}, {"shape", {8, 6, 4, 3}}, {"data", weights}}},
                    {"pad", {1, 0, 0, 2}}}};
  HwGraph graph = unbuffered(net.dump());
  EXPECT_EQ(simulate(graph).interval(), 167);
  const BufferPlan plan = size_buffers(graph);
  EXPECT_EQ(plan.simulated.interval(), 160);
  EXPECT_EQ(plan.report.bits, plan.report.lower_bound);
}

}  // namespace
}  // namespace finn::test
