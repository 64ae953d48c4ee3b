// SPDX-License-Identifier: Apache-2.0
// Cycle-exact token model of the pooling cells.
#pragma once

#include <cstdint>

#include "hw/actor.h"

namespace finn {

/// Takes GROUPS * CF beats a window; each of the last CF gives a beat one cycle later.
class PoolActor final : public Actor {
 public:
  PoolActor(std::int64_t groups, std::int64_t folds) : silent_((groups - 1) * folds), beats_(groups * folds) {}

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override { in_[0]->ready = out_[0]->ready || !valid_; }
  void tick() override {
    if (!in_[0]->ready) return;
    valid_ = in_[0]->valid && beat_ >= silent_;
    if (in_[0]->valid && ++beat_ == beats_) beat_ = 0;
  }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.insert(state.end(), {beat_, valid_}); }

 private:
  std::int64_t silent_;  ///< beats of a window before the last group
  std::int64_t beats_;   ///< of a window
  std::int64_t beat_ = 0;
  bool valid_ = false;
};

}  // namespace finn
