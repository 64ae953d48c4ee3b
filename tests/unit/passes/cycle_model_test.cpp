// SPDX-License-Identifier: Apache-2.0
// The event-driven cycle model against the plain one, which steps every actor in every cycle.
#include "hw/cycle_model.h"

#include <gtest/gtest.h>

#include <random>

#include "import/net_reader.h"
#include "passes/compile.h"
#include "support/program.h"
#include "support/random_network.h"

namespace finn::test {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Steps all actors in all cycles.
class PlainModel {
 public:
  explicit PlainModel(const HwGraph& graph) : wires(graph.streams.size()) {
    for (const NodeId id : graph.topological_order()) {
      std::vector<Wire*> in;
      std::vector<Wire*> out;
      for (int port = 0; has(graph, {id, port}, false); ++port)
        in.push_back(&wires[index(graph.stream_into({id, port}))]);
      for (int port = 0; has(graph, {id, port}, true); ++port)
        out.push_back(&wires[index(graph.stream_from({id, port}))]);
      const Node& node = graph.nodes[index(id)];
      actors_.push_back(node.cell->actor(node.params));
      actors_.back()->bind(std::move(in), std::move(out));
    }
  }

  void settle() {
    for (const auto& actor : actors_) actor->drive_valid();
    for (auto it = actors_.rbegin(); it != actors_.rend(); ++it) (*it)->drive_ready();
  }
  void advance() {
    for (const auto& actor : actors_) actor->tick();
  }

  std::vector<Wire> wires;

 private:
  static bool has(const HwGraph& graph, PortRef port, bool as_source) {
    return std::any_of(graph.streams.begin(), graph.streams.end(),
                       [&](const Stream& stream) { return (as_source ? stream.source : stream.sink) == port; });
  }

  std::vector<std::unique_ptr<Actor>> actors_;
};

HwGraph compiled(std::uint32_t seed, const TemporaryFolder& folder) {
  write_text(folder / "net.json", random_network(seed).dump(1));
  Diagnostics diagnostics;
  std::optional<Network> network = read_network(folder / "net.json", diagnostics);
  if (!network) throw Defect(diagnostics.text());
  std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
  if (!design) throw Defect(diagnostics.text());
  return std::move(design->graph);
}

/// Both models under the same boundary, whose sides change with a probability of `change` in a cycle. Where nothing
/// moves, the event-driven one also leaps.
void compare(const HwGraph& graph, std::uint32_t seed, double change) {
  PlainModel plain(graph);
  CycleModel model(graph);
  std::mt19937 random(seed);
  std::bernoulli_distribution changes(change);
  std::vector<bool> outer(graph.streams.size(), false);
  std::vector<std::int64_t> blocked(graph.streams.size(), 0);
  for (int cycle = 0; cycle < 3000; ++cycle) {
    for (const Stream& stream : graph.streams) {
      if (stream.source.node != kNone && stream.sink.node != kNone) continue;
      Wire& wire = plain.wires[index(stream.id)];
      // A source may not take an offer back.
      const bool waits = stream.source.node == kNone && wire.valid && !wire.ready;
      if (!waits && changes(random)) outer[index(stream.id)] = !outer[index(stream.id)];
      const bool value = outer[index(stream.id)];
      if (stream.source.node == kNone) {
        wire.valid = value;
        model.offer(stream.id, value);
      } else {
        wire.ready = value;
        model.accept(stream.id, value);
      }
    }
    plain.settle();
    model.settle();
    std::size_t transfers = 0;
    for (const Stream& stream : graph.streams) {
      const Wire& expected = plain.wires[index(stream.id)];
      ASSERT_EQ(model.wire(stream.id).valid, expected.valid) << stream.name << " in cycle " << cycle;
      ASSERT_EQ(model.wire(stream.id).ready, expected.ready) << stream.name << " in cycle " << cycle;
      transfers += expected.fires() ? 1 : 0;
      blocked[index(stream.id)] += expected.valid && !expected.ready ? 1 : 0;
    }
    ASSERT_EQ(model.transfers().size(), transfers) << "in cycle " << cycle;
    plain.advance();
    model.advance();
  }
  plain.settle();
  model.settle();
  for (const Stream& stream : graph.streams) {
    const Wire& wire = plain.wires[index(stream.id)];
    EXPECT_EQ(model.blocked()[index(stream.id)], blocked[index(stream.id)] + (wire.valid && !wire.ready ? 1 : 0))
        << stream.name;
  }
}

TEST(CycleModel, EqualsThePlainModelInEveryHandshake) {
  const TemporaryFolder folder("cycle_model");
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const HwGraph graph = compiled(seed, folder);
    for (const double change : {0.5, 0.02, 0.001}) compare(graph, seed, change);
    if (HasFailure()) {
      FAIL() << "seed " << seed;
    }
  }
}

TEST(CycleModel, LeapsOverCyclesInWhichNothingHappens) {
  const TemporaryFolder folder("cycle_model");
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const HwGraph graph = compiled(seed, folder);
    PlainModel plain(graph);
    CycleModel model(graph);
    for (const Stream& stream : graph.streams) {
      if (stream.source.node == kNone) {
        plain.wires[index(stream.id)].valid = true;
        model.offer(stream.id, true);
      }
      if (stream.sink.node == kNone) {
        plain.wires[index(stream.id)].ready = true;
        model.accept(stream.id, true);
      }
    }
    while (model.cycle() < 5000) {
      model.settle();
      const std::int64_t leap = model.transfers().empty() ? model.quiet() : 1;
      ASSERT_NE(leap, Actor::kForever) << "seed " << seed;
      for (std::int64_t i = 0; i < leap; ++i) {
        plain.settle();
        for (const Stream& stream : graph.streams)
          ASSERT_EQ(plain.wires[index(stream.id)].fires(), model.fires(stream.id))
              << "seed " << seed << ", " << stream.name << ", cycle " << model.cycle() + i;
        plain.advance();
      }
      model.advance(leap);
    }
  }
}

}  // namespace
}  // namespace finn::test
