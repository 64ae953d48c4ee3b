// SPDX-License-Identifier: Apache-2.0
#include "plan/pacing.h"

#include <algorithm>

#include "hw/cycle_model.h"
#include "passes/fold.h"

namespace finn {
namespace {

Folding fastest_folding(const Network& network, const Layer& layer) {
  const std::vector<Folding> all = legal_foldings(network, layer);
  const auto cycles = [&](const Folding& folding) { return layer.kind->cycles(network, layer, folding); };
  return *std::min_element(all.begin(), all.end(), [&](const Folding& a, const Folding& b) {
    return std::pair(cycles(a), a.pe * a.simd) < std::pair(cycles(b), b.pe * b.simd);
  });
}

LoneLayer lone_layer(const LoneLayers& layers, const Layer& layer) {
  const Network& network = layers.network();
  LoneLayer lone = layers.lower(layer, fastest_folding(network, layer));
  const bool is_one_beat = lone.in_lanes.front() == layers.stream(layer.inputs.front()).elements;
  if (is_one_beat && !layer.kind->knobs(network, layer).leads)
    return layers.lower(layer, legal_foldings(network, layer).front());
  return lone;
}

/// A graph input whose beats come one by one.
struct Input {
  StreamId stream;
  std::int64_t beats;  ///< of a frame
  std::int64_t allowed = 0;
  std::int64_t sent = 0;

  double progress() const { return static_cast<double>(allowed) / static_cast<double>(beats); }
};

/// What left an output.
struct Left {
  std::int64_t beats = 0;
  std::int64_t first = 0;  ///< cycles from the last input to the first of them
};

/// Runs until nothing moves.
Left rest(CycleModel& model, std::vector<Input>& inputs, StreamId output) {
  Left left;
  std::int64_t last_input = model.cycle();
  for (;;) {
    for (const Input& input : inputs) model.offer(input.stream, input.sent < input.allowed);
    model.settle();
    if (model.transfers().empty()) {
      const std::int64_t quiet = model.quiet();
      if (quiet == Actor::kForever) return left;
      model.advance(quiet);
      continue;
    }
    for (Input& input : inputs)
      if (model.fires(input.stream)) {
        ++input.sent;
        last_input = model.cycle();
      }
    if (model.fires(output) && left.beats++ == 0) left.first = model.cycle() - last_input;
    model.advance();
  }
}

}  // namespace

Pacing pacing_of(const LoneLayers& layers, const Layer& layer) {
  const LoneLayer lone = lone_layer(layers, layer);
  CycleModel model(lone.graph);
  std::vector<Input> inputs;
  const Stream* output = nullptr;
  for (const Stream& stream : lone.graph.streams) {
    if (stream.source.node == kNone) inputs.push_back({stream.id, stream.beats()});
    if (stream.sink.node != kNone) continue;
    model.accept(stream.id, true);
    if (stream.sink.port == 0) output = &stream;
  }
  Pacing pacing;
  bool started = false;
  for (;;) {
    Input& next = *std::min_element(inputs.begin(), inputs.end(),
                                    [](const Input& a, const Input& b) { return a.progress() < b.progress(); });
    ++next.allowed;
    const Left left = rest(model, inputs, output->id);
    if (!started && left.beats > 0) {
      pacing.head = next.progress();
      pacing.depth = left.first;
      started = true;
    }
    if (std::all_of(inputs.begin(), inputs.end(), [](const Input& input) { return input.allowed == input.beats; })) {
      pacing.tail = std::min(left.beats, output->beats()) * output->source_lanes;
      return pacing;
    }
  }
}

}  // namespace finn
