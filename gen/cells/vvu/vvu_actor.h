// SPDX-License-Identifier: Apache-2.0
// Cycle-exact token model of fr_vvu.
#pragma once

#include <cstdint>

#include "cells/vvu/vvu.h"
#include "hw/actor.h"

namespace finn {

class VvuActor final : public Actor {
 public:
  /// dot_latency 1..32.
  VvuActor(const VvuConfig& config, int dot_latency) : config_(config), last_stage_(std::uint64_t{1} << dot_latency) {}

  void drive_valid() override { out_[0]->valid = out_valid_; }
  void drive_ready() override { in_[0]->ready = stored_ < 2; }

  void tick() override {
    const bool put = in_[0]->fires();
    if (!out_valid_ || out_[0]->ready) advance();
    if (put) ++stored_;  // the beat can be used from the next cycle on
  }

  std::int64_t quiet() const override {
    const bool still = out_valid_ || (stored_ == 0 && pipe_ == 0);
    return still ? kForever : 1;
  }

  void skip(std::int64_t cycles) override {
    if (cycles > 0) tick();  // a second one would change nothing, see quiet()
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {stored_, step_, static_cast<std::int64_t>(pipe_), out_valid_});
  }

 private:
  void advance() {
    out_valid_ = (pipe_ & last_stage_) != 0;
    pipe_ = (pipe_ << 1) & (2 * last_stage_ - 1);
    if (stored_ == 0) return;
    const bool last_channels = step_ / config_.rf % config_.cf == config_.cf - 1;
    if (last_channels && step_ / (config_.steps() / config_.tf) == config_.tf - 1) pipe_ |= 1;
    if (++step_ == config_.steps()) step_ = 0;
    if (step_ % config_.held() == 0) --stored_;
  }

  VvuConfig config_;
  std::uint64_t last_stage_;  ///< bit of the stage before the sums
  std::int64_t stored_ = 0;   ///< beats
  std::int64_t step_ = 0;     ///< of the window
  std::uint64_t pipe_ = 0;    ///< bit i: a step that gives an output beat is in stage i
  bool out_valid_ = false;
};

}  // namespace finn
