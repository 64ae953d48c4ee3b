// SPDX-License-Identifier: Apache-2.0
// Internal streams, in the build that looks for the first one that differs. sim/probe.sv binds a module to each; it
// calls bench_probe() at a clock edge with a transfer or with a changed handshake.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench_config.h"
#include "report.h"
#include "stream.h"
#include "svdpi.h"
#include "vectors.h"

namespace bench {

class Probes {
 public:
  bool in_reset = true;

  void load(const std::string& folder) {
    vectors_.resize(kProbeCount);
    for (int i = 0; i < kProbeCount; ++i) {
      // Beats come as 32-bit words.
      vectors_[i].load(folder + "/probe" + std::to_string(i) + ".bin", kProbes[i], words(i) * 4);
      results_.emplace_back();
      results_.back().id = i;
    }
    places_.resize(kProbeCount);
  }

  /// After each reset frames count from 0 again; `check` is false while frames of no meaning are fed.
  void start(const Order& order, bool check) {
    order_ = order;
    check_ = check;
    for (Place& place : places_) place = {};
  }

  void beat(int id, bool valid, bool ready, bool last, const svBitVecVal* data) {
    ProbeResult& result = results_[id];
    result.valid = valid;
    result.ready = ready;
    if (in_reset || !valid || !ready) return;
    const StreamInfo& info = kProbes[id];
    Place& place = places_[id];
    if (check_ && !result.differs) {
      const std::int64_t frame = order_.frame(place.sequence);
      const std::uint8_t* have = reinterpret_cast<const std::uint8_t*>(data);
      const std::uint8_t* want = vectors_[id].beat(frame, place.beat);
      result.last_differs = last != (place.beat + 1 == info.beats);
      result.differs = result.last_differs || std::memcmp(have, want, words(id) * 4) != 0;
      for (int lane = 0; result.differs && result.lane < 0 && lane < info.lanes; ++lane) {
        result.expected = get_bits(want, lane * info.bits, info.bits);
        result.found = get_bits(have, lane * info.bits, info.bits);
        if (result.expected != result.found) result.lane = lane;
      }
      result.frame = frame;
      result.sequence = place.sequence;
      result.beat = place.beat;
      ++result.beats;
    }
    if (++place.beat == info.beats) {
      place.beat = 0;
      ++place.sequence;
    }
  }

  const std::vector<ProbeResult>& results() const { return results_; }

 private:
  struct Place {
    std::int64_t sequence = 0;
    std::int64_t beat = 0;
  };
  static std::size_t words(int id) { return static_cast<std::size_t>(kProbes[id].payload_bits() + 31) / 32; }

  Order order_;
  bool check_ = false;
  std::vector<Vectors> vectors_;
  std::vector<ProbeResult> results_;
  std::vector<Place> places_;
};

inline Probes& probes() {
  static Probes instance;
  return instance;
}

}  // namespace bench
