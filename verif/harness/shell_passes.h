// SPDX-License-Identifier: Apache-2.0
// The passes of a shell's run. Each has a model of its own that starts from random register contents. With DMA channels
// frames go from memory image to memory image, else through the streams; all else goes through the registers.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "Vdut.h"
#include "axi.h"
#include "bench_config.h"
#include "report.h"
#include "shell_config.h"
#include "shell_registers.h"
#include "stream.h"
#include "verilated.h"

namespace bench {

constexpr std::uint64_t kAlways = std::uint64_t{1} << 32;

struct ShellOptions {
  std::string vectors = "vectors";
  std::string json;
  double stall = 0.2;
  std::uint64_t seed = 1;
  std::string only;
  bool silent = false;
};

struct Stimulus {
  std::vector<Vectors> inputs, outputs;
  std::int64_t frames = 0;
  std::vector<Vectors> rewritten;            ///< the outputs under the second parameters
  std::vector<std::uint32_t> parameters[2];  ///< empty: none can be rewritten
};

class ShellPass {
 public:
  ShellPass(const std::string& name, const ShellOptions& options, const Stimulus& stimulus, Report& report)
      : name_(name),
        options_(options),
        stimulus_(stimulus),
        report_(report),
        random_(options.seed * 0x2545f4914f6cdd1du + name.size()),
        started_(std::chrono::steady_clock::now()) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(random_.next() & 0x7fffffff) | 1);
    dut_ = std::make_unique<Vdut>(&context_);
    lite_ = std::make_unique<LiteMaster>(lite_ports(*dut_), rules_, random_.next());
    connect();
    result_.name = name;
    result_.ran = true;
    dut_->aresetn = 0;
    for (int i = 0; i < 16; ++i) quiet_edge();
    dut_->aresetn = 1;
  }
  ~ShellPass() { dut_->final(); }

  void identity() {
    expect(read(kControlId) == 0x41435246, "ID is wrong");
    expect(read(kControlMapVersion) == 1, "MAP_VERSION is not 1");
    expect(read(kControlGenerator) == kGenerator, "GENERATOR is wrong");
    expect(read(kControlBuildLo) == (kBuild & 0xffffffffu) && read(kControlBuildHi) == kBuild >> 32, "BUILD is wrong");
    expect(read(kControlCapabilities) == static_cast<std::uint32_t>(kInputCount | kOutputCount << 8 | SHELL_DMA << 16 |
                                                                    (kParameterWords > 0 ? 1 << 17 : 0)),
           "CAPABILITIES is wrong");
    expect(read(kControlMemoryBits) == kMemoryBits, "MEMORY_BITS is wrong");
    std::string name;
    for (std::uint32_t i = 0; i < 32; i += 4) {
      const std::uint32_t word = read(kControlName + i);
      for (int b = 0; b < 4; ++b)
        if (const char c = static_cast<char>(word >> (8 * b))) name += c;
    }
    expect(name == std::string(kNetworkName).substr(0, 32), "NAME is \"" + name + "\"");
    for (int i = 0; i < kInputCount + kOutputCount; ++i) {
      const StreamInfo& info = i < kInputCount ? kInputs[i] : kOutputs[i - kInputCount];
      expect(read(port(i) + kPortBeatBytes) == static_cast<std::uint32_t>(info.bytes()), "BEAT_BYTES is wrong");
      expect(read(port(i) + kPortFrameBeats) == static_cast<std::uint32_t>(info.beats), "FRAME_BEATS is wrong");
    }
    // Nobody's addresses read 0 and take what is written.
    for (const std::uint32_t address :
         {0x1cu, 0x60u, 0x80u, 0xffcu, port(kInputCount + kOutputCount), kPortBase + 0x20u, 0x3ffcu,
          channel(kInputCount + kOutputCount), kParameterWindow, 0xfffcu}) {
      write(address, 0xffffffff);
      expect(read(address) == 0, "address " + hex(address) + " of no register does not read 0");
    }
    // Read-only registers stay, strobes are honoured.
    write(kControlId, 0);
    expect(read(kControlId) == 0x41435246, "ID was written");
    write(kControlIrqEnable, 0x7f, 14);
    expect(read(kControlIrqEnable) == 0, "a write without its strobe acts");
    write(kControlIrqEnable, 0x55);
    expect(read(kControlIrqEnable) == 0x55, "IRQ_ENABLE is not what was written");
    expect((read(kControlStatus) & kControlStatusIdle) != 0, "not idle after reset");
    if (SHELL_DMA) {
      write(channel(0) + kChannelAddressLo, 0x11223344);
      write(channel(0) + kChannelAddressLo, 0xaabbccdd, 5);
      expect(read(channel(0) + kChannelAddressLo) == 0x11bb33dd, "the strobes of a write are not honoured");
    }
    const std::uint64_t before = cycles(), at = static_cast<std::uint64_t>(rules_.now);
    for (int i = 0; i < 100; ++i) cycle();
    const std::uint64_t passed = cycles() - before, real = static_cast<std::uint64_t>(rules_.now) - at;
    expect(passed > 90 && passed <= real, "the cycle counter does not count cycles");
    finish();
  }

  /// Two jobs one after the other, counters and interrupts.
  void jobs(double stall) {
    set_pace(stall);
    const std::int64_t first = stimulus_.frames + 1;
    write(kControlIrqEnable, SHELL_DMA ? kControlIrqStatusAllDone : kControlIrqStatusFrame);
    write(kControlControl, kControlControlIrqEnable);
    run_job(first, 0);
    for (int i = 0; i < 8; ++i) cycle();
    expect(irq(), "no interrupt at the end of a job");
    expect(read(kControlFramesIn) == static_cast<std::uint32_t>(first), "FRAMES_IN is wrong");
    expect(read(kControlFramesOut) == static_cast<std::uint32_t>(first), "FRAMES_OUT is wrong");
    for (int i = 0; i < kInputCount + kOutputCount; ++i) {
      const std::int64_t beats = (i < kInputCount ? kInputs[i] : kOutputs[i - kInputCount]).beats;
      expect(read(port(i) + kPortFrames) == static_cast<std::uint32_t>(first), "FRAMES of a port is wrong");
      expect(read(port(i) + kPortBeats) == static_cast<std::uint32_t>(first * beats), "BEATS of a port is wrong");
      expect(read(port(i) + kPortLastEarly) == 0 && read(port(i) + kPortLastMissing) == 0, "a right tlast is counted");
    }
    expect((read(kControlStatus) & 0xf) == kControlStatusIdle, "not idle behind a job");
    write(kControlIrqStatus, 0x7f);
    for (int i = 0; i < 4; ++i) cycle();
    expect(!irq() && read(kControlIrqStatus) == 0, "the interrupt cannot be cleared");
    write(kControlControl, kControlControlClear | kControlControlIrqEnable);
    expect(read(kControlFramesIn) == 0 && read(port(0) + kPortBeats) == 0, "CLEAR leaves counts");
    run_job(2, 1);
    expect(read(kControlFramesOut) == 2, "FRAMES_OUT is wrong after CLEAR");
    finish();
  }

  /// No frame begins while held, and those inside leave.
  void hold() {
    set_pace(options_.stall / 2);
    const std::int64_t frames = stimulus_.frames + 2;
    begin_job(frames, 0);
    const std::int64_t into = random_.below(std::max<std::int64_t>(kPredictedInterval, 64)) + 40;
    for (std::int64_t i = 0; i < into; ++i) cycle();
    for (int round = 0; round < 3 && good(); ++round) {
      write(kControlControl, kControlControlHold);
      wait([&] { return (read(kControlStatus) & 3) == (kControlStatusIdle | kControlStatusHeld); }, "idle and held");
      const std::uint32_t in = read(kControlFramesIn), out = read(kControlFramesOut);
      expect(in == out, "held and idle with " + std::to_string(in) + " frames in and " + std::to_string(out) + " out");
      for (int i = 0; i < 500; ++i) cycle();
      expect(read(kControlFramesIn) == in && (read(kControlStatus) & 3) == 3, "a frame begins although held");
      for (int i = 0; i < kInputCount; ++i)
        expect(read(port(i) + kPortBeats) == in * static_cast<std::uint32_t>(kInputs[i].beats),
               "an input stands inside a frame although held");
      write(kControlControl, 0);
      for (std::int64_t i = random_.below(100); i > 0; --i) cycle();
    }
    end_job(frames, 0);
    finish();
  }

  /// Soft resets in the middle; whole frames after each.
  void resets() {
    set_pace(options_.stall / 2);
    const std::int64_t frame = std::max<std::int64_t>(kPredictedInterval, 64);
    for (int round = 0; round < 6 && good(); ++round) {
      begin_job(stimulus_.frames + 1, round);
      for (std::int64_t i = random_.below(round < 3 ? 160 : 2 * frame); i > 0; --i) cycle();
      soft_reset();
      run_job(1 + round % 2, round);
    }
    finish();
  }

  /// Other parameters between two frames of a job, and the first ones again.
  void rewrite() {
    set_pace(options_.stall / 2);
    expect((read(kControlCapabilities) & kControlCapabilitiesParameters) != 0, "CAPABILITIES has no PARAMETERS");
    expect(read(kParametersBase + kParametersWords) == kParameterWords, "WORDS of the parameters is wrong");
    // Refused: frames may come, not a whole word, behind the last one. Nothing of it may show in the frames below.
    const auto refused = [&](const char* what) {
      expect(read(kParametersBase + kParametersStatus) == kParametersStatusRefused, what);
      write(kParametersBase + kParametersStatus, kParametersStatusRefused);
      expect(read(kParametersBase + kParametersStatus) == 0, "REFUSED cannot be cleared");
    };
    for (std::uint32_t word = 0; word < std::min<std::uint32_t>(kParameterWords, 64); ++word)
      write(kParameterWindow + 4 * word, ~stimulus_.parameters[0][word]);
    refused("a write without HOLD is not refused");
    write(kControlControl, kControlControlHold);
    wait([&] { return (read(kControlStatus) & 3) == 3; }, "idle and held");
    for (unsigned strobes = 0; strobes < 15; ++strobes) write(kParameterWindow, ~stimulus_.parameters[0][0], strobes);
    refused("a write of a part of a word is not refused");
    write(kParametersBase + kParametersPage, kParameterWords / kPageWords);
    write(kParameterWindow + 4 * (kParameterWords % kPageWords), 0xffffffff);
    refused("a write behind the last word is not refused");
    write(kControlControl, 0);
    run_job(1, 0);
    for (int round = 0; round < 4 && good(); ++round) switch_parameters(round % 2, (round + 1) % 2, round);
    finish();
  }

  /// Errors of memory, and of tlast.
  void errors() {
    set_pace(options_.stall / 2);
    if (!SHELL_DMA) return last_errors();
    for (int i = 0; i < kInputCount + kOutputCount && good(); ++i)
      for (int round = 0; round < 2; ++round) {
        write(kControlIrqStatus, 0x7f);
        write(kControlIrqEnable, kControlIrqStatusError);
        write(kControlControl, kControlControlIrqEnable);
        open_images(stimulus_.frames, 0);
        Region& region = i < kInputCount ? reads_[static_cast<std::size_t>(i)].region
                                         : writes_[static_cast<std::size_t>(i - kInputCount)].region;
        region.error_at =
            region.base + static_cast<std::uint64_t>(random_.below(static_cast<std::int64_t>(region.bytes.size())));
        region.error = round ? 3 : 2;
        start_channels();
        wait([&] { return irq(); }, "the interrupt of an error");
        const std::uint32_t status = read(channel(i) + kChannelStatus);
        expect((status & 7) == kChannelStatusError && (status & kChannelStatusCode) >> 4 == region.error,
               "a channel's STATUS after an error is " + hex(status));
        const std::uint64_t at = read64(channel(i) + kChannelErrorLo);
        expect(at <= region.error_at && region.error_at < at + 4096, "the address of an error is " + hex(at));
        soft_reset();
        run_job(1, round);
      }
    finish();
  }

 private:
  static std::uint32_t port(int i) { return kPortBase + kPortStride * static_cast<std::uint32_t>(i); }
  static std::uint32_t channel(int i) { return kChannelBase + kChannelStride * static_cast<std::uint32_t>(i); }

  void connect() {
    rules_.now = 0;
#if SHELL_DMA
    ReadPorts reads[kInputCount];
    WritePorts writes[kOutputCount];
    connect_memories(*dut_, reads, writes);
    reads_.reserve(kInputCount);
    writes_.reserve(kOutputCount);
    for (int i = 0; i < kInputCount; ++i)
      reads_.emplace_back("m_axi_in of " + std::string(kInputs[i].name), reads[i], rules_, random_.next());
    for (int i = 0; i < kOutputCount; ++i)
      writes_.emplace_back("m_axi_out of " + std::string(kOutputs[i].name), writes[i], rules_, random_.next());
#else
    connect_inputs(*dut_, input_ports_);
    connect_outputs(*dut_, output_ports_);
    sources_.reserve(kInputCount);
    sinks_.reserve(kOutputCount);
    for (int i = 0; i < kInputCount; ++i)
      sources_.emplace_back(kInputs[i], input_ports_[i], stimulus_.inputs[static_cast<std::size_t>(i)], random_.next());
    for (int i = 0; i < kOutputCount; ++i)
      sinks_.emplace_back(kOutputs[i], output_ports_[i], stimulus_.outputs[static_cast<std::size_t>(i)]);
    for (Source& source : sources_) source.start({stimulus_.frames, 0, false}, 0, Source::Style::kPlain);
    for (Sink& sink : sinks_) sink.start({stimulus_.frames, 0, false}, kEndless, false);
#endif
  }

  bool good() const { return failures_ == 0 && rules_.count() == 0; }
  void expect(bool holds, const std::string& what) {
    if (holds || ++failures_ > 5) return;
    Failure failure;
    failure.kind = "shell";
    failure.pass = name_;
    failure.cycle = rules_.now;
    failure.message = what;
    report_.failures.push_back(failure);
    ++report_.mismatches;
  }

  bool irq() const { return dut_->__SYM__interrupt != 0; }

  void set_pace(double stall) {
    pace_ = static_cast<std::uint64_t>((1.0 - stall) * static_cast<double>(kAlways));
    lite_->pace = pace_;
    for (ReadMemory& memory : reads_) memory.temper = {pace_, stall > 0 ? 30 : 8};
    for (WriteMemory& memory : writes_) memory.temper = {pace_, stall > 0 ? 20 : 8};
  }

  void quiet_edge() {
    drive();
    dut_->aclk = 0;
    dut_->eval();
    dut_->aclk = 1;
    dut_->eval();
  }

  void drive() {
    lite_->drive();
    for (ReadMemory& memory : reads_) memory.drive();
    for (WriteMemory& memory : writes_) memory.drive();
    for (Source& source : sources_) source.drive(random_.chance(pace_));
    for (Sink& sink : sinks_) sink.drive(random_.chance(pace_));
  }

  void cycle() {
    drive();
    dut_->aclk = 0;
    dut_->eval();
    lite_->sample();
    for (ReadMemory& memory : reads_) memory.sample();
    for (WriteMemory& memory : writes_) memory.sample();
    for (Sink& sink : sinks_) sink.sample(rules_.now, name_, report_);
    for (Source& source : sources_) source.sample();
    dut_->aclk = 1;
    dut_->eval();
    ++rules_.now;
  }

  /// Cycles until `over`; a failure after too long.
  template <typename Over>
  void wait(Over over, const std::string& what) {
    const std::int64_t frame = kPredictedInterval + kPredictedLatency;
    const std::int64_t limit = rules_.now + (8 * frame + 20000) * (stimulus_.frames + 4);
    while (!over()) {
      if (rules_.now > limit || !good()) return expect(false, "waits in vain for " + what);
      cycle();
    }
  }

  void access(const char* what) {
    for (int i = 0; lite_->busy(); cycle())
      if (++i > 5000) return expect(false, std::string("a register's ") + what + " gets no answer");
  }
  void write(std::uint32_t address, std::uint32_t data, unsigned strobes = 15) {
    lite_->write(address, data, strobes);
    access("write");
  }
  std::uint32_t read(std::uint32_t address) {
    lite_->read(address);
    access("read");
    return lite_->value();
  }
  std::uint64_t read64(std::uint32_t address) {
    const std::uint64_t low = read(address);
    return low | static_cast<std::uint64_t>(read(address + 4)) << 32;
  }
  std::uint64_t cycles() { return read64(kControlCyclesLo); }

  /// Frames from number `first` on, one behind the other.
  std::vector<std::uint8_t> image(const StreamInfo& info, const Vectors& vectors, std::int64_t frames,
                                  std::int64_t first) const {
    std::vector<std::uint8_t> bytes;
    for (std::int64_t f = 0; f < frames; ++f)
      for (std::int64_t b = 0; b < info.beats; ++b) {
        const std::uint8_t* beat = vectors.beat((first + f) % stimulus_.frames, b);
        bytes.insert(bytes.end(), beat, beat + info.bytes());
      }
    return bytes;
  }

  void open_images(std::int64_t frames, std::int64_t first) {
    for (std::size_t i = 0; i < reads_.size(); ++i)
      reads_[i].region.open((random_.next() & 0xffffffffffull) * 64,
                            image(kInputs[i], stimulus_.inputs[i], frames, first));
    for (std::size_t i = 0; i < writes_.size(); ++i)
      writes_[i].region.open((random_.next() & 0xffffffffffull) * 64,
                             std::vector<std::uint8_t>(static_cast<std::size_t>(frames * kOutputs[i].beats) *
                                                       static_cast<std::size_t>(kOutputs[i].bytes())));
    for (int i = 0; i < kInputCount + kOutputCount; ++i) {
      const std::uint64_t base = i < kInputCount ? reads_[static_cast<std::size_t>(i)].region.base
                                                 : writes_[static_cast<std::size_t>(i - kInputCount)].region.base;
      write(channel(i) + kChannelAddressLo, static_cast<std::uint32_t>(base));
      write(channel(i) + kChannelAddressHi, static_cast<std::uint32_t>(base >> 32));
      write(channel(i) + kChannelFrames, static_cast<std::uint32_t>(frames));
    }
  }
  void start_channels() {
    for (int i = kInputCount + kOutputCount - 1; i >= 0; --i) write(channel(i) + kChannelStart, kChannelStartStart);
  }

  void begin_job(std::int64_t frames, std::int64_t first) {
    if (SHELL_DMA) {
      open_images(frames, first);
      start_channels();
      return;
    }
    const Order order{stimulus_.frames, first % stimulus_.frames, false};
    for (Source& source : sources_) source.start(order, frames, Source::Style::kPlain);
    for (Sink& sink : sinks_) sink.start(order, frames, true);
  }

  /// Its first `old` frames were computed with the parameters of set `from`, the others with those of set `to`.
  void end_job(std::int64_t frames, std::int64_t first, int from = 0, int to = 0, std::int64_t old = 0) {
    if (SHELL_DMA) {
      const int all = kInputCount + kOutputCount;
      for (int i = 0; i < all && good(); ++i)
        wait([&] { return (read(channel(i) + kChannelStatus) & kChannelStatusBusy) == 0; }, "the end of a job");
      for (int i = 0; i < all; ++i) {
        expect(read(channel(i) + kChannelStatus) == kChannelStatusDone, "a channel is not done behind its job");
        expect(read(channel(i) + kChannelFramesDone) == static_cast<std::uint32_t>(frames), "FRAMES_DONE is wrong");
      }
      for (std::size_t i = 0; i < writes_.size(); ++i) compare(i, frames, first, from, to, old);
      for (const ReadMemory& memory : reads_) expect(memory.idle(), "a read is under way behind a job");
      for (const WriteMemory& memory : writes_) expect(memory.idle(), "a write is under way behind a job");
    } else {
      wait(
          [&] {
            for (const Sink& sink : sinks_)
              if (!sink.done()) return false;
            return true;
          },
          "the frames of a job");
      for (int i = 0; i < 50; ++i) cycle();
    }
    result_.frames += frames;
  }

  const std::vector<Vectors>& outputs_of(int set) const { return set == 0 ? stimulus_.outputs : stimulus_.rewritten; }

  /// A job that begins with the parameters of set `from` and ends with those of set `to`.
  void switch_parameters(int from, int to, int round) {
    const std::int64_t frames = 2 * stimulus_.frames + 2;
    const std::uint32_t before = read(kControlFramesOut);
    begin_job(frames, round);
    const std::int64_t enough = std::max<std::int64_t>(kPredictedInterval * stimulus_.frames, 64);
    for (std::int64_t i = 40 + random_.below(round == 0 ? 40 : enough); i > 0; --i) cycle();
    write(kControlControl, kControlControlHold);
    wait([&] { return (read(kControlStatus) & 3) == 3; }, "idle and held");
    const std::int64_t old = read(kControlFramesOut) - before;
    for (std::size_t i = 0; i < sinks_.size(); ++i) sinks_[i].expect(outputs_of(to)[i]);
    for (std::uint32_t word = 0; word < kParameterWords; ++word) {
      if (word % kPageWords == 0) write(kParametersBase + kParametersPage, word / kPageWords);
      write(kParameterWindow + 4 * (word % kPageWords), stimulus_.parameters[to][word]);
    }
    expect(read(kParametersBase + kParametersStatus) == kParametersStatusDirty, "not DIRTY alone behind writes");
    write(kControlControl, 0);
    end_job(frames, round, from, to, old);
    expect(read(kParametersBase + kParametersStatus) == 0, "still DIRTY although HOLD is cleared");
  }

  void run_job(std::int64_t frames, std::int64_t first) {
    if (!good()) return;
    begin_job(frames, first);
    end_job(frames, first);
  }

  void compare(std::size_t output, std::int64_t frames, std::int64_t first, int from, int to, std::int64_t old) {
    const Region& region = writes_[output].region;
    std::vector<std::uint8_t> expected = image(kOutputs[output], outputs_of(from)[output], old, first);
    const std::vector<std::uint8_t> rest = image(kOutputs[output], outputs_of(to)[output], frames - old, first + old);
    expected.insert(expected.end(), rest.begin(), rest.end());
    for (std::size_t at = 0; at < expected.size(); ++at) {
      if (region.bytes[at] == expected[at] && region.writes[at] == 1) continue;
      const std::size_t size = expected.size() / static_cast<std::size_t>(frames);
      ++report_.wrong_frames;
      return expect(false, "output \"" + std::string(kOutputs[output].name) + "\", frame " + std::to_string(at / size) +
                               " of a job, byte " + std::to_string(at % size) + ": expected " + hex(expected[at]) +
                               ", found " + hex(region.bytes[at]) + ", written " + std::to_string(region.writes[at]) +
                               " times");
    }
  }

  void soft_reset() {
    if (!good()) return;
    // Sources of streams forget their frame first: what they offered behind the reset would begin another one.
    for (Source& source : sources_) source.start({stimulus_.frames, 0, false}, 0, Source::Style::kPlain);
    write(kControlControl, kControlControlReset);
    wait([&] { return (read(kControlControl) & kControlControlReset) == 0; }, "the end of a soft reset");
    for (const ReadMemory& memory : reads_) expect(memory.idle(), "a soft reset with a read under way");
    for (const WriteMemory& memory : writes_) expect(memory.idle(), "a soft reset with a write under way");
    expect((read(kControlStatus) & 0xf) == kControlStatusIdle, "not idle behind a soft reset");
    for (int i = 0; SHELL_DMA && i < kInputCount + kOutputCount; ++i)
      expect(read(channel(i) + kChannelStatus) == 0, "a channel's STATUS is not 0 behind a soft reset");
    if (SHELL_DMA) return;
    // What still waits behind the core is taken.
    for (Sink& sink : sinks_) sink.start({stimulus_.frames, 0, false}, kEndless, false);
    for (int i = 0; i < 200; ++i) cycle();
  }

  /// A wrong tlast is counted and changes nothing.
  void last_errors() {
    const std::int64_t frames = stimulus_.frames + 1;
    const Order order{stimulus_.frames, 0, false};
    for (Source& source : sources_) source.start(order, frames, Source::Style::kRoughLast);
    for (Sink& sink : sinks_) sink.start(order, frames, true);
    end_job(frames, 0);
    std::int64_t counted = 0;
    for (int i = 0; i < kInputCount; ++i) counted += read(port(i) + kPortLastEarly) + read(port(i) + kPortLastMissing);
    if (frames * kInputs[0].beats >= 64)
      expect(counted > 0 && (read(kControlIrqStatus) & kControlIrqStatusLast) != 0, "wrong tlasts are not counted");
    finish();
  }

  void finish() {
    for (const std::string& text : rules_.texts()) expect(false, text);
    result_.cycles = rules_.now;
    result_.ok = good();
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    report_.passes.push_back(result_);
  }

  std::string name_;
  const ShellOptions& options_;
  const Stimulus& stimulus_;
  Report& report_;
  Random random_;
  std::chrono::steady_clock::time_point started_;
  VerilatedContext context_;
  std::unique_ptr<Vdut> dut_;
  Rules rules_;
  std::unique_ptr<LiteMaster> lite_;
  Port input_ports_[kInputCount], output_ports_[kOutputCount];
  std::vector<ReadMemory> reads_;
  std::vector<WriteMemory> writes_;
  std::vector<Source> sources_;
  std::vector<Sink> sinks_;
  std::uint64_t pace_ = kAlways;
  PassResult result_;
  int failures_ = 0;
};

}  // namespace bench
