// SPDX-License-Identifier: Apache-2.0
// Where the cycle model's state comes back, the same intervals really go on.
#include <gtest/gtest.h>

#include "hw/cycle_model.h"
#include "import/net_reader.h"
#include "passes/buffer_search.h"
#include "passes/compile.h"
#include "passes/layer_cycles.h"
#include "support/residual_network.h"

namespace finn::test {
namespace {

/// As many intervals, source always valid and sink always ready, whatever comes back.
std::vector<std::int64_t> intervals_of(const HwGraph& graph, std::size_t count) {
  CycleModel model(graph);
  StreamId output = kNone;
  for (const Stream& stream : graph.streams) {
    if (stream.source.node == kNone) model.offer(stream.id, true);
    if (stream.sink.node == kNone) model.accept(output = stream.id, true);
  }
  const std::int64_t beats = graph.streams[static_cast<std::size_t>(output)].beats();
  std::vector<std::int64_t> intervals;
  std::int64_t seen = 0;
  std::int64_t last_end = -1;
  while (intervals.size() < count) {
    model.settle();
    if (model.fires(output) && ++seen == beats) {
      seen = 0;
      if (last_end >= 0) intervals.push_back(model.cycle() - last_end);
      last_end = model.cycle();
    }
    model.advance();
  }
  return intervals;
}

TEST(Recurrence, IntervalsOfThePeriodGoOn) {
  int slower = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Diagnostics diagnostics;
    const std::string text = residual_network(seed, true).dump();
    std::optional<Network> network = parse_network(text, "net.json", ".", diagnostics);
    ASSERT_TRUE(network) << seed << diagnostics.text();
    const std::vector<Folding> foldings = fold_network(*network, {}, diagnostics);
    apply_folding(*network, foldings);
    const HwGraph unbuffered = build_graph(*network, foldings);
    const BufferProblem problem(unbuffered, ideal_interval(unbuffered));
    // Buffers of one depth everywhere: some are too small, so that frames are slow and of more than one length.
    for (const std::int64_t depth : {0, 3, 9, 40}) {
      const HwGraph graph = problem.with(Depths(problem.candidates().size(), depth));
      const SimulateResult found = simulate(graph, {.until_recurrence = true, .max_intervals = 60});
      if (found.deadlock || found.period == 0) continue;
      slower += found.interval() > problem.goal() ? 1 : 0;
      const std::size_t count = found.intervals.size();
      const auto period = static_cast<std::size_t>(found.period);
      const std::vector<std::int64_t> plain = intervals_of(graph, count + 3 * period + 5);
      ASSERT_TRUE(std::equal(found.intervals.begin(), found.intervals.end(), plain.begin())) << seed << " " << depth;
      for (std::size_t i = count; i < plain.size(); ++i) ASSERT_EQ(plain[i], plain[i - period]) << seed << " " << depth;
    }
  }
  EXPECT_GT(slower, 10);
}

TEST(Recurrence, ShowsTheIntervalOfMostSmallNetworks) {
  int shown = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Diagnostics diagnostics;
    const std::string text = residual_network(seed, false).dump();
    std::optional<Network> network = parse_network(text, "net.json", ".", diagnostics);
    const std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
    ASSERT_TRUE(design) << seed;
    shown += design->proof != IntervalProof::kObservation ? 1 : 0;
  }
  EXPECT_EQ(shown, 20);
}

}  // namespace
}  // namespace finn::test
