// SPDX-License-Identifier: Apache-2.0
#include "cells/skid/skid.h"

namespace finn {
namespace {

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_skid";
  binding.files = {"skid/fr_skid.v"};
  binding.params = {{"WIDTH", params.at("WIDTH")}};
  return binding;
}

class SkidActor : public Actor {
 public:
  void drive_valid() override { out_[0]->valid = level_ > 0; }
  void drive_ready() override { in_[0]->ready = level_ < 2; }
  void tick() override { level_ += (in_[0]->fires() ? 1 : 0) - (out_[0]->fires() ? 1 : 0); }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.push_back(level_); }

 private:
  int level_ = 0;
};

/// A multiplexer bit before the output register, two registers a bit, two valid bits and their next-state logic.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t bits = params.at("WIDTH") + 1;
  return {.lut = {{"data", bits}, {"control", 3}}, .ff = {{"data", 2 * bits}, {"control", 2}}};
}

std::vector<CellExample> examples() {
  return {{"width1", skid_params({.width = 1})},
          {"width8", skid_params({.width = 8})},
          {"width67", skid_params({.width = 67})},
          {"width256", skid_params({.width = 256})}};
}

}  // namespace

Params skid_params(const SkidConfig& config) { return {{"WIDTH", config.width}}; }

const Cell& cell_skid() {
  static const Cell cell = {
      .name = "skid",
      .doc = "two-register buffer that ends the combinational ready path",
      .rtl = rtl,
      .actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<SkidActor>(); },
      .cycles = [](const Params&) -> std::int64_t { return 0; },  // computes nothing: its beats alone count
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
