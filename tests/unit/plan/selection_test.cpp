// SPDX-License-Identifier: Apache-2.0
// The choice of foldings against brute force.
#include "plan/selection.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

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
        choice.cost = {.lut = number(400), .ff = number(500), .bram18 = number(6), .dsp = number(4)};
        choice.in_lanes = {lanes(), lanes()};
        choice.out_lanes = {lanes()};
      }
      problem.layers.push_back(std::move(choices));
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
  std::int64_t interval = 0;
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

/// Tries all choices of at most `cycles`: the smallest interval first, then the least area.
std::optional<Best> brute_force(const SelectionProblem& problem, std::int64_t cycles, bool fastest) {
  std::optional<Best> best;
  std::vector<std::size_t> chosen(problem.layers.size(), 0);
  for (;;) {
    Cost cost;
    std::int64_t interval = 0;
    for (std::size_t layer = 0; layer < chosen.size(); ++layer) {
      cost += problem.layers[layer][chosen[layer]].cost;
      interval = std::max(interval, problem.layers[layer][chosen[layer]].cycles);
    }
    for (const ChoiceEdge& edge : problem.edges)
      cost += edge.cost(problem.layers[edge.from][chosen[edge.from]].out_lanes[0],
                        problem.layers[edge.to][chosen[edge.to]].in_lanes[edge.to_input]);
    const double use = area(cost, problem.capacity);
    const bool better = !best || (fastest && interval < best->interval) ||
                        ((!fastest || interval == best->interval) && use < best->area);
    if (use >= 0 && interval <= cycles && better) best = {interval, use};
    std::size_t layer = 0;
    while (layer < chosen.size() && ++chosen[layer] == problem.layers[layer].size()) chosen[layer++] = 0;
    if (layer == chosen.size()) return best;
  }
}

TEST(Selection, LeastAreaIsBruteForces) {
  int feasible = 0;
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    for (const std::int64_t cycles : {3, 6, 9}) {
      const std::optional<Best> expected = brute_force(problem, cycles, false);
      const Selection found = least_area(problem, cycles);
      ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed << ", " << cycles << " cycles";
      if (!expected) continue;
      ++feasible;
      EXPECT_NEAR(found.area, expected->area, 1e-9) << "seed " << seed << ", " << cycles << " cycles";
      EXPECT_EQ(found.area, found.bound);
      EXPECT_LE(found.interval, cycles);
    }
  }
  EXPECT_GT(feasible, 200);
}

TEST(Selection, FastestIsBruteForces) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const SelectionProblem problem = RandomProblem(seed).make();
    const std::optional<Best> expected = brute_force(problem, 9, true);
    const Selection found = fastest(problem);
    ASSERT_EQ(found.feasible, expected.has_value()) << "seed " << seed;
    if (!expected) continue;
    EXPECT_EQ(found.interval, expected->interval) << "seed " << seed;
    EXPECT_NEAR(found.area, expected->area, 1e-9) << "seed " << seed;
  }
}

}  // namespace
}  // namespace finn::test
