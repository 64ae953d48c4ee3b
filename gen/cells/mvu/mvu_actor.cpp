// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/mvu_actor.h"

#include <algorithm>
#include <bit>

namespace finn {

MvuActor::MvuActor(std::int64_t nf, std::int64_t sf, int dot_latency)
    : nf_(nf),
      sf_(sf),
      depth_(nf == 1 ? 2 : 2 * sf),
      last_stage_(std::uint64_t{1} << dot_latency),
      stages_(dot_latency + 1) {}

/// The clock edge of the pipeline while it is enabled; the ring's input is the caller's matter.
void MvuActor::advance() {
  const bool go = word_ready();
  const bool column_end = go && column_ == sf_ - 1;
  out_valid_ = (pipe_ & last_stage_) != 0;
  pipe_ = ((pipe_ << 1) | (column_end ? 1 : 0)) & (2 * last_stage_ - 1);
  if (!go) return;
  if (row_ == nf_ - 1) --stored_;
  if (++column_ < sf_) return;
  column_ = 0;
  if (++row_ == nf_) row_ = 0;
}

void MvuActor::tick() {
  const bool put = in_[0]->fires();
  if (!out_valid_ || out_[0]->ready) advance();
  if (put) ++stored_;  // the word can be used from the next cycle on
}

std::int64_t MvuActor::quiet() const {
  if (out_valid_) return kForever;  // it waits, and everything with it
  std::int64_t cycles = kForever;
  if (pipe_ != 0) cycles = stages_ - std::bit_width(pipe_) + 1;
  if (!word_ready()) return cycles;
  // Up to the end of this neuron fold, if its words are there.
  if (row_ > 0 || nf_ == 1 || stored_ >= sf_) {
    const std::int64_t left = sf_ - column_;
    if (nf_ > 1 || stored_ >= left) cycles = std::min(cycles, left + stages_);
  }
  // A full ring takes a word again in the cycle after the last neuron fold has read its first one.
  if (stored_ == depth_) {
    const std::int64_t rows_left = nf_ - 1 - row_;
    cycles = std::min(cycles, rows_left > 0 ? rows_left * sf_ - column_ + 1 : 1);
  }
  return cycles;
}

void MvuActor::skip(std::int64_t cycles) {
  if (out_valid_) return;
  while (cycles > 0) {
    // Steps that end no neuron fold need no loop. Nothing reaches the output within quiet().
    std::int64_t run = 0;
    if (!word_ready()) {
      run = cycles;
    } else {
      run = std::min(cycles, sf_ - 1 - column_);
      if (row_ == 0 && nf_ > 1) run = std::min(run, stored_ - column_);
      if (nf_ == 1) run = std::min(run, stored_);
      column_ += run;
      if (row_ == nf_ - 1) stored_ -= run;
    }
    if (run == 0) {
      advance();
      run = 1;
    } else {
      pipe_ = run < 64 ? pipe_ << run : 0;
      out_valid_ = (pipe_ & (2 * last_stage_)) != 0;
      pipe_ &= 2 * last_stage_ - 1;
    }
    cycles -= run;
  }
}

}  // namespace finn
