// SPDX-License-Identifier: Apache-2.0
#include "cells/fifo_srl/fifo_srl.h"

#include <bit>

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_fifo_srl";
  binding.files = {"fifo_srl/fr_fifo_srl.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}, {"DEPTH", params.at("DEPTH")}};
  return binding;
}

class FifoSrlActor : public Actor {
 public:
  explicit FifoSrlActor(std::int64_t depth) : depth_(depth) {}
  void drive_valid() override { out_[0]->valid = level_ > 0; }
  void drive_ready() override { in_[0]->ready = level_ < depth_; }
  void tick() override { level_ += (in_[0]->fires() ? 1 : 0) - (out_[0]->fires() ? 1 : 0); }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.push_back(level_); }

 private:
  std::int64_t depth_;
  std::int64_t level_ = 0;
};

/// An SRL32 a bit and 32 beats, multiplexers in the slice's own MUXF7/F8 up to 128 beats; below four beats flip-flops
/// and a multiplexer; the head counter, and a few LUTs for ready and the counter's direction.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t depth = params.at("DEPTH");
  const std::int64_t bits = params.at("WIDTH") + 1;
  const std::int64_t counter = count_bits(depth) + 1;
  const bool shifts = depth > 3;
  return {.lut = {{"data", bits * ((depth + 31) / 32)}, {"counter", 2 * counter}, {"control", 2}},
          .ff = {{"data", shifts ? 0 : bits * depth}, {"counter", counter}}};
}

std::vector<CellExample> examples() {
  return {{"depth2", fifo_srl_params({.width = 1, .depth = 2})},
          {"depth3", fifo_srl_params({.width = 65, .depth = 3})},
          {"depth16", fifo_srl_params({.width = 8, .depth = 16})},
          {"depth21", fifo_srl_params({.width = 5, .depth = 21})},
          {"depth32", fifo_srl_params({.width = 3, .depth = 32})}};
}

}  // namespace

Params fifo_srl_params(const FifoSrlConfig& config) { return {{"WIDTH", config.width}, {"DEPTH", config.depth}}; }

const Cell& cell_fifo_srl() {
  static const Cell cell = {
      .name = "fifo_srl",
      .doc = "small FIFO in shift registers",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<FifoSrlActor>(params.at("DEPTH"));
      },
      .cycles = [](const Params&) -> std::int64_t { return 0; },  // computes nothing: its beats alone count
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
      .depth_param = "DEPTH",
  };
  return cell;
}

}  // namespace finn
