// SPDX-License-Identifier: Apache-2.0
#include "hw/simulate.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "hw/cycle_model.h"

namespace finn {
namespace {

/// Offers a graph input's beats at an even pace: beat n from cycle ceil(n * interval / beats) on.
struct PacedSource {
  StreamId stream;
  std::int64_t beats;  ///< of a frame
  std::int64_t interval;
  std::int64_t sent = 0;

  std::int64_t due() const { return (sent * interval + beats - 1) / beats; }
  /// Where it is in a frame, and how far in time from that frame's start.
  void append_state(std::int64_t now, std::vector<std::int64_t>& state) const {
    state.insert(state.end(), {sent % beats, now - sent / beats * interval});
  }
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

  void count(const std::vector<StreamId>& transfers) {
    for (const StreamId stream : transfers) {
      const NodeId source = ends_[static_cast<std::size_t>(stream)].source;
      if (source != kNone) --levels_[static_cast<std::size_t>(source)];
    }
    for (const StreamId stream : transfers) {
      const NodeId sink = ends_[static_cast<std::size_t>(stream)].sink;
      if (sink == kNone) continue;
      std::int64_t& level = levels_[static_cast<std::size_t>(sink)];
      most_[static_cast<std::size_t>(sink)] = std::max(most_[static_cast<std::size_t>(sink)], ++level);
    }
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
  StreamId stream;
  std::int64_t beats;
  std::int64_t seen = 0;
  std::int64_t frames = 0;
};

/// Finds the frame ends at which everything is as at an earlier one. States are compared, not hashes.
class Recurrence {
 public:
  /// How many frames ago the state was the same; 0 if it is new.
  int period(std::vector<std::int64_t> state, int frame) {
    const auto [at, added] = seen_.try_emplace(std::move(state), frame);
    return added ? 0 : frame - at->second;
  }

 private:
  std::map<std::vector<std::int64_t>, int> seen_;
};

bool settled(const SimulateResult& result, const SimulateOptions& options) {
  const auto count = static_cast<int>(result.intervals.size());
  if (count < options.min_intervals || count < options.stable_intervals) return false;
  if (result.intervals.back() < options.lower_bound) return false;
  return std::all_of(result.intervals.end() - options.stable_intervals, result.intervals.end(),
                     [&](std::int64_t interval) { return interval == result.intervals.back(); });
}

}  // namespace

std::int64_t SimulateResult::interval() const {
  if (intervals.empty()) return 0;
  const std::int64_t sum = std::accumulate(intervals.end() - std::max(period, 1), intervals.end(), std::int64_t{0});
  return (sum + std::max(period, 1) - 1) / std::max(period, 1);
}

SimulateResult simulate(const HwGraph& graph, const SimulateOptions& options) {
  CycleModel model(graph);
  SimulateResult result;
  std::vector<OutputCounter> outputs;
  std::vector<PacedSource> sources;
  LevelMeter levels(graph);
  Recurrence recurrence;
  std::vector<StreamId> inputs;
  for (const Stream& stream : graph.streams) {
    if (stream.source.node == kNone) {
      inputs.push_back(stream.id);
      if (options.source_interval > 0)
        sources.push_back({stream.id, stream.beats(), options.source_interval});
      else
        model.offer(stream.id, true);
    }
    if (stream.sink.node == kNone) {
      outputs.push_back({stream.id, stream.beats()});
      model.accept(stream.id, true);
    }
  }
  std::int64_t first_input = -1;
  std::int64_t last_end = -1;
  std::int64_t frames = 0;
  while (model.cycle() < options.max_cycles) {
    for (const PacedSource& source : sources) model.offer(source.stream, source.due() <= model.cycle());
    model.settle();
    if (options.patience > 0 && model.cycle() - std::max<std::int64_t>(last_end, 0) > options.patience) {
      result.deadlock = true;
      result.waiting = model.waiting();
      break;
    }
    if (model.transfers().empty()) {
      std::int64_t step = model.quiet();
      for (const PacedSource& source : sources)
        if (source.due() > model.cycle()) step = std::min(step, source.due() - model.cycle());
      if (step == Actor::kForever) {
        result.deadlock = true;
        result.waiting = model.waiting();
        break;
      }
      model.advance(step);
      continue;
    }
    if (first_input < 0 &&
        std::any_of(inputs.begin(), inputs.end(), [&](StreamId stream) { return model.fires(stream); }))
      first_input = model.cycle();
    std::int64_t complete = frames + 1;
    for (OutputCounter& output : outputs) {
      if (model.fires(output.stream) && ++output.seen == output.beats) {
        output.seen = 0;
        ++output.frames;
      }
      complete = std::min(complete, output.frames);
    }
    for (PacedSource& source : sources)
      if (model.fires(source.stream)) ++source.sent;
    levels.count(model.transfers());
    if (complete > frames) {
      frames = complete;
      if (frames == 1)
        result.latency = model.cycle() - first_input;
      else
        result.intervals.push_back(model.cycle() - last_end);
      last_end = model.cycle();
      const std::vector<std::int64_t> blocked = model.blocked();
      model.advance();
      std::vector<std::int64_t> state = model.state();
      for (const PacedSource& source : sources) source.append_state(model.cycle(), state);
      for (const OutputCounter& output : outputs) state.insert(state.end(), {output.seen, output.frames - frames});
      result.period = recurrence.period(std::move(state), static_cast<int>(frames));
      if (result.period > 0 || (!options.until_recurrence && settled(result, options)) ||
          static_cast<int>(result.intervals.size()) >= options.max_intervals) {
        result.blocked = blocked;
        break;
      }
      model.clear_blocked();
    } else {
      model.advance();
    }
  }
  if (result.blocked.empty()) result.blocked = model.blocked();
  result.cycles = model.cycle();
  result.most_held = levels.most();
  return result;
}

}  // namespace finn
