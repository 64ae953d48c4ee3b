// SPDX-License-Identifier: Apache-2.0
#include "cells/frame/frame.h"

#include <bit>

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_frame";
  binding.files = {"frame/fr_frame.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}, {"BEATS", params.at("BEATS")}};
  return binding;
}

class FrameActor : public Actor {
 public:
  void drive_valid() override { out_[0]->valid = in_[0]->valid; }
  void drive_ready() override { in_[0]->ready = out_[0]->ready; }
  void tick() override {}
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>&) const override {}
};

/// A counter that counts down to zero, where it is set to its highest value: for bits of that which are 0 the
/// flip-flop's own set and reset do not serve.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t bits = count_bits(params.at("BEATS"));
  const std::int64_t zeros = bits - std::popcount(static_cast<std::uint64_t>(params.at("BEATS") - 1));
  if (bits <= 2)
    return {.lut = {{"counter", 0}, {"zeros", 0}, {"end", 0}, {"control", 0}, {"short", bits == 0 ? 0 : bits + 1}},
            .ff = {{"counter", bits}}};
  return {.lut = {{"counter", bits}, {"zeros", zeros}, {"end", (bits + 5) / 6}, {"control", 2}, {"short", 0}},
          .ff = {{"counter", bits}}};
}

std::vector<CellExample> examples() {
  return {{"beats1", frame_params({.width = 8, .beats = 1})},
          {"beats2", frame_params({.width = 1, .beats = 2})},
          {"beats13", frame_params({.width = 24, .beats = 13})},
          {"beats64", frame_params({.width = 72, .beats = 64})}};
}

}  // namespace

Params frame_params(const FrameConfig& config) { return {{"WIDTH", config.width}, {"BEATS", config.beats}}; }

const Cell& cell_frame() {
  static const Cell cell = {
      .name = "frame",
      .doc = "makes tlast by counting the beats of a frame",
      .rtl = rtl,
      .actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<FrameActor>(); },
      .cycles = [](const Params& params) -> std::int64_t { return params.at("BEATS"); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
