// SPDX-License-Identifier: Apache-2.0
#include "hw/simulate.h"

#include <algorithm>
#include <memory>

namespace finn {
namespace {

/// The actors of a graph with their wires, one wire per stream.
class Machine {
 public:
  explicit Machine(const HwGraph& graph) : graph_(graph), wires_(graph.streams.size()) {
    for (const NodeId id : graph.topological_order()) {
      const Node& node = graph.nodes[static_cast<std::size_t>(id)];
      actors_.push_back(node.cell->actor(node.params));
      const RtlBinding binding = node.cell->rtl(node.params, node.memories);
      std::vector<Wire*> in;
      std::vector<Wire*> out;
      for (int port = 0; port < static_cast<int>(binding.inputs.size()); ++port)
        in.push_back(&wires_[static_cast<std::size_t>(graph.stream_into({id, port}))]);
      for (int port = 0; port < static_cast<int>(binding.outputs.size()); ++port)
        out.push_back(&wires_[static_cast<std::size_t>(graph.stream_from({id, port}))]);
      actors_.back()->bind(std::move(in), std::move(out));
    }
    for (const Stream& stream : graph.streams) {
      if (stream.source.node == kNone) wires_[static_cast<std::size_t>(stream.id)].valid = true;
      if (stream.sink.node == kNone) wires_[static_cast<std::size_t>(stream.id)].ready = true;
    }
  }

  void drive() {
    for (const auto& actor : actors_) actor->drive_valid();
    for (auto it = actors_.rbegin(); it != actors_.rend(); ++it) (*it)->drive_ready();
  }

  bool any_transfer() const {
    return std::any_of(wires_.begin(), wires_.end(), [](const Wire& wire) { return wire.fires(); });
  }

  void tick() {
    for (const auto& actor : actors_) actor->tick();
  }

  std::int64_t quiet() const {
    std::int64_t cycles = Actor::kForever;
    for (const auto& actor : actors_) cycles = std::min(cycles, actor->quiet());
    return cycles;
  }

  void skip(std::int64_t cycles) {
    for (const auto& actor : actors_) actor->skip(cycles);
  }

  const std::vector<Wire>& wires() const { return wires_; }

  std::string waiting() const {
    std::string text;
    for (const Stream& stream : graph_.streams) {
      const Wire& wire = wires_[static_cast<std::size_t>(stream.id)];
      if (!wire.valid || wire.ready) continue;
      if (!text.empty()) text += ", ";
      const NodeId sink = stream.sink.node;
      text += fmt::format("{} waits for {}", stream.name,
                          sink == kNone ? "an output" : graph_.nodes[static_cast<std::size_t>(sink)].name);
    }
    return text.empty() ? "no stream offers a beat" : text;
  }

 private:
  const HwGraph& graph_;
  std::vector<Wire> wires_;
  std::vector<std::unique_ptr<Actor>> actors_;
};

/// Counts the beats of one graph output.
struct OutputCounter {
  std::size_t stream;
  std::int64_t beats;
  std::int64_t seen = 0;
  std::int64_t frames = 0;
};

bool settled(const SimulateResult& result, const SimulateOptions& options) {
  const auto count = static_cast<int>(result.intervals.size());
  if (count < options.min_intervals || count < options.stable_intervals) return false;
  if (result.intervals.back() < options.lower_bound) return false;
  return std::all_of(result.intervals.end() - options.stable_intervals, result.intervals.end(),
                     [&](std::int64_t interval) { return interval == result.intervals.back(); });
}

}  // namespace

SimulateResult simulate(const HwGraph& graph, const SimulateOptions& options) {
  Machine machine(graph);
  SimulateResult result;
  result.blocked.assign(graph.streams.size(), 0);
  std::vector<std::size_t> inputs;
  std::vector<OutputCounter> outputs;
  for (const Stream& stream : graph.streams) {
    const auto id = static_cast<std::size_t>(stream.id);
    if (stream.source.node == kNone) inputs.push_back(id);
    if (stream.sink.node == kNone) outputs.push_back({id, stream.beats()});
  }
  std::int64_t cycle = 0;
  std::int64_t first_input = -1;
  std::int64_t last_end = -1;
  std::int64_t frames = 0;
  while (cycle < options.max_cycles) {
    machine.drive();
    const std::vector<Wire>& wires = machine.wires();
    std::int64_t step = 1;
    if (machine.any_transfer()) {
      if (first_input < 0 && std::any_of(inputs.begin(), inputs.end(), [&](std::size_t s) { return wires[s].fires(); }))
        first_input = cycle;
      std::int64_t complete = frames + 1;
      for (OutputCounter& output : outputs) {
        if (wires[output.stream].fires() && ++output.seen == output.beats) {
          output.seen = 0;
          ++output.frames;
        }
        complete = std::min(complete, output.frames);
      }
      for (std::size_t i = 0; i < wires.size(); ++i) result.blocked[i] += wires[i].valid && !wires[i].ready ? 1 : 0;
      machine.tick();
      if (complete > frames) {
        frames = complete;
        if (frames == 1)
          result.latency = cycle - first_input;
        else
          result.intervals.push_back(cycle - last_end);
        last_end = cycle;
        if (settled(result, options) || static_cast<int>(result.intervals.size()) >= options.max_intervals) break;
        std::fill(result.blocked.begin(), result.blocked.end(), 0);
      }
    } else {
      step = machine.quiet();
      if (step == Actor::kForever) {
        result.deadlock = true;
        result.waiting = machine.waiting();
        break;
      }
      for (std::size_t i = 0; i < wires.size(); ++i) result.blocked[i] += wires[i].valid && !wires[i].ready ? step : 0;
      machine.skip(step);
    }
    cycle += step;
  }
  result.cycles = cycle;
  return result;
}

}  // namespace finn
