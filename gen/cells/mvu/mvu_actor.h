// SPDX-License-Identifier: Apache-2.0
// Cycle-exact token model of fr_mvu.
#pragma once

#include <cstdint>

#include "hw/actor.h"

namespace finn {

class MvuActor final : public Actor {
 public:
  /// NF neuron folds, SF synapse folds, dot_latency 1..32.
  MvuActor(std::int64_t nf, std::int64_t sf, int dot_latency);

  void drive_valid() override { out_[0]->valid = out_valid_; }
  void drive_ready() override { in_[0]->ready = stored_ < depth_; }
  void tick() override;
  std::int64_t quiet() const override;
  void skip(std::int64_t cycles) override;
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {stored_, column_, row_, static_cast<std::int64_t>(pipe_), out_valid_});
  }

 private:
  /// Words of the current vector that can be issued now; SF when the ring holds all of them or they are replayed.
  bool word_ready() const { return row_ > 0 || stored_ > (nf_ == 1 ? 0 : column_); }
  void advance();

  std::int64_t nf_;
  std::int64_t sf_;
  std::int64_t depth_;        ///< words of the ring
  std::uint64_t last_stage_;  ///< bit of the stage before the accumulator
  std::int64_t stages_;       ///< ring read register and dot product
  // State
  std::int64_t stored_ = 0;  ///< words in the ring
  std::int64_t column_ = 0;  ///< synapse fold to issue next
  std::int64_t row_ = 0;     ///< its neuron fold
  std::uint64_t pipe_ = 0;   ///< bit i: the last synapse fold of an output beat is in stage i
  bool out_valid_ = false;
};

}  // namespace finn
