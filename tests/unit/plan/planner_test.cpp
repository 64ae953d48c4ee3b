// SPDX-License-Identifier: Apache-2.0
// What choices are made of: how outputs follow inputs, padded foldings, FINN's rule, and choosing with what was built.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "passes/graph_cost.h"
#include "plan/pacing.h"
#include "plan/padding.h"
#include "plan/parallel.h"
#include "plan/regret.h"
#include "plan/set_folding.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

Network small_cnn() {
  return NetBuilder()
      .input({8, 8, 2}, "UINT4")
      .conv(6, 3, "INT2", 1)
      .threshold("UINT2")
      .maxpool(2)
      .conv(10, 3, "INT2")
      .threshold("UINT2")
      .fc(7, "INT3")
      .network();
}

PlanOptions options(Goal goal, const Cost& available) {
  PlanOptions plan;
  plan.goal = goal;
  plan.available = available;
  plan.utilization = 1;
  return plan;
}

const Cost kLarge{.lut = 50000, .ff = 100000, .bram18 = 200, .dsp = 200};

TEST(Pacing, OutputsWaitForWhatTheOperatorNeeds) {
  const Network network = small_cnn();
  const LoneLayers layers(network);
  // A window of 3 x 3 with padding needs a row and two pixels, and leaves a row and two windows for after the last
  // pixel.
  const Pacing conv = pacing_of(layers, layers.network().layers[0]);
  EXPECT_DOUBLE_EQ(conv.head, 10.0 / 64);
  EXPECT_EQ(conv.tail, (8 + 2) * 6);
  EXPECT_GE(conv.depth, 1);
  const Pacing threshold = pacing_of(layers, layers.network().layers[1]);
  EXPECT_DOUBLE_EQ(threshold.head, 1.0 / 64);
  EXPECT_EQ(threshold.tail, 6);
  const Pacing pool = pacing_of(layers, layers.network().layers[2]);
  EXPECT_DOUBLE_EQ(pool.head, 10.0 / 64);
  const Pacing fc = pacing_of(layers, layers.network().layers[5]);
  EXPECT_DOUBLE_EQ(fc.head, 1);
  EXPECT_EQ(fc.tail, 7);
}

TEST(PaddedFoldings, FillGapsBetweenDivisorsWithFewerMultipliers) {
  const Network network = NetBuilder().input({10}, "UINT2").fc(7, "INT2").network();
  const Layer& layer = network.layers.front();
  const auto cycles = [&](const Folding& folding) { return layer.kind->cycles(network, layer, folding); };
  bool found = false;
  for (const std::int64_t most : {4, 8, 14, 20, 35}) {
    for (const Folding& folding : padded_foldings(network, layer, most)) {
      found = true;
      EXPECT_LE(cycles(folding), most);
      EXPECT_GT(cycles(folding), most / 2);
      EXPECT_TRUE(7 % folding.pe != 0 || 10 % folding.simd != 0);
      for (const Folding& legal : legal_foldings(network, layer))
        EXPECT_FALSE(cycles(legal) <= cycles(folding) && legal.pe * legal.simd <= folding.pe * folding.simd)
            << folding.pe << " x " << folding.simd << ": " << legal.pe << " x " << legal.simd << " is as good";
    }
  }
  EXPECT_TRUE(found);
}

TEST(PaddedFoldings, NoneWhereTheFileFixesTheFold) {
  const Network network = NetBuilder().input({10}, "UINT2").fc(7, "INT2").fold(1, 5).network();
  EXPECT_TRUE(padded_foldings(network, network.layers.front(), 14).empty());
}

TEST(Plan, PaddingIsNeverSlowerAndFasterWhereDivisorsLeaveRoom) {
  const Network network = NetBuilder().input({64}, "UINT4").fc(13, "INT4").network();
  int faster = 0;
  for (double lut = 600; lut <= 2000; lut += 200) {
    const PlanOptions plan = options(Goal::kFps, {.lut = lut, .ff = 5000, .bram18 = 20, .dsp = 0});
    const Planner dividing(network, plan);
    const Selection without = dividing.select(dividing.problem());
    ASSERT_TRUE(without.feasible);
    Diagnostics diagnostics;
    const std::optional<Design> design = plan_design(network, plan, diagnostics);
    ASSERT_TRUE(design) << diagnostics.text();
    EXPECT_LE(design->predicted.interval(), without.interval) << lut;
    if (design->predicted.interval() == without.interval) continue;
    ++faster;
    EXPECT_TRUE(design->network.layers.front().fold.pad);
  }
  EXPECT_GT(faster, 0);
}

TEST(Plan, WhatIsBuiltFitsAndIsAsFastAsChosen) {
  for (const double share : {0.05, 0.1, 0.3, 1.0}) {
    PlanOptions plan = options(Goal::kFps, kLarge);
    plan.utilization = share;
    Diagnostics diagnostics;
    const std::optional<Design> design = plan_design(small_cnn(), plan, diagnostics);
    ASSERT_TRUE(design) << diagnostics.text();
    const Cost built = graph_cost(design->graph, plan.family);
    EXPECT_LE(built.lut, share * kLarge.lut);
    EXPECT_LE(built.ff, share * kLarge.ff);
    EXPECT_LE(built.bram18, share * kLarge.bram18);
    EXPECT_LE(built.dsp, share * kLarge.dsp);
    EXPECT_EQ(design->predicted.interval(), design->ideal);
    EXPECT_GE(design->plan.rounds, 1);
  }
}

TEST(Plan, LatencyIsShorterThanThatOfTheShortestInterval) {
  PlanOptions plan = options(Goal::kFps, kLarge);
  plan.utilization = 0.05;
  Diagnostics diagnostics;
  const std::optional<Design> fps = plan_design(small_cnn(), plan, diagnostics);
  plan.goal = Goal::kLatency;
  const std::optional<Design> latency = plan_design(small_cnn(), plan, diagnostics);
  ASSERT_TRUE(fps && latency) << diagnostics.text();
  EXPECT_LT(latency->predicted.latency, fps->predicted.latency);
  EXPECT_GE(latency->predicted.interval(), fps->predicted.interval());
  // The formula stands in for the cycle model while choosing.
  EXPECT_NEAR(latency->plan.latency / static_cast<double>(latency->predicted.latency), 1, 0.15);
}

TEST(Plan, BuffersOfJoinsAreInTheEstimate) {
  const auto edges = [](const Network& network) {
    const Planner planner(network, options(Goal::kFps, kLarge));
    double lut = 0;
    for (const ChoiceEdge& edge : planner.problem().edges) {
      const std::int64_t lanes = planner.problem().layers[edge.from].front().out_lanes[edge.from_output];
      const Cost cost = edge.cost(lanes, lanes);
      lut += cost.lut + 100 * cost.bram18;
    }
    return lut;
  };
  EXPECT_EQ(edges(small_cnn()), 0);
  NetBuilder residual;
  residual.input({8, 8, 2}, "INT4").threshold("INT4");
  const std::string fork = residual.newest();
  residual.conv(4, 3, "INT2", 1).threshold("INT4");
  const std::string longer = residual.newest();
  residual.from(fork).conv(4, 1, "INT2").threshold("INT4");
  residual.join("add", {longer, residual.newest()});
  EXPECT_GT(edges(residual.network()), 0);
}

TEST(SetFolding, RaisesSimdThenPeUntilBelowTheTarget) {
  const Network network = NetBuilder().input({16}, "UINT4").fc(8, "INT2").network();
  const Planner planner(network, options(Goal::kFps, kLarge));
  const auto folding = [&](std::int64_t target) {
    const std::vector<std::size_t> chosen = set_folding(planner.layers(), planner.choices(), planner.problem(), target);
    const Folding& found = planner.choices()[0].foldings[chosen[0]];
    return std::pair(found.pe, found.simd);
  };
  EXPECT_EQ(folding(129), std::pair(std::int64_t{1}, std::int64_t{1}));
  EXPECT_EQ(folding(128), std::pair(std::int64_t{1}, std::int64_t{2}));  // met exactly is not below
  EXPECT_EQ(folding(10), std::pair(std::int64_t{1}, std::int64_t{16}));
  EXPECT_EQ(folding(8), std::pair(std::int64_t{2}, std::int64_t{16}));
  EXPECT_EQ(folding(1), std::pair(std::int64_t{8}, std::int64_t{16}));
}

TEST(SetFolding, WeightsOfAPeAreAtMost36BitsWide) {
  const Network network = NetBuilder().input({64}, "UINT4").fc(8, "INT8").network();
  const Planner planner(network, options(Goal::kFps, kLarge));
  const std::vector<std::size_t> chosen = set_folding(planner.layers(), planner.choices(), planner.problem(), 100);
  EXPECT_EQ(planner.choices()[0].foldings[chosen[0]].simd, 4);
}

TEST(SetFolding, IsNeverFasterThanTheBest) {
  for (const double lut : {1500.0, 3000.0, 10000.0}) {
    const Planner planner(small_cnn(), options(Goal::kFps, {.lut = lut, .ff = 1e5, .bram18 = 50, .dsp = 20}));
    const Selection best = planner.select(planner.problem());
    const Selection rule = best_set_folding(planner.layers(), planner.choices(), planner.problem());
    ASSERT_TRUE(best.feasible);
    if (rule.feasible) {
      EXPECT_LE(best.interval, rule.interval) << lut;
    }
  }
}

TEST(Regret, IsNoneWithoutErrorsAndGrowsWithThem) {
  PlanOptions plan = options(Goal::kArea, kLarge);
  plan.target_cycles = 500;
  const Planner planner(small_cnn(), plan);
  const Selection selection = planner.select(planner.problem());
  ASSERT_TRUE(selection.feasible);
  const auto regret = [&](double percent) {
    return regret_of(planner, selection, FitError{"", 1, percent, percent}, 20);
  };
  EXPECT_EQ(regret(0).worst, 0);
  EXPECT_EQ(regret(0).misfits, 0);
  EXPECT_GT(regret(30).worst, 0);
  EXPECT_GE(regret(30).p95, regret(30).median);
  EXPECT_GT(regret(30).median, regret(3).median);
}

TEST(PlanDesign, LooksAtTheConstantsOfAChosenFolding) {
  const Network network = NetBuilder().input({24}, "UINT2").fc(12, "INT2").network();
  const PlanOptions fps = options(Goal::kFps, kLarge);
  Planner planner(network, fps);
  const Selection blind = planner.select(planner.problem());
  ASSERT_EQ(blind.interval, 1);  // a vector a cycle: all weights are constants
  Diagnostics diagnostics;
  const std::optional<Design> design = plan_design(network, fps, diagnostics);
  ASSERT_TRUE(design) << diagnostics.text();
  const Cost layer = layer_cost(design->graph, network.layers.front().id, fps.family);
  ASSERT_EQ(design->predicted.interval(), 1);
  EXPECT_GT(std::abs(blind.cost.ff - layer.ff), 1);
  EXPECT_NEAR(design->plan.estimate.lut, layer.lut, 1e-6);
  EXPECT_NEAR(design->plan.estimate.ff, layer.ff, 1e-6);
}

TEST(Parallel, DoesEachPieceOnceAndPassesExceptionsOn) {
  std::vector<std::atomic<int>> times(1000);
  for_each_parallel(times.size(), [&](std::size_t i) { ++times[i]; });
  for (const auto& count : times) EXPECT_EQ(count, 1);
  EXPECT_THROW(for_each_parallel(100,
                                 [](std::size_t i) {
                                   if (i == 57) throw Defect("57");
                                 }),
               Defect);
  for_each_parallel(0, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace finn::test
