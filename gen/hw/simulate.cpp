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

  void offer(StreamId input, bool valid) { wires_[static_cast<std::size_t>(input)].valid = valid; }

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

/// Offers a graph input's beats at an even pace: beat n from cycle ceil(n * interval / beats) on.
struct PacedSource {
  StreamId stream;
  std::int64_t beats;  ///< of a frame
  std::int64_t interval;
  std::int64_t sent = 0;

  std::int64_t due() const { return (sent * interval + beats - 1) / beats; }
};

/// Counts the beats in nodes with one input and one output.
class LevelMeter {
 public:
  explicit LevelMeter(const HwGraph& graph) : most_(graph.nodes.size(), 0), levels_(graph.nodes.size(), 0) {
    std::vector<int> inputs(graph.nodes.size(), 0);
    std::vector<int> outputs(graph.nodes.size(), 0);
    for (const Stream& stream : graph.streams) {
      if (stream.sink.node != kNone) ++inputs[static_cast<std::size_t>(stream.sink.node)];
      if (stream.source.node != kNone) ++outputs[static_cast<std::size_t>(stream.source.node)];
    }
    for (const Stream& stream : graph.streams) {
      const auto simple = [&](NodeId node) {
        return node != kNone && inputs[static_cast<std::size_t>(node)] == 1 &&
                       outputs[static_cast<std::size_t>(node)] == 1
                   ? node
                   : kNone;
      };
      ends_.push_back({simple(stream.source.node), simple(stream.sink.node)});
    }
  }

  void count(const std::vector<Wire>& wires) {
    for (std::size_t i = 0; i < wires.size(); ++i) {
      if (!wires[i].fires()) continue;
      if (ends_[i].source != kNone) --levels_[static_cast<std::size_t>(ends_[i].source)];
      if (ends_[i].sink != kNone) ++levels_[static_cast<std::size_t>(ends_[i].sink)];
    }
    for (std::size_t i = 0; i < levels_.size(); ++i) most_[i] = std::max(most_[i], levels_[i]);
  }

  const std::vector<std::int64_t>& most() const { return most_; }

 private:
  struct Ends {
    NodeId source;
    NodeId sink;
  };
  std::vector<std::int64_t> most_;
  std::vector<std::int64_t> levels_;
  std::vector<Ends> ends_;  ///< by stream
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
  std::vector<PacedSource> sources;
  LevelMeter levels(graph);
  for (const Stream& stream : graph.streams) {
    const auto id = static_cast<std::size_t>(stream.id);
    if (stream.source.node == kNone) inputs.push_back(id);
    if (stream.source.node == kNone && options.source_interval > 0)
      sources.push_back({stream.id, stream.beats(), options.source_interval});
    if (stream.sink.node == kNone) outputs.push_back({id, stream.beats()});
  }
  std::int64_t cycle = 0;
  std::int64_t first_input = -1;
  std::int64_t last_end = -1;
  std::int64_t frames = 0;
  while (cycle < options.max_cycles) {
    for (const PacedSource& source : sources) machine.offer(source.stream, source.due() <= cycle);
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
      for (PacedSource& source : sources)
        if (wires[static_cast<std::size_t>(source.stream)].fires()) ++source.sent;
      levels.count(wires);
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
      for (const PacedSource& source : sources)
        if (source.due() > cycle) step = std::min(step, source.due() - cycle);
      if (step == Actor::kForever) {
        result.deadlock = true;
        for (std::size_t i = 0; i < wires.size(); ++i) result.blocked[i] += wires[i].valid && !wires[i].ready ? 1 : 0;
        result.waiting = machine.waiting();
        break;
      }
      for (std::size_t i = 0; i < wires.size(); ++i) result.blocked[i] += wires[i].valid && !wires[i].ready ? step : 0;
      machine.skip(step);
    }
    cycle += step;
  }
  result.cycles = cycle;
  result.most_held = levels.most();
  return result;
}

}  // namespace finn
