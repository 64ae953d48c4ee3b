// SPDX-License-Identifier: Apache-2.0
#include "plan/sweep.h"

#include <gtest/gtest.h>

#include <numeric>

namespace finn {
namespace {

/// Two layers: each can be done in 64, 32, ... 1 cycles with as many more LUTs; memories shrink with the cycles.
SelectionProblem chain(double luts) {
  SelectionProblem problem;
  for (int layer = 0; layer < 2; ++layer) {
    std::vector<Choice> choices;
    for (std::int64_t cycles = 64; cycles >= 1; cycles /= 2)
      choices.push_back({.cycles = cycles,
                         .span = cycles - 1,
                         .cost = {.lut = 640.0 / static_cast<double>(cycles), .bram18 = 1},
                         .in_lanes = {1},
                         .out_lanes = {1}});
    problem.layers.push_back(choices);
    problem.paces.push_back({0.5, 2, layer == 0});
  }
  problem.edges.push_back({0, 0, 1, 0, [](std::int64_t, std::int64_t) { return Cost{}; }});
  problem.capacity = {.lut = luts, .ff = 1000, .bram18 = 4, .dsp = 4};
  return problem;
}

TEST(Thin, KeepsTheEndsAndSpreadsGeometrically) {
  std::vector<std::int64_t> values(1000);
  std::iota(values.begin(), values.end(), 1);
  EXPECT_EQ(thin(values, 4), (std::vector<std::int64_t>{1, 10, 100, 1000}));
  EXPECT_EQ(thin(values, 2), (std::vector<std::int64_t>{1, 1000}));
}

TEST(Thin, KeepsFewValuesAsTheyAre) {
  EXPECT_EQ(thin({3, 4, 5}, 12), (std::vector<std::int64_t>{3, 4, 5}));
  EXPECT_EQ(thin({}, 2), (std::vector<std::int64_t>{}));
  EXPECT_EQ(thin({1, 1000, 1001, 1002, 1003}, 4), (std::vector<std::int64_t>{1, 1000, 1003})) << "10 is nearest to 1";
}

TEST(ParetoFront, IsWhatNothingElseBeats) {
  EXPECT_EQ(pareto_front({{1, 9}, {2, 5}, {3, 5}, {4, 1}, {4, 2}}),
            (std::vector<bool>{true, true, false, true, false}));
  EXPECT_EQ(pareto_front({{1, 1}, {1, 1}}), (std::vector<bool>{true, true})) << "equals do not beat each other";
  EXPECT_TRUE(pareto_front({}).empty());
}

TEST(Sweep, GoesFromTheSmallestToTheFastestThatFits) {
  const SelectionProblem problem = chain(350);  // 2 * 160 fit, 2 * 320 do not
  const Sweep found = sweep(problem);
  ASSERT_FALSE(found.points.empty());
  EXPECT_TRUE(found.shortest_is_proved);
  EXPECT_EQ(found.points.front().selection.interval, 64);
  EXPECT_EQ(found.points.front().selection.cost.lut, 20);
  EXPECT_EQ(found.points.back().selection.interval, fastest(problem).interval);
  EXPECT_EQ(found.points.back().selection.interval, 4);
  for (std::size_t i = 1; i < found.points.size(); ++i)
    EXPECT_GE(found.points[i - 1].selection.interval, found.points[i].selection.interval);
  for (const SweepPoint& point : found.points) {
    const Selection again = evaluate(problem, point.selection.chosen);
    EXPECT_TRUE(again.feasible);
    EXPECT_EQ(again.interval, point.selection.interval) << "numbers are those of the whole problem";
    EXPECT_EQ(again.cost.lut, point.selection.cost.lut);
    EXPECT_EQ(point.latency, latency_of(problem, point.selection.chosen));
  }
}

TEST(Sweep, EachTargetHasAPointThatMeetsItOrIsMissed) {
  SweepOptions options;
  options.points = 2;
  options.targets = {20, 5, 2};
  const Sweep found = sweep(chain(350), options);
  for (const std::int64_t target : {20, 5}) {
    const auto point = std::find_if(found.points.begin(), found.points.end(),
                                    [&](const SweepPoint& one) { return one.target == target; });
    ASSERT_NE(point, found.points.end()) << target;
    EXPECT_LE(point->selection.interval, target);
  }
  EXPECT_EQ(found.missed, (std::vector<std::int64_t>{2}));
}

TEST(Sweep, PointsOfTheFrontDoNotBeatEachOther) {
  const Sweep found = sweep(chain(350));
  std::vector<std::vector<double>> rows;
  for (const SweepPoint& point : found.points)
    if (point.on_front)
      rows.push_back({static_cast<double>(point.selection.interval), point.latency, point.selection.cost.lut,
                      point.selection.cost.bram18, point.selection.cost.dsp});
  EXPECT_GE(rows.size(), 2U);
  for (const bool alone : pareto_front(rows)) EXPECT_TRUE(alone);
}

TEST(Sweep, IsEmptyWhereNothingFits) {
  SweepOptions options;
  options.targets = {64};
  const Sweep found = sweep(chain(10), options);
  EXPECT_TRUE(found.points.empty());
  EXPECT_EQ(found.missed, options.targets);
}

TEST(Reduced, LeavesOutWhatIsWorseOrTooLarge) {
  SelectionProblem problem = chain(100);
  problem.layers[0].push_back({.cycles = 64, .span = 63, .cost = {.lut = 11}, .in_lanes = {1}, .out_lanes = {1}});
  problem.layers[0].push_back({.cycles = 64, .span = 63, .cost = {.lut = 11}, .in_lanes = {2}, .out_lanes = {1}});
  problem.layers[0].push_back(
      {.cycles = 64, .span = 63, .cost = {.lut = 12, .bram18 = 2}, .in_lanes = {1}, .out_lanes = {1}});
  std::vector<std::vector<std::size_t>> kept;
  const SelectionProblem less = reduced(problem, kept);
  EXPECT_EQ(kept[1], (std::vector<std::size_t>{0, 1, 2, 3})) << "64 to 8 cycles, up to 80 LUTs";
  EXPECT_EQ(kept[0], (std::vector<std::size_t>{0, 1, 2, 3, 7, 8})) << "other resources, other lanes; not the last one";
  EXPECT_EQ(less.layers[0].size(), 6U);
}

}  // namespace
}  // namespace finn
