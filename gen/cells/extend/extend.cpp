// SPDX-License-Identifier: Apache-2.0
#include "cells/extend/extend.h"

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "LANES", "FOLDS", "COUNT", "GROUPS"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_extend";
  binding.files = {"extend/fr_extend.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  return binding;
}

std::int64_t out_folds(const Params& params) {
  return params.at("FOLDS") > 1 ? params.at("COUNT") / params.at("LANES") : 1;
}

/// Of `folds` beats out the first `in` need one of the input.
class ExtendActor : public Actor {
 public:
  ExtendActor(std::int64_t in, std::int64_t folds) : in_beats_(in), folds_(folds) {}

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override { in_[0]->ready = has_room() && fold_ < in_beats_; }
  void tick() override {
    if (!has_room()) return;
    const bool step = in_[0]->valid || fold_ >= in_beats_;
    valid_ = step;
    if (step) fold_ = (fold_ + 1) % folds_;
  }
  /// Where zeros are due a beat waits already.
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override { state.insert(state.end(), {fold_, valid_}); }

 private:
  bool has_room() const { return out_[0]->ready || !valid_; }

  std::int64_t in_beats_, folds_;
  std::int64_t fold_ = 0;
  bool valid_ = false;
};

std::unique_ptr<Actor> actor(const Params& params) {
  return std::make_unique<ExtendActor>(params.at("FOLDS"), out_folds(params));
}

/// Registers: output, counters of folds and groups. Logic: what finds the counters' last values, a step of the counter
/// of groups that waits for that of folds, what sets counters back whose values are no power of two, and what tells
/// where zeros are due.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const bool folded = params.at("FOLDS") > 1;
  const std::int64_t bits = params.at("LANES") * params.at("WIDTH");
  CounterCost groups;
  groups.add(params.at("GROUPS"));
  CounterCost folds;
  folds.add(out_folds(params));
  constexpr std::int64_t kFewBits = 3;
  return {.lut = {{"ends", groups.ends + (folded ? groups.counters : 0)},
                  {"group_wraps", 5 * groups.wraps},
                  {"fold_wraps", (folds.bits > kFewBits ? 4 : 3) * folds.wraps},
                  {"zeros", folded ? 4 + folds.ends : 0},
                  {"control", folded || groups.counters > 0 ? 2 : 1}},
          .ff = {{"data", bits}, {"counters", groups.bits + folds.bits}, {"zeros", folded ? 1 : 0}, {"control", 2}}};
}

CellExample example(std::string name, const ExtendConfig& config) { return {std::move(name), extend_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("one_beat_more", {4, 2, 3, 8, 3}),      example("many_beats_more", {3, 1, 2, 7, 2}),
      example("one_group", {2, 3, 2, 9, 1}),          example("one_fold", {5, 3, 1, 4, 5}),
      example("one_element", {1, 1, 1, 6, 2}),        example("wide_elements", {33, 2, 2, 6, 3}),
      example("one_fold_one_group", {2, 7, 1, 9, 1}),
  };
}

}  // namespace

Params extend_params(const ExtendConfig& config) {
  if (config.count <= config.lanes * config.folds) throw Defect("extend: nothing to add");
  if (config.folds > 1 && config.count % config.lanes != 0) throw Defect("extend: the lanes must divide the count");
  return {{"WIDTH", config.width},
          {"LANES", config.lanes},
          {"FOLDS", config.folds},
          {"COUNT", config.count},
          {"GROUPS", config.groups}};
}

const Cell& cell_extend() {
  static const Cell cell{
      .name = "extend",
      .doc = "zeros behind the elements of each group",
      .rtl = rtl,
      .actor = actor,
      .cycles = [](const Params& params) { return params.at("GROUPS") * out_folds(params); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
