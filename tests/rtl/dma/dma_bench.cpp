// SPDX-License-Identifier: Apache-2.0
// Copies images through dma_loop: every kind of job, with and without stalls, with errors and flushes. Compiled with
// BEAT_BYTES, BEATS, BURST and OUTSTANDING as in the model. Exit code 0: all well.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "Vdut.h"
#include "axi.h"
#include "verilated.h"

namespace {

using namespace bench;

constexpr std::uint64_t kAlways = std::uint64_t{1} << 32;
constexpr std::int64_t kFrameBytes = std::int64_t{BEAT_BYTES} * BEATS;
int failures = 0;

void expect(bool holds, const char* test, const std::string& what) {
  if (holds) return;
  if (++failures < 20) std::printf("%s: %s\n", test, what.c_str());
}

/// Cycles in which something happened first, or last.
struct Times {
  static constexpr std::int64_t kNever = -1;
  std::int64_t start = kNever;
  std::int64_t read_address = kNever;  ///< arvalid
  std::int64_t word = kNever;          ///< the first word comes
  std::int64_t offered = kNever;       ///< the first beat is offered
  std::vector<std::int64_t> beats;     ///< each beat moves
  std::int64_t write_address = kNever;
  std::int64_t write_words = 0;      ///< of the first burst
  std::int64_t write_word = kNever;  ///< wvalid
  std::int64_t response = kNever;    ///< the last one
  std::int64_t read_end = kNever;    ///< no longer busy
  std::int64_t write_end = kNever;

  void note(const Vdut& dut, std::int64_t now) {
    const auto first = [now](std::int64_t& at, bool happens) {
      if (happens && at == kNever) at = now;
    };
    first(start, dut.r_start);
    if (start == kNever) return;
    first(read_address, dut.arvalid);
    first(word, dut.rvalid);
    first(offered, dut.valid);
    if (dut.beat) beats.push_back(now);
    if (dut.awvalid && write_address == kNever) write_words = dut.awlen + 1;
    first(write_address, dut.awvalid);
    first(write_word, dut.wvalid);
    if (dut.bvalid && dut.bready) response = now;
    first(read_end, now > start && !dut.r_busy);
    first(write_end, now > start && !dut.w_busy);
  }
};

class Loop {
 public:
  Loop(const char* test, std::uint64_t pace, std::int64_t latency, std::uint64_t seed)
      : test_(test), random_(seed), pace_(pace) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed) | 1);
    dut = std::make_unique<Vdut>(&context_);
    const AddressPorts ar{make_signal(dut->araddr),  make_signal(dut->arlen),   make_signal(dut->arsize),
                          make_signal(dut->arburst), make_signal(dut->arcache), make_signal(dut->arprot),
                          make_signal(dut->arvalid), make_signal(dut->arready)};
    const AddressPorts aw{make_signal(dut->awaddr),  make_signal(dut->awlen),   make_signal(dut->awsize),
                          make_signal(dut->awburst), make_signal(dut->awcache), make_signal(dut->awprot),
                          make_signal(dut->awvalid), make_signal(dut->awready)};
    read = std::make_unique<ReadMemory>(
        "read",
        ReadPorts{ar, make_signal(dut->rdata), make_signal(dut->rresp), make_signal(dut->rlast),
                  make_signal(dut->rvalid), make_signal(dut->rready)},
        rules, random_.next());
    write = std::make_unique<WriteMemory>(
        "write",
        WritePorts{aw, make_signal(dut->wdata), make_signal(dut->wstrb), make_signal(dut->wlast),
                   make_signal(dut->wvalid), make_signal(dut->wready), make_signal(dut->bresp),
                   make_signal(dut->bvalid), make_signal(dut->bready)},
        rules, random_.next());
    read->temper = write->temper = {pace, latency};
    dut->flush = dut->clear = dut->r_start = dut->w_start = 0;
    dut->rst = 1;
    for (int i = 0; i < 4; ++i) edge();
    dut->rst = 0;
  }
  ~Loop() {
    for (const std::string& text : rules.texts()) expect(false, test_, text);
    dut->final();
  }

  void edge() {
    dut->clk = 0;
    dut->eval();
    dut->clk = 1;
    dut->eval();
  }

  void cycle() {
    read->drive();
    write->drive();
    dut->gate = random_.chance(pace_);
    dut->clk = 0;
    dut->eval();
    times.note(*dut, rules.now);
    read->sample();
    write->sample();
    dut->clk = 1;
    dut->eval();
    ++rules.now;
    dut->r_start = dut->w_start = 0;
  }

  /// Runs until `over`; false after too long.
  template <typename Over>
  bool until(Over over, const char* what) {
    for (std::int64_t limit = rules.now + 400000; rules.now < limit; cycle())
      if (over()) return true;
    expect(false, test_, std::string("waits for ever for ") + what);
    return false;
  }

  std::vector<std::uint8_t> random_image(std::int64_t frames) {
    std::vector<std::uint8_t> image(static_cast<std::size_t>(frames * kFrameBytes));
    for (std::uint8_t& byte : image) byte = static_cast<std::uint8_t>(random_.next());
    return image;
  }
  std::uint64_t address() { return (random_.next() & 0xffffffffffull) * 64; }

  void open(std::int64_t frames) {
    read->region.open(address(), random_image(frames));
    write->region.open(address(), std::vector<std::uint8_t>(static_cast<std::size_t>(frames * kFrameBytes), 0));
    dut->r_address = read->region.base;
    dut->w_address = write->region.base;
    dut->r_frames = dut->w_frames = static_cast<std::uint32_t>(frames);
  }
  void start() { dut->r_start = dut->w_start = 1; }

  /// A whole job.
  void copy(std::int64_t frames) {
    open(frames);
    start();
    cycle();
    if (!until([&] { return !dut->r_busy && !dut->w_busy; }, "the end of a job")) return;
    expect(dut->r_done && dut->w_done, test_, "a job ended without done");
    expect(dut->r_error == 0 && dut->w_error == 0, test_, "an error without reason");
    expect(dut->r_frames_done == frames && dut->w_frames_done == frames, test_, "wrong count of frames");
    expect(write->region.bytes == read->region.bytes, test_,
           "the copy of " + std::to_string(frames) + " frames differs");
    for (const std::uint8_t count : write->region.writes)
      if (count != 1) return expect(false, test_, "a byte was not written exactly once");
    expect(read->idle() && write->idle(), test_, "a job ended with transactions under way");
  }

  /// Ends what is under way as a soft reset does.
  void flush(bool at_once) {
    dut->flush = 1;
    cycle();
    if (!at_once)
      for (int i = 0; i < 3; ++i) cycle();
    if (!until([&] { return dut->quiet != 0; }, "quiet")) return;
    expect(read->idle() && write->idle(), test_, "quiet with transactions under way");
    dut->clear = 1;
    for (int i = 0; i < 4; ++i) cycle();
    dut->clear = dut->flush = 0;
    expect(!dut->r_busy && !dut->w_busy && dut->r_error == 0 && dut->w_error == 0, test_, "a flush left something");
  }

  VerilatedContext context_;
  Rules rules;
  Times times;
  std::unique_ptr<Vdut> dut;
  std::unique_ptr<ReadMemory> read;
  std::unique_ptr<WriteMemory> write;

 private:
  const char* test_;
  Random random_;
  std::uint64_t pace_;
};

void jobs(const char* test, std::uint64_t pace, std::int64_t latency) {
  Loop loop(test, pace, latency, 3);
  loop.copy(1);
  for (const std::int64_t frames : {std::int64_t{2}, std::int64_t{7}, 1 + 6000 / kFrameBytes}) loop.copy(frames);
  loop.copy(0);
  loop.copy(3);
  const std::int64_t words = (3 * kFrameBytes + 4095) / static_cast<std::int64_t>(sizeof(loop.dut->rdata));
  if (pace == kAlways && latency > 20 && words > 4 * BURST)
    expect(loop.read->most_outstanding >= OUTSTANDING, test,
           "never " + std::to_string(OUTSTANDING) + " reads under way");
}

/// A word, or a beat, a cycle, but for the way there and back and the words of a burst that writing waits for.
void speed() {
  Loop loop("speed", kAlways, 8, 5);
  const std::int64_t frames = 1 + 40000 / kFrameBytes;
  const std::int64_t begun = loop.rules.now;
  loop.copy(frames);
  const std::int64_t word = static_cast<std::int64_t>(sizeof(loop.dut->rdata));
  const std::int64_t best = std::max((frames * kFrameBytes + word - 1) / word, frames * BEATS);
  const std::int64_t took = loop.rules.now - begun;
  if (BURST * OUTSTANDING >= 64)
    expect(took <= best + 120 + BURST, "speed", std::to_string(took) + " cycles, best " + std::to_string(best));
  const std::int64_t span = loop.times.beats.back() - loop.times.beats.front() + 1;
  if (BURST * OUTSTANDING >= 64)
    expect(span <= best, "speed", std::to_string(span) + " cycles from the first beat to the last");
  std::printf("speed: %lld cycles for %lld\n", static_cast<long long>(took), static_cast<long long>(best));
}

/// What the modules' headers say, to the cycle.
void latencies() {
  Loop loop("latencies", kAlways, 1, 5);
  loop.copy(1 + 40000 / kFrameBytes);
  for (int i = 0; i < 4; ++i) loop.cycle();
  const Times& t = loop.times;
  const auto is = [](const char* what, std::int64_t cycles, std::int64_t expected) {
    expect(cycles == expected, "latencies",
           what + std::string(": ") + std::to_string(cycles) + " cycles, not " + std::to_string(expected));
  };
  const std::int64_t word = static_cast<std::int64_t>(sizeof(loop.dut->rdata));
  is("start to the first read's address", t.read_address - t.start, 36);
  is("data to the first beat", t.offered - t.word, 1 + (BEAT_BYTES + word - 1) / word);
  is("last beat to the end of the read job", t.read_end - t.beats.back(), 2);
  // The beat that completes the first burst completes `words` words of it.
  const std::int64_t beat = (t.write_words * word + BEAT_BYTES - 1) / BEAT_BYTES - 1;
  const std::int64_t words = t.write_words - beat * BEAT_BYTES / word;
  is("a burst's last beat to its address", t.write_address - t.beats[static_cast<std::size_t>(beat)], 2 + words);
  is("address to wvalid", t.write_word - t.write_address, 1);
  is("last response to the end of the write job", t.write_end - t.response, 2);
}

void errors(std::uint64_t pace) {
  for (const unsigned response : {2U, 3U})
    for (const bool reading : {true, false})
      for (const int place : {0, 1, 2}) {
        Loop loop(reading ? "read error" : "write error", pace, 12, 7 + response);
        const std::int64_t frames = 1 + 3000 / kFrameBytes;
        loop.open(frames);
        Region& region = reading ? loop.read->region : loop.write->region;
        region.error_at = region.base + (region.bytes.size() - 1) * static_cast<std::size_t>(place) / 2;
        region.error = response;
        loop.start();
        loop.cycle();
        if (!loop.until([&] { return reading ? !loop.dut->r_busy : !loop.dut->w_busy; }, "the end after an error"))
          return;
        const char* test = reading ? "read error" : "write error";
        expect((reading ? loop.dut->r_error : loop.dut->w_error) == response, test, "the response is not kept");
        expect(!(reading ? loop.dut->r_done : loop.dut->w_done), test, "done in spite of an error");
        const std::uint64_t at = reading ? loop.dut->r_error_address : loop.dut->w_error_address;
        const std::uint64_t span = reading ? sizeof(loop.dut->rdata) : BURST * sizeof(loop.dut->rdata);
        expect(at <= region.error_at && region.error_at < at + span, test, "the address is " + hex(at));
        // Nothing begins before the error is cleared.
        loop.start();
        for (int i = 0; i < 60; ++i) loop.cycle();
        expect(reading ? !loop.dut->r_busy : !loop.dut->w_busy, test, "a job begins in spite of an error");
        loop.flush(false);
        loop.copy(2);
      }
  Loop loop("alignment", pace, 4, 11);
  if (sizeof(loop.dut->rdata) > 1) {
    loop.open(1);
    loop.dut->r_address = loop.dut->w_address = loop.read->region.base + 1;
    loop.start();
    for (int i = 0; i < 60; ++i) loop.cycle();
    expect(loop.dut->r_error == 1 && loop.dut->w_error == 1, "alignment", "an odd address is no error");
    expect(loop.read->words == 0 && loop.write->words == 0, "alignment", "words were moved");
    loop.flush(false);
    loop.copy(1);
  }
}

void flushes(std::uint64_t pace) {
  for (int when = 0; when < 160; when += 1 + when / 12) {
    Loop loop("flush", pace, 5, 13 + static_cast<std::uint64_t>(when));
    for (int round = 0; round < 2; ++round) {
      loop.open(1 + 2000 / kFrameBytes);
      loop.start();
      for (int i = 0; i < when; ++i) loop.cycle();
      loop.flush(round == 0);
    }
    loop.copy(3);
  }
}

}  // namespace

int main() {
  jobs("jobs", kAlways, 1);
  jobs("jobs, far memory", kAlways, 90);
  jobs("jobs, stalls", kAlways / 2, 4);
  jobs("jobs, many stalls", kAlways / 8, 20);
  speed();
  latencies();
  errors(kAlways);
  errors(kAlways / 3);
  flushes(kAlways);
  flushes(kAlways / 3);
  if (failures == 0) std::puts("ok");
  return failures == 0 ? 0 : 1;
}
