// SPDX-License-Identifier: Apache-2.0
#include "cells/slice/slice.h"

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "LANES", "FOLDS", "FIRST", "COUNT", "PIXELS"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_slice";
  binding.files = {"slice/fr_slice.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  return binding;
}

/// Of `folds` beats those in [first, end) give a beat one cycle later.
class SliceActor : public Actor {
 public:
  SliceActor(std::int64_t folds, std::int64_t first, std::int64_t end) : folds_(folds), first_(first), end_(end) {}

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override { in_[0]->ready = out_[0]->ready || !valid_; }
  void tick() override {
    if (!in_[0]->ready) return;
    valid_ = in_[0]->valid && fold_ >= first_ && fold_ < end_;
    if (in_[0]->valid) fold_ = (fold_ + 1) % folds_;
  }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.insert(state.end(), {fold_, valid_}); }

 private:
  std::int64_t folds_, first_, end_;
  std::int64_t fold_ = 0;
  bool valid_ = false;
};

std::unique_ptr<Actor> actor(const Params& params) {
  const std::int64_t folds = params.at("FOLDS");
  const std::int64_t lanes = params.at("LANES");
  const std::int64_t first = params.at("FIRST");
  if (folds == 1) return std::make_unique<SliceActor>(1, 0, 1);
  return std::make_unique<SliceActor>(folds, first / lanes, (first + params.at("COUNT")) / lanes);
}

/// Registers: output, counters of folds and pixels. Logic: what finds the counters' last values, a step of the counter
/// of pixels that waits for that of folds, what sets counters back whose values are no power of two, and what tells
/// where the slice begins and ends.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t folds = params.at("FOLDS");
  const bool folded = folds > 1;
  CounterCost pixels;
  pixels.add(params.at("PIXELS"));
  CounterCost fold;
  fold.add(folds);
  constexpr std::int64_t kLogicBits = 2;  // of a counter without a carry chain
  return {.lut = {{"ends", pixels.ends + (folded ? pixels.counters : 0)},
                  {"wraps", 5 * pixels.wraps + (fold.bits > kLogicBits ? 4 : 1) * fold.wraps},
                  {"window", !folded      ? 0
                             : folds == 2 ? 3
                                          : 4},
                  {"control", folded || pixels.counters > 0 ? 2 : 1}},
          .ff = {{"data", (folded ? params.at("LANES") : params.at("COUNT")) * params.at("WIDTH")},
                 {"counters", pixels.bits + fold.bits},
                 {"window", folded ? 1 : 0},
                 {"control", 2}}};
}

CellExample example(std::string name, const SliceConfig& config) { return {std::move(name), slice_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("one_element", {4, 1, 1, 0, 1, 3}),       example("middle", {3, 2, 5, 2, 4, 3}),
      example("first_folds", {2, 1, 4, 0, 3, 2}),       example("last_folds", {2, 3, 3, 6, 3, 4}),
      example("whole_pixels", {5, 7, 1, 2, 3, 5}),      example("all", {1, 2, 2, 0, 4, 1}),
      example("one_fold_of_many", {33, 1, 9, 4, 1, 2}),
  };
}

}  // namespace

Params slice_params(const SliceConfig& config) {
  if (config.first < 0 || config.count < 1 || config.first + config.count > config.lanes * config.folds)
    throw Defect("slice: channels beyond the pixel");
  if (config.folds > 1 && (config.first % config.lanes != 0 || config.count % config.lanes != 0))
    throw Defect("slice: the lanes must divide first and count");
  return {{"WIDTH", config.width}, {"LANES", config.lanes}, {"FOLDS", config.folds},
          {"FIRST", config.first}, {"COUNT", config.count}, {"PIXELS", config.pixels}};
}

const Cell& cell_slice() {
  static const Cell cell{
      .name = "slice",
      .doc = "a run of each pixel's channels",
      .rtl = rtl,
      .actor = actor,
      .cycles = [](const Params& params) { return params.at("PIXELS") * params.at("FOLDS"); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
