// SPDX-License-Identifier: Apache-2.0
#include "driver/bench.h"

#include <fmt/format.h>

#include <algorithm>

namespace finn::rtltest {
namespace {

constexpr std::int64_t kIdleAtEnd = 24;

std::string hex(const Beat& beat) {
  std::string text;
  for (std::uint64_t word : beat.data.data) text = fmt::format("{:016x}", word) + text;
  return text + (beat.last ? " last" : "");
}

}  // namespace

Bench::Bench(const Cell& cell, const CellExample& example, const CellReference& reference, int first_input,
             int first_output)
    : cell_(cell), example_(example), reference_(reference), first_input_(first_input), first_output_(first_output) {
  Rng rng(static_cast<std::uint64_t>(first_output) + 1);
  std::vector<Memory> memories = example.memories.empty() ? reference.memories(example.params, rng) : example.memories;
  instance_ = {cell.rtl(example.params, memories), memories, reference.inputs(example.params),
               reference.outputs(example.params)};
}

bool Bench::chance(double probability) { return std::uniform_real_distribution<double>(0, 1)(rng_) < probability; }

void Bench::fail(const std::string& what) {
  if (failure_.empty())
    failure_ = fmt::format("{}/{}, {}, cycle {}: {}", cell_.name, example_.name, scenario_.name, cycle_, what);
}

void Bench::start(const Scenario& scenario, std::uint64_t seed) {
  scenario_ = scenario;
  rng_.seed(seed);
  cycle_ = frozen_ = idle_after_end_ = 0;
  first_in_ = first_out_ = -1;
  failure_.clear();

  std::vector<Beats> inputs;
  sources_.clear();
  std::int64_t beats = 0;
  for (std::size_t i = 0; i < instance_.inputs.size(); ++i) {
    const std::int64_t frame = instance_.inputs[i].frame_beats;
    Beats all;
    for (std::int64_t beat = 0; beat < frame * scenario.frames; ++beat)
      all.push_back({reference_.random(example_.params, static_cast<int>(i), rng_),
                     reference_.ignores_last ? chance(0.5) : (beat + 1) % frame == 0});
    beats += static_cast<std::int64_t>(all.size());
    inputs.push_back(all);
    sources_.emplace_back().beats = std::move(all);
  }
  sinks_.clear();
  for (Beats& expected : reference_.run(example_.params, instance_.memories, inputs)) {
    beats += static_cast<std::int64_t>(expected.size());
    sinks_.emplace_back().expected = std::move(expected);
  }
  limit_ = 40 * (beats + scenario.frames * cell_.cycles(example_.params) + 100);

  actor_ = cell_.actor(example_.params);
  in_wires_.assign(sources_.size(), {});
  out_wires_.assign(sinks_.size(), {});
  std::vector<Wire*> in;
  std::vector<Wire*> out;
  for (Wire& wire : in_wires_) in.push_back(&wire);
  for (Wire& wire : out_wires_) out.push_back(&wire);
  actor_->bind(std::move(in), std::move(out));
}

void Bench::new_environment() {
  if (scenario_.bursts && cycle_ % 16 == 0) {
    static constexpr double kChoices[] = {0, 0, 0.25, 0.5, 0.9, 1};
    scenario_.idle = kChoices[rng_() % 6];
    scenario_.stall = kChoices[rng_() % 6];
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    Source& source = sources_[i];
    // Once raised, valid waits for its transfer.
    source.valid = source.valid || (source.next < source.beats.size() && !chance(scenario_.idle));
    source.junk = {random_word(instance_.inputs[i].bits, rng_), chance(0.5)};
  }
  for (Sink& sink : sinks_) sink.ready = !chance(scenario_.stall);
}

void Bench::drive(RtlModel& model) {
  if (frozen_ == 0) new_environment();
  drive_probe(model, false, true);
}

void Bench::drive_probe(RtlModel& model, bool opposite_ready, bool with_valid) const {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const Source& source = sources_[i];
    const bool valid = source.valid && with_valid;
    model.set_input(first_input_ + static_cast<int>(i), valid, valid ? source.beats[source.next] : source.junk);
  }
  for (std::size_t i = 0; i < sinks_.size(); ++i)
    model.set_ready(first_output_ + static_cast<int>(i), sinks_[i].ready != opposite_ready);
}

void Bench::drive_junk(RtlModel& model) {
  for (std::size_t i = 0; i < sources_.size(); ++i)
    model.set_input(first_input_ + static_cast<int>(i), chance(0.5),
                    {random_word(instance_.inputs[i].bits, rng_), chance(0.5)});
  for (std::size_t i = 0; i < sinks_.size(); ++i) model.set_ready(first_output_ + static_cast<int>(i), chance(0.5));
}

void Bench::remember_ready(const RtlModel& model) {
  probed_ready_.clear();
  for (std::size_t i = 0; i < sources_.size(); ++i)
    probed_ready_.push_back(model.input_ready(first_input_ + static_cast<int>(i)));
}

void Bench::remember_valid(const RtlModel& model) {
  for (std::size_t i = 0; i < sinks_.size(); ++i)
    sinks_[i].seen_valid = model.output_valid(first_output_ + static_cast<int>(i));
}

void Bench::check(const RtlModel& model) {
  if (done()) return;  // other instances are still at work
  if (frozen_ == 0) {
    for (std::size_t i = 0; i < sources_.size(); ++i) in_wires_[i].valid = sources_[i].valid;
    actor_->drive_valid();
    for (std::size_t i = 0; i < sinks_.size(); ++i) out_wires_[i].ready = sinks_[i].ready;
    actor_->drive_ready();
  }

  bool moved = false;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    Source& source = sources_[i];
    const bool ready = model.input_ready(first_input_ + static_cast<int>(i));
    if (cell_.cuts_ready && ready != probed_ready_[i])
      fail(fmt::format("ready of input {} depends on a ready or valid", i));
    if (!source.valid) continue;
    if (ready != in_wires_[i].ready)
      fail(fmt::format("ready of input {} is {}, the actor says {}", i, ready, in_wires_[i].ready));
    if (!ready) continue;
    moved = true;
    if (first_in_ < 0) first_in_ = cycle_;
    source.valid = false;
    ++source.next;
  }
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    Sink& sink = sinks_[i];
    const int stream = first_output_ + static_cast<int>(i);
    const bool valid = model.output_valid(stream);
    if (valid != sink.seen_valid) fail(fmt::format("valid of output {} depends on ready", i));
    if (sink.was_stalled && !valid) fail(fmt::format("valid of output {} fell while stalled", i));
    if (valid != out_wires_[i].valid)
      fail(fmt::format("valid of output {} is {}, the actor says {}", i, valid, out_wires_[i].valid));
    sink.was_stalled = valid && !sink.ready;
    if (!valid) continue;
    // Compared in stalled cycles too: so data and last hold.
    const Beat beat = model.output(stream, instance_.outputs[i].bits);
    if (sink.next >= sink.expected.size()) {
      fail(fmt::format("output {} has a beat too many: {}", i, hex(beat)));
    } else if (beat != sink.expected[sink.next]) {
      fail(fmt::format("output {} beat {} is {}, expected {}", i, sink.next, hex(beat), hex(sink.expected[sink.next])));
    }
    if (!sink.ready) continue;
    moved = true;
    if (first_out_ < 0) first_out_ = cycle_;
    if (beat.last) sink.last_cycles.push_back(cycle_);
    ++sink.next;
  }

  if (frozen_ > 0) {
    if (moved) fail("a transfer while the actor was quiet");
    --frozen_;
  } else if (scenario_.freezes && !moved && actor_->quiet() > 1) {
    const std::int64_t length = 1 + static_cast<std::int64_t>(rng_() % 12);
    frozen_ = std::min(actor_->quiet(), length) - 1;
    actor_->skip(frozen_ + 1);
  } else {
    actor_->tick();
  }

  const auto through = [](const auto& streams, auto beats) {
    return std::all_of(streams.begin(), streams.end(),
                       [&](const auto& stream) { return stream.next >= (stream.*beats).size(); });
  };
  if (through(sources_, &Source::beats) && through(sinks_, &Sink::expected)) ++idle_after_end_;
  ++cycle_;
  if (cycle_ > limit_) {
    std::string where;
    for (const Sink& sink : sinks_) where += fmt::format(" {}/{}", sink.next, sink.expected.size());
    fail("no end; output beats so far:" + where);
  }
}

bool Bench::done() const {
  if (!failure_.empty()) return true;
  if (scenario_.cycles != 0) return cycle_ >= scenario_.cycles;
  return idle_after_end_ >= kIdleAtEnd;
}

void Bench::check_timing() {
  if (!failure_.empty()) return;
  const std::int64_t latency = reference_.latency(example_.params);
  if (first_out_ - first_in_ != latency)
    fail(fmt::format("latency is {}, the header says {}", first_out_ - first_in_, latency));
  std::int64_t interval = cell_.cycles(example_.params);
  for (const auto* side : {&instance_.inputs, &instance_.outputs})
    for (const StreamShape& shape : *side) interval = std::max(interval, shape.frame_beats);
  for (const Sink& sink : sinks_) {
    const auto& ends = sink.last_cycles;
    if (ends.size() < 7) {
      fail("too few frames came out");
    } else if (ends[6] - ends[5] != interval) {
      fail(fmt::format("the interval is {}, not {}", ends[6] - ends[5], interval));
    }
  }
}

}  // namespace finn::rtltest
