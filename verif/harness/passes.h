// SPDX-License-Identifier: Apache-2.0
// The passes of a run. Each has a model of its own, so that no pass sees what another one left, and starts from random
// register contents, so that what works only from zeros fails.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "Vdut.h"
#include "bench_config.h"
#include "report.h"
#include "stream.h"
#include "trace.h"
#include "vectors.h"
#include "verilated.h"
#ifdef BENCH_PROBES
#include "probe.h"
#endif

namespace bench {

struct Options {
  std::string vectors = "vectors";  // folder
  std::string json;                 // result file; empty: none
  double stall = 0.2;
  std::uint64_t seed = 1;
  std::int64_t min_intervals = kIntervals;
  std::int64_t watchdog = 0;  // cycles without a transfer that mean a deadlock; 0: from the prediction
  std::string only;           // run this pass alone
  bool trace = false;         // write the handshakes of every cycle of the stall-free and the stalled pass
  bool quiet = false;
  bool silent = false;
};

/// Vectors of all streams.
struct Stimulus {
  std::vector<Vectors> inputs;
  std::vector<Vectors> outputs;
  std::int64_t frames = 0;
};

/// One pass: a model, its sources and sinks, and the clock.
class Pass {
 public:
  Pass(const std::string& name, const Options& options, const Stimulus& stimulus, Report& report)
      : name_(name),
        options_(options),
        stimulus_(stimulus),
        report_(report),
        random_(options.seed * 0x2545f4914f6cdd1du + name.size()),
        started_(std::chrono::steady_clock::now()),
        spoke_(started_) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(random_.next() & 0x7fffffff) | 1);
    dut_ = std::make_unique<Vdut>(&context_);
    connect_inputs(*dut_, input_ports_);
    tie_off(*dut_);
    connect_outputs(*dut_, output_ports_);
    for (int i = 0; i < kInputCount; ++i)
      sources_.emplace_back(kInputs[i], input_ports_[i], stimulus.inputs[i], random_.next());
    for (int i = 0; i < kOutputCount; ++i) sinks_.emplace_back(kOutputs[i], output_ports_[i], stimulus.outputs[i]);
    result_.name = name;
    result_.ran = true;
    const std::int64_t frame = kPredictedInterval + kPredictedLatency;
    watchdog_ = options.watchdog ? options.watchdog : frame ? 4 * frame + 20000 : 50000000;
  }
  ~Pass() { dut_->final(); }

  /// The whole pipeline at full speed: data, interval and latency.
  void stall_free() {
    const std::int64_t target = std::max(stimulus_.frames + 1, options_.min_intervals + 1);
    result_.frames = target;
    const Order order{stimulus_.frames, 0, true};
    start(order, kEndless, Source::Style::kPlain);
    for (Sink& sink : sinks_) sink.start(order, kEndless, true);
    reset(16);
    open_trace();
    std::int64_t first_transfer = -1;
    while (behind(target)) {
      const bool fed = cycle(kAlways, kAlways);
      if (fed && first_transfer < 0) first_transfer = now_ - 1;
      if (dead(target)) return finish();
    }
    measure(first_transfer, target);
    finish();
  }

  /// Random stalls on all sides, each with its own random stream; twice a long one, so that buffers fill and drain.
  void stalled() {
    const std::int64_t target = std::max<std::int64_t>(stimulus_.frames + 1, 3);
    result_.frames = target;
    const Order order{stimulus_.frames, 0, true};
    start(order, target, Source::Style::kRoughLast);
    for (Sink& sink : sinks_) sink.start(order, target, true);
    reset(16);
    open_trace();
    const std::uint64_t go = flow();
    const std::int64_t frame = std::clamp<std::int64_t>(kPredictedInterval ? kPredictedInterval : 1000, 64, 100000);
    const std::int64_t hold_sinks = random_.below(2 * frame), hold_sources = random_.below(2 * frame) + 3 * frame;
    while (behind(target)) {
      const bool full = now_ >= hold_sinks && now_ < hold_sinks + 2 * frame;
      const bool empty = now_ >= hold_sources && now_ < hold_sources + 2 * frame;
      cycle(empty ? 0 : go, full ? 0 : go);
      if (full || empty) idle_ = 0;
      if (dead(target)) return finish();
    }
    drain(frame);
    finish();
  }

  /// Resets in the middle of a frame, with a waiting output, and with frames everywhere in the pipeline; whole frames
  /// after each.
  void resets() {
    const std::uint64_t go = flow();
    const std::int64_t frame = std::max<std::int64_t>(kPredictedInterval, 64);
    result_.frames = 4;
    start({stimulus_.frames, 0, false}, kEndless, Source::Style::kShuffled);
    reset(16);
    for (int round = 0; round < 3 && report_.failures.empty(); ++round) {
      start({stimulus_.frames, random_.below(stimulus_.frames), false}, kEndless, Source::Style::kShuffled);
      for (Sink& sink : sinks_) sink.start({stimulus_.frames, 0, false}, kEndless, false);
      if (!disturb(round, frame)) return finish();
      const std::int64_t target = round == 2 ? 2 : 1;
      const Order order{stimulus_.frames, random_.below(stimulus_.frames), false};
      start(order, target, Source::Style::kPlain);
      for (Sink& sink : sinks_) sink.start(order, target, true);
      reset(4 + random_.below(13));
      if (round > 0 && !silent(8)) return finish();
      while (behind(target)) {
        cycle(go, go);
        if (dead(target)) return finish();
      }
      before_ += target;
      drain(std::min<std::int64_t>(frame, 1000));
    }
    finish();
  }

 private:
  static constexpr std::uint64_t kAlways = std::uint64_t{1} << 32;

  std::uint64_t flow() const {
    return static_cast<std::uint64_t>((1.0 - options_.stall) * static_cast<double>(kAlways));
  }

  void open_trace() {
    if (options_.trace) trace_ = std::make_unique<Trace>(options_.vectors + "/trace-" + name_ + ".bin");
  }

  void start(const Order& order, std::int64_t frames, Source::Style style) {
    for (Source& source : sources_) source.start(order, frames, style);
#ifdef BENCH_PROBES
    probes().start(order, style != Source::Style::kShuffled);
#endif
  }

  /// Is any output short of its frames?
  bool behind(std::int64_t target) const {
    for (const Sink& sink : sinks_)
      if (sink.sequence() < target) return true;
    return false;
  }

  /// One clock cycle; sources and sinks move with probability p / 2^32. True if an input beat was transferred.
  bool cycle(std::uint64_t p_source, std::uint64_t p_sink) {
    for (Source& source : sources_) source.drive(p_source == kAlways || random_.chance(p_source));
    for (Sink& sink : sinks_) sink.drive(p_sink == kAlways || random_.chance(p_sink));
    dut_->aclk = 0;
    dut_->eval();
    if (trace_) {
      for (const Port& port : input_ports_) trace_->put(port);
      for (const Port& port : output_ports_) trace_->put(port);
    }
    bool fed = false, taken = false;
    for (Sink& sink : sinks_) taken |= sink.sample(now_, name_, report_);
    for (Source& source : sources_) fed |= source.sample();
    dut_->aclk = 1;
    dut_->eval();
    ++now_;
    idle_ = fed || taken ? 0 : idle_ + 1;
    if ((now_ & 0x3fff) == 0) progress();
    return fed;
  }

  /// Holds aresetn low. From the fourth edge on no output may be valid.
  void reset(std::int64_t cycles) {
#ifdef BENCH_PROBES
    probes().in_reset = true;
#endif
    dut_->aresetn = 0;
    for (std::int64_t i = 0; i < cycles; ++i) {
      for (int k = 0; k < kInputCount; ++k) *input_ports_[k].valid = 0;
      for (Sink& sink : sinks_) sink.drive(random_.next() & 1);
      dut_->aclk = 0;
      dut_->eval();
      if (i >= 3) quiet_outputs("during reset");
      dut_->aclk = 1;
      dut_->eval();
      ++now_;
    }
    dut_->aresetn = 1;
    idle_ = 0;
#ifdef BENCH_PROBES
    probes().in_reset = false;
#endif
  }

  bool quiet_outputs(const char* when) {
    for (Sink& sink : sinks_) {
      if (!sink.valid()) continue;
      Failure f;
      f.kind = "reset";
      f.pass = name_;
      f.stream = sink.info().name;
      f.cycle = now_;
      f.message = std::string("output \"") + sink.info().name + "\": tvalid is high " + when;
      fail(f);
      return false;
    }
    return true;
  }

  /// Nothing is fed after a reset: nothing may come out.
  bool silent(int cycles) {
    for (int i = 0; i < cycles; ++i) {
      for (Sink& sink : sinks_) sink.drive(false);
      dut_->aclk = 0;
      dut_->eval();
      if (!quiet_outputs("after reset, before any input")) return false;
      dut_->aclk = 1;
      dut_->eval();
      ++now_;
    }
    return true;
  }

  /// Brings the pipeline into a state from which the next reset must free it. False: deadlock.
  bool disturb(int round, std::int64_t frame) {
    const std::uint64_t go = flow();
    if (round == 0) {  // a random part of a frame
      const std::int64_t part = 1 + random_.below(kInputs[0].beats - 1);
      while (sources_[0].transfers() < part) {
        cycle(go, go);
        if (dead(kEndless)) return false;
      }
    } else if (round == 1) {  // until an output waits
      bool waits = false;
      while (!waits) {
        cycle(go, 0);
        for (const Sink& sink : sinks_) waits |= sink.valid();
        if (!waits && dead(kEndless)) return false;
      }
    } else {  // frames everywhere
      const std::int64_t until = now_ + kPredictedLatency + random_.below(2 * frame);
      while (now_ < until) cycle(go, go);
      idle_ = 0;
    }
    return true;
  }

  /// All frames are through: nothing more may come.
  void drain(std::int64_t cycles) {
    const std::int64_t until = now_ + cycles + 64;
    while (now_ < until) cycle(kAlways, kAlways);
    idle_ = 0;
  }

  bool dead(std::int64_t target) {
    if (idle_ < watchdog_) return false;
    Failure f;
    f.kind = "deadlock";
    f.pass = name_;
    f.cycle = now_;
    f.message = "deadlock: no transfer for " + std::to_string(idle_) + " cycles;";
    for (const Source& source : sources_) f.message += " " + source.state() + ";";
    for (const Sink& sink : sinks_) f.message += " " + sink.state() + ";";
    for (const Sink& sink : sinks_)
      if (f.stream.empty() && sink.sequence() < target) {
        f.stream = sink.info().name;
        f.sequence = sink.sequence();
      }
    f.message.pop_back();
    fail(f);
    return true;
  }

  void measure(std::int64_t first_transfer, std::int64_t target) {
    std::vector<std::int64_t> done(static_cast<std::size_t>(target), 0);
    for (const Sink& sink : sinks_)
      for (std::size_t i = 0; i < done.size(); ++i) done[i] = std::max(done[i], sink.completed_at()[i]);
    report_.latency = done[0] - first_transfer;
    for (std::size_t i = 1; i < done.size(); ++i) report_.intervals.push_back(done[i] - done[i - 1]);
    compare("interval", report_.intervals.back(), kPredictedInterval);
    compare("latency", report_.latency, kPredictedLatency);
  }

  void compare(const char* what, std::int64_t measured, std::int64_t predicted) {
    if (!predicted || measured == predicted) return;
    Failure f;
    f.kind = what;
    f.pass = name_;
    f.expected = predicted;
    f.found = measured;
    f.message = std::string(what) + ": measured " + std::to_string(measured) + " cycles, predicted " +
                std::to_string(predicted);
    report_.failures.push_back(f);
  }

  void fail(const Failure& f) {
    ++report_.mismatches;
    if (report_.failures.empty() || report_.failures.back().pass != name_) report_.failures.push_back(f);
  }

  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count(); }

  void progress() {
    const auto time = std::chrono::steady_clock::now();
    if (options_.quiet || time - spoke_ < std::chrono::seconds(5)) return;
    spoke_ = time;
    std::int64_t done = kEndless;
    for (const Sink& sink : sinks_) done = std::min(done, sink.checks() ? sink.sequence() : 0);
    std::fprintf(stderr, "%s: frame %lld of %lld, %lld cycles, %.2f Mcycles/s\n", name_.c_str(),
                 static_cast<long long>(before_ + done), static_cast<long long>(result_.frames),
                 static_cast<long long>(now_), static_cast<double>(now_) / seconds() / 1e6);
  }

  void finish() {
    result_.cycles = now_;
    result_.seconds = seconds();
    result_.ok = true;
    for (const Failure& f : report_.failures) result_.ok &= f.pass != name_;
    report_.passes.push_back(result_);
  }

  const std::string name_;
  const Options& options_;
  const Stimulus& stimulus_;
  Report& report_;
  Random random_;
  VerilatedContext context_;
  std::unique_ptr<Vdut> dut_;
  Port input_ports_[kInputCount];
  Port output_ports_[kOutputCount];
  std::vector<Source> sources_;
  std::vector<Sink> sinks_;
  std::unique_ptr<Trace> trace_;
  PassResult result_;
  std::int64_t now_ = 0;
  std::int64_t idle_ = 0;
  std::int64_t before_ = 0;  // frames checked in earlier rounds of the pass
  std::int64_t watchdog_ = 0;
  std::chrono::steady_clock::time_point started_, spoke_;
};

}  // namespace bench
