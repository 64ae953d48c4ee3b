// SPDX-License-Identifier: Apache-2.0
// Actor of the usual pipeline: one beat in gives one beat out, all stages advance together unless the output waits.
#pragma once

#include <bit>
#include <cstdint>

#include "hw/actor.h"

namespace finn {

/// `latency` stages (1..32), en = m_axis_tready || !m_axis_tvalid, s_axis_tready = en.
class PipelineActor : public Actor {
 public:
  explicit PipelineActor(int latency) : last_(std::uint64_t{1} << (latency - 1)), latency_(latency) {}

  void drive_valid() override { out_[0]->valid = (stages_ & last_) != 0; }
  void drive_ready() override { in_[0]->ready = enabled(); }
  void tick() override {
    if (enabled()) stages_ = ((stages_ << 1) | (in_[0]->fires() ? 1 : 0)) & (2 * last_ - 1);
  }
  std::int64_t quiet() const override {
    if (!enabled() || stages_ == 0) return kForever;
    return latency_ - static_cast<std::int64_t>(std::bit_width(stages_));  // until the foremost beat is offered
  }
  void skip(std::int64_t cycles) override {
    if (enabled() && stages_ != 0) stages_ <<= cycles;
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.push_back(static_cast<std::int64_t>(stages_));
  }

 private:
  bool enabled() const { return out_[0]->ready || (stages_ & last_) == 0; }

  std::uint64_t last_;
  std::uint64_t stages_ = 0;  ///< bit i: a beat is in stage i
  std::int64_t latency_;
};

}  // namespace finn
