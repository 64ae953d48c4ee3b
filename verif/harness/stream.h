// SPDX-License-Identifier: Apache-2.0
// Sources and sinks of the top's AXI4-Streams. A cycle is: drive() of all, settle the model, sample() of all,
// clock edge.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "report.h"
#include "vectors.h"

namespace bench {

/// The model's variables of a stream. Verilator stores a port of n bits little endian in 1, 2, 4, 8 or 4 * k bytes.
struct Port {
  std::uint8_t* data = nullptr;
  std::size_t size = 0;
  std::uint8_t* valid = nullptr;
  std::uint8_t* ready = nullptr;
  std::uint8_t* last = nullptr;
};

template <typename Data>
Port make_port(Data& data, std::uint8_t& valid, std::uint8_t& ready, std::uint8_t& last) {
  return {reinterpret_cast<std::uint8_t*>(&data), sizeof(data), &valid, &ready, &last};
}

constexpr std::int64_t kEndless = std::numeric_limits<std::int64_t>::max();

/// Feeds an input.
class Source {
 public:
  Source(const StreamInfo& info, const Port& port, const Vectors& vectors, std::uint64_t seed)
      : info_(info), port_(port), vectors_(vectors), random_(seed) {}

  enum class Style {
    kPlain,      // correct tlast
    kRoughLast,  // early and missing tlast, noise on tdata while tvalid is low
    kShuffled,   // beats of a frame in random order: legal codes, but no frame of the vectors
  };

  /// Starts anew: `frames` frames in this order. Drops an offered beat: only together with a reset.
  void start(const Order& order, std::int64_t frames, Style style) {
    order_ = order;
    limit_ = frames;
    style_ = style;
    sequence_ = beat_ = transfers_ = 0;
    offered_ = false;
    *port_.valid = 0;
    open_frame();
  }

  /// Offers the next beat if it may; an offered beat stays until it is taken.
  void drive(bool may) {
    if (offered_) return;
    if (may && sequence_ < limit_) {
      const std::int64_t index = style_ == Style::kShuffled ? random_.below(info_.beats) : beat_;
      std::memcpy(port_.data, frame_ + static_cast<std::size_t>(index) * port_.size, port_.size);
      *port_.last = beat_ + 1 == info_.beats;
      if (style_ == Style::kRoughLast && random_.chance(std::uint64_t{1} << 31)) *port_.last ^= random_.next() & 1;
      *port_.valid = 1;
      offered_ = true;
    } else {
      *port_.valid = 0;
      if (style_ == Style::kRoughLast) noise();
    }
  }

  /// True if the beat was taken in this cycle.
  bool sample() {
    if (!offered_ || !*port_.ready) return false;
    offered_ = false;
    ++transfers_;
    if (++beat_ == info_.beats) {
      beat_ = 0;
      ++sequence_;
      open_frame();
    }
    return true;
  }

  std::int64_t transfers() const { return transfers_; }
  std::int64_t sequence() const { return sequence_; }

  std::string state() const {
    std::string text = std::string("input \"") + info_.name + "\" ";
    if (!offered_) return text + (sequence_ >= limit_ ? "has been fed whole" : "offers nothing");
    return text + "offers beat " + std::to_string(beat_) + " of " + frame_text(order_.frame(sequence_), sequence_) +
           ", tready is low";
  }

 private:
  void open_frame() { frame_ = vectors_.beat(order_.frame(sequence_), 0); }
  void noise() {
    for (int i = 0; i < info_.bytes(); ++i) port_.data[i] = static_cast<std::uint8_t>(random_.next());
    *port_.last = random_.next() & 1;
  }

  const StreamInfo& info_;
  Port port_;
  const Vectors& vectors_;
  Random random_;
  Order order_;
  Style style_ = Style::kPlain;
  std::int64_t limit_ = 0;
  std::int64_t sequence_ = 0;
  std::int64_t beat_ = 0;
  std::int64_t transfers_ = 0;
  bool offered_ = false;
  const std::uint8_t* frame_ = nullptr;
};

/// Takes and checks an output.
class Sink {
 public:
  Sink(const StreamInfo& info, const Port& port, const Vectors& vectors)
      : info_(info), port_(port), vectors_(&vectors), held_(port.size) {}

  /// Starts anew: expects `frames` frames in this order; checks nothing if `check` is false.
  void start(const Order& order, std::int64_t frames, bool check) {
    order_ = order;
    limit_ = frames;
    check_ = check;
    sequence_ = beat_ = 0;
    stalled_ = wrong_ = false;
    completed_at_.clear();
    completed_at_.reserve(frames == kEndless ? 0 : static_cast<std::size_t>(frames));
    open_frame();
  }

  /// Between frames: expects those of other vectors from here on.
  void expect(const Vectors& vectors) {
    vectors_ = &vectors;
    open_frame();
  }

  void drive(bool ready) { *port_.ready = ready; }

  /// True if a beat was transferred in this cycle.
  bool sample(std::int64_t cycle, const std::string& pass, Report& report) {
    const bool valid = *port_.valid;
    if (stalled_ && check_) check_hold(valid, cycle, pass, report);
    stalled_ = valid && !*port_.ready;
    if (stalled_) {
      std::memcpy(held_.data(), port_.data, port_.size);
      held_last_ = *port_.last;
    }
    if (!valid || stalled_) return false;
    if (check_) {
      if (sequence_ >= limit_) {
        extra(cycle, pass, report);
      } else {
        const bool last = beat_ + 1 == info_.beats;
        if (std::memcmp(port_.data, expected_, port_.size) != 0) wrong_data(cycle, pass, report);
        if (static_cast<bool>(*port_.last) != last) wrong_last(last, cycle, pass, report);
        expected_ += port_.size;
      }
    }
    if (++beat_ == info_.beats) {
      beat_ = 0;
      if (check_) completed_at_.push_back(cycle);
      if (wrong_) ++report.wrong_frames;
      wrong_ = false;
      ++sequence_;
      open_frame();
    }
    return true;
  }

  bool valid() const { return *port_.valid; }
  bool checks() const { return check_; }
  bool done() const { return sequence_ >= limit_; }
  std::int64_t sequence() const { return sequence_; }
  const StreamInfo& info() const { return info_; }
  /// Cycle of the last beat of each frame.
  const std::vector<std::int64_t>& completed_at() const { return completed_at_; }

  std::string state() const {
    std::string text = std::string("output \"") + info_.name + "\" ";
    if (done()) return text + "is complete";
    return text + (*port_.valid ? "offers" : "(tvalid low) owes") + " beat " + std::to_string(beat_) + " of " +
           frame_text(order_.frame(sequence_), sequence_);
  }

 private:
  void open_frame() { expected_ = vectors_->beat(order_.frame(sequence_), 0); }

  Failure failure(const char* kind, std::int64_t cycle, const std::string& pass) const {
    Failure f;
    f.kind = kind;
    f.pass = pass;
    f.stream = info_.name;
    f.cycle = cycle;
    f.sequence = sequence_;
    f.frame = order_.frame(sequence_);
    f.beat = beat_;
    return f;
  }

  std::string place() const {
    return std::string("output \"") + info_.name + "\", " + frame_text(order_.frame(sequence_), sequence_);
  }

  // Reports keep the first failure of a pass; later ones only count.
  static bool first(const std::string& pass, const Report& report) {
    return report.failures.empty() || report.failures.back().pass != pass;
  }

  void wrong_data(std::int64_t cycle, const std::string& pass, Report& report) {
    wrong_ = true;
    bool found = false;
    for (int lane = 0; lane < info_.lanes; ++lane) {
      const std::uint64_t want = get_bits(expected_, lane * info_.bits, info_.bits);
      const std::uint64_t have = get_bits(port_.data, lane * info_.bits, info_.bits);
      if (want == have) continue;
      found = true;
      ++report.mismatches;
      if (!first(pass, report)) continue;
      Failure f = failure("data", cycle, pass);
      f.lane = lane;
      f.element = beat_ * info_.lanes + lane;
      f.expected = code_value(info_.code, info_.bits, want);
      f.found = code_value(info_.code, info_.bits, have);
      f.message = place() + ", element " + std::to_string(f.element) + " " + coordinates(info_, f.element) + " (beat " +
                  std::to_string(beat_) + ", lane " + std::to_string(lane) + "): expected " +
                  std::to_string(f.expected) + ", found " + std::to_string(f.found);
      report.failures.push_back(f);
    }
    if (found) return;
    ++report.mismatches;
    if (!first(pass, report)) return;
    Failure f = failure("padding", cycle, pass);
    f.message = place() + ", beat " + std::to_string(beat_) + ": tdata has ones above its " +
                std::to_string(info_.payload_bits()) + " bits";
    report.failures.push_back(f);
  }

  void wrong_last(bool last, std::int64_t cycle, const std::string& pass, Report& report) {
    wrong_ = true;
    ++report.mismatches;
    if (!first(pass, report)) return;
    Failure f = failure("tlast", cycle, pass);
    f.expected = last;
    f.found = !last;
    f.message = place() + ", beat " + std::to_string(beat_) + ": tlast is " + (last ? "missing" : "early") +
                " (a frame has " + std::to_string(info_.beats) + " beats)";
    report.failures.push_back(f);
  }

  void check_hold(bool valid, std::int64_t cycle, const std::string& pass, Report& report) {
    const char* what = nullptr;
    if (!valid)
      what = "tvalid fell";
    else if (std::memcmp(held_.data(), port_.data, port_.size) != 0)
      what = "tdata changed";
    else if (held_last_ != *port_.last)
      what = "tlast changed";
    if (!what) return;
    wrong_ = true;
    ++report.mismatches;
    if (!first(pass, report)) return;
    Failure f = failure("hold", cycle, pass);
    f.message = place() + ", beat " + std::to_string(beat_) + ": " + what + " while tready was low";
    report.failures.push_back(f);
  }

  void extra(std::int64_t cycle, const std::string& pass, Report& report) {
    ++report.mismatches;
    if (!first(pass, report)) return;
    Failure f = failure("extra", cycle, pass);
    f.message = std::string("output \"") + info_.name + "\": a beat too many after the last of " +
                std::to_string(limit_) + " frames";
    report.failures.push_back(f);
  }

  const StreamInfo& info_;
  Port port_;
  const Vectors* vectors_;
  std::vector<std::uint8_t> held_;
  std::uint8_t held_last_ = 0;
  Order order_;
  bool check_ = true;
  bool stalled_ = false;
  bool wrong_ = false;
  std::int64_t limit_ = 0;
  std::int64_t sequence_ = 0;
  std::int64_t beat_ = 0;
  std::vector<std::int64_t> completed_at_;
  const std::uint8_t* expected_ = nullptr;
};

}  // namespace bench
