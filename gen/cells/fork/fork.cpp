// SPDX-License-Identifier: Apache-2.0
#include "cells/fork/fork.h"

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_fork";
  binding.files = {"fork/fr_fork.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}};
  binding.outputs = {"m0_axis", "m1_axis"};
  return binding;
}

class ForkActor : public Actor {
 public:
  void drive_valid() override {
    for (int i = 0; i < 2; ++i) out_[i]->valid = in_[0]->valid && !done_[i];
  }
  void drive_ready() override { in_[0]->ready = served(0) && served(1); }
  void tick() override {
    if (!in_[0]->valid) return;
    const bool gone = in_[0]->ready;
    for (int i = 0; i < 2; ++i) done_[i] = !gone && served(i);
  }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {done_[0], done_[1]});
  }

 private:
  bool served(int i) const { return done_[i] || out_[i]->ready; }

  bool done_[2] = {false, false};
};

/// Two valids, the ready, and the next state of the two flags.
CostTerms cost(const Params&, const std::vector<Memory>&, Family) {
  return {.lut = {{"control", 5}}, .ff = {{"flags", 2}}};
}

std::vector<CellExample> examples() {
  return {{"width1", fork_params({.width = 1})},
          {"width8", fork_params({.width = 8})},
          {"width64", fork_params({.width = 64})},
          {"width129", fork_params({.width = 129})}};
}

}  // namespace

Params fork_params(const ForkConfig& config) { return {{"WIDTH", config.width}}; }

const Cell& cell_fork() {
  static const Cell cell = {
      .name = "fork",
      .doc = "one stream to two consumers",
      .rtl = rtl,
      .actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<ForkActor>(); },
      .cycles = [](const Params&) -> std::int64_t { return 0; },  // computes nothing: its beats alone count
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
