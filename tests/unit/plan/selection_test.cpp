// SPDX-License-Identifier: Apache-2.0
// The choice of foldings against brute force.
#include "plan/selection.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <random>

#include "plan/frontier.h"
#include "plan/selection_program.h"

namespace finn::test {
namespace {

class RandomProblem {
 public:
  explicit RandomProblem(std::uint32_t seed) : random_(seed) {}

  /// Up to five layers with up to six choices each, a chain with a branch over two layers now and then.
  SelectionProblem make() {
    SelectionProblem problem;
    const std::size_t layers = uniform(1, 5);
    for (std::size_t layer = 0; layer < layers; ++layer) {
      std::vector<Choice> choices(uniform(1, 6));
      for (Choice& choice : choices) {
        choice.cycles = static_cast<std::int64_t>(uniform(1, 9));
        choice.span = static_cast<std::int64_t>(uniform(0, 9));
        choice.tail = static_cast<std::int64_t>(uniform(0, 9));
        choice.cost = {.lut = number(400), .ff = number(500), .bram18 = number(6), .dsp = number(4)};
        choice.in_lanes = {lanes(), lanes()};
        choice.out_lanes = {lanes()};
      }
      problem.layers.push_back(std::move(choices));
      problem.paces.push_back(
          {0.25 * number(4), static_cast<std::int64_t>(uniform(1, 5)), layer == 0 || uniform(0, 5) == 0});
      if (layer > 0) problem.edges.push_back(edge(layer - 1, layer, 0));
      if (layer > 1 && uniform(0, 2) == 0) problem.edges.push_back(edge(layer - 2, layer, 1));
    }
    problem.capacity = {.lut = 250.0 * static_cast<double>(layers),
                        .ff = 1e6,
                        .bram18 = 4.0 * static_cast<double>(layers),
                        .dsp = uniform(0, 3) == 0 ? 0.0 : 3.0 * static_cast<double>(layers)};
    return problem;
  }

 private:
  std::size_t uniform(std::size_t low, std::size_t high) {
    return std::uniform_int_distribution<std::size_t>(low, high)(random_);
  }
  double number(std::size_t most) { return static_cast<double>(uniform(0, most)); }
  std::int64_t lanes() { return std::int64_t{1} << uniform(0, 2); }
  ChoiceEdge edge(std::size_t from, std::size_t to, std::size_t input) {
    const double width = number(40);
    return {from, 0, to, input, [width](std::int64_t out, std::int64_t in) {
              return out == in ? Cost{} : Cost{.lut = width * static_cast<double>(out + in)};
            }};
  }

  std::mt19937 random_;
};

struct Best {
  double speed = 0;
  double area = 0;
};

double area(const Cost& cost, const Cost& capacity) {
  double sum = 0;
  for (const auto part : {&Cost::lut, &Cost::ff, &Cost::bram18, &Cost::uram, &Cost::dsp}) {
    if (cost.*part > capacity.*part) return -1;
    if (capacity.*part > 0) sum += cost.*part / (capacity.*part);
  }
  return sum;
}

using Speed = std::function<double(const std::vector<std::size_t>& chosen)>;

/// Tries all choices whose speed is at most `most`: the smallest speed first unless all of them serve, then the least
/// area.
std::optional<Best> brute_force(const SelectionProblem& problem, const Speed& speed_of, double most, bool fastest) {
  std::optional<Best> best;
  std::vector<std::size_t> chosen(problem.layers.size(), 0);
  for (;;) {
    Cost cost;
    for (std::size_t layer = 0; layer < chosen.size(); ++layer) cost += problem.layers[layer][chosen[layer]].cost;
    for (const ChoiceEdge& edge : problem.edges)
      cost += edge.cost(problem.layers[edge.from][chosen[edge.from]].out_lanes[0],
                        problem.layers[edge.to][chosen[edge.to]].in_lanes[edge.to_input]);
    const double speed = speed_of(chosen);
    const double use = area(cost, problem.capacity);
    const bool better =
        !best || (fastest && speed < best->speed) || ((!fastest || speed == best->speed) && use < best->area);
    if (use >= 0 && speed <= most && better) best = {speed, use};
    std::size_t layer = 0;
    while (layer < chosen.size() && ++chosen[layer] == problem.layers[layer].size()) chosen[layer++] = 0;
    if (layer == chosen.size()) return best;
  }
}

Speed interval_of(const SelectionProblem& problem) {
  return [&problem](const std::vector<std::size_t>& chosen) {
    std::int64_t interval = 0;
    for (std::size_t layer = 0; layer < chosen.size(); ++layer)
      interval = std::max(interval, problem.layers[layer][chosen[layer]].cycles);
    return static_cast<double>(interval);
  };
}

TEST(Selection, LeastAreaIsBruteForces) {
  int feasible = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    for (const std::int64_t cycles : {3, 6, 9}) {
      const std::optional<Best> expected =
          brute_force(problem, interval_of(problem), static_cast<double>(cycles), false);
      const Selection found = least_area(problem, cycles);
      ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed << ", " << cycles << " cycles";
      if (!expected) continue;
      ++feasible;
      EXPECT_NEAR(found.area, expected->area, 1e-9) << "seed " << seed << ", " << cycles << " cycles";
      EXPECT_EQ(found.gap, 0);
      EXPECT_LE(found.interval, cycles);
    }
  }
  EXPECT_GT(feasible, 200);
}

TEST(Selection, IntegerProgramIsBruteForces) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    const std::optional<Best> expected = brute_force(problem, interval_of(problem), 6, false);
    const Selection found = solve_program(problem, 6, ProgramGoal::kArea, 4);
    ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed;
    if (expected) {
      EXPECT_NEAR(found.area, expected->area, 1e-9) << "seed " << seed;
    }
  }
}

TEST(Selection, FrontierHasOneStateBeforeAndBehindEverything) {
  int branches = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    const std::optional<Frontier> frontier = make_frontier(problem, 9, 100000);
    ASSERT_TRUE(frontier) << seed;
    ASSERT_EQ(frontier->stages.size(), problem.layers.size()) << seed;
    EXPECT_EQ(frontier->stages.front().states, 1) << seed;
    for (const Frontier::Step& step : frontier->stages.back().steps) EXPECT_EQ(step.to, 0) << seed;
    std::size_t steps = 0;
    for (const Frontier::Stage& stage : frontier->stages) steps += stage.steps.size();
    if (steps > 0) {
      EXPECT_FALSE(make_frontier(problem, 9, steps - 1)) << seed;
    }
    branches += problem.edges.size() >= problem.layers.size() ? 1 : 0;
  }
  EXPECT_GT(branches, 20);
}

TEST(Selection, FastestIsBruteForces) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    const std::optional<Best> expected = brute_force(problem, interval_of(problem), 9, true);
    const Selection found = fastest(problem);
    ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed;
    if (!expected) continue;
    EXPECT_EQ(static_cast<double>(found.interval), expected->speed) << "seed " << seed;
    EXPECT_NEAR(found.area, expected->area, 1e-9) << "seed " << seed;
  }
}

TEST(Selection, LeastLatencyIsBruteForces) {
  int faster_than_by_interval = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    const Speed latency = [&](const std::vector<std::size_t>& chosen) { return latency_of(problem, chosen); };
    const std::optional<Best> expected = brute_force(problem, latency, 1e9, true);
    const Selection found = least_latency(problem);
    ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed;
    if (!expected) continue;
    EXPECT_NEAR(found.latency, expected->speed, 1e-4) << "seed " << seed;
    EXPECT_EQ(found.gap, 0);
    if (found.latency < latency_of(problem, fastest(problem).chosen)) ++faster_than_by_interval;
  }
  EXPECT_GT(faster_than_by_interval, 20);
}

/// Two layers: the second waits for half of the first's output.
TEST(Selection, LatencyFollowsTheSlowerOfLayerAndInput) {
  SelectionProblem problem;
  problem.layers = {{{.cycles = 100, .span = 99, .in_lanes = {1}, .out_lanes = {1}}},
                    {{.cycles = 40, .span = 39, .tail = 5, .in_lanes = {1}, .out_lanes = {1}},
                     {.cycles = 400, .span = 300, .tail = 50, .in_lanes = {1}, .out_lanes = {1}}}};
  problem.edges = {{0, 0, 1, 0, [](std::int64_t, std::int64_t) { return Cost{}; }}};
  problem.paces = {{0.0, 3, true}, {0.5, 2, false}};
  EXPECT_DOUBLE_EQ(latency_of(problem, {0, 0}), 103 + 5 + 2);
  EXPECT_DOUBLE_EQ(latency_of(problem, {0, 1}), 3 + 400 + 2);
}

TEST(Selection, WhatIsReservedMayNotBeTaken) {
  SelectionProblem problem;
  problem.layers = {{{.cycles = 1, .cost = {.lut = 90}, .in_lanes = {1}, .out_lanes = {1}},
                     {.cycles = 2, .cost = {.lut = 50}, .in_lanes = {1}, .out_lanes = {1}},
                     {.cycles = 3, .cost = {.lut = 110}, .in_lanes = {1}, .out_lanes = {1}}}};
  problem.capacity = {.lut = 100};
  EXPECT_EQ(fastest(problem).interval, 1);
  problem.reserved = {.lut = 20};
  EXPECT_EQ(fastest(problem).interval, 2);
  problem.reserved = {.lut = 60};
  EXPECT_FALSE(fastest(problem).feasible);
  problem.reserved = {.lut = -20};
  EXPECT_TRUE(least_area(problem, 3).feasible);
  EXPECT_EQ(evaluate(problem, {2}).feasible, true);
}

}  // namespace
}  // namespace finn::test
