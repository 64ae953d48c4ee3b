// SPDX-License-Identifier: Apache-2.0
#include "cells/topk/topk.h"

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"WIDTH", "IS_SIGNED", "COUNT", "K", "OUT_WIDTH"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_topk";
  binding.files = {"topk/fr_topk.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  return binding;
}

/// Sorts a frame of `count` elements while the k numbers of the one before leave.
class TopkActor : public Actor {
 public:
  TopkActor(std::int64_t count, std::int64_t k) : count_(count), k_(k) {}

  void drive_valid() override { out_[0]->valid = left_ > 0; }
  void drive_ready() override { in_[0]->ready = !full_ || loads(); }
  void tick() override {
    const bool load = full_ && loads();
    if (load) {
      full_ = false;
      left_ = k_;
    } else if (out_[0]->fires()) {
      --left_;
    }
    if (in_[0]->fires() && ++taken_ == count_) {
      taken_ = 0;
      full_ = true;
    }
  }
  std::int64_t quiet() const override { return full_ && loads() ? 1 : kForever; }
  void skip(std::int64_t cycles) override {
    if (cycles > 0) tick();  // a second one would change nothing, see quiet()
  }
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {taken_, left_, full_});
  }

 private:
  bool loads() const { return left_ == 0 || (left_ == 1 && out_[0]->ready); }

  std::int64_t count_, k_;
  std::int64_t taken_ = 0;
  std::int64_t left_ = 0;  ///< numbers to leave
  bool full_ = false;
};

/// For each of the k: element, number and a bit, a comparator (two bits a LUT) and a multiplexer of two; the output's
/// shift register with a LUT a bit.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const std::int64_t k = params.at("K");
  const std::int64_t width = params.at("WIDTH");
  const std::int64_t out = params.at("OUT_WIDTH");
  return {.lut = {{"compare", k * ((width + 1) / 2)},
                  {"elements", (k - 1) * width},
                  {"numbers", (k - 1) * out},
                  {"places", 2 * (k - 1)},
                  {"counters", out},
                  {"control", 10}},
          .ff = {{"elements", k * width}, {"numbers", 2 * k * out}, {"places", k}, {"counters", out}, {"control", 8}}};
}

CellExample example(std::string name, const TopkConfig& config) { return {std::move(name), topk_params(config)}; }

std::vector<CellExample> examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("one_of_one", {sint(4), 1, 1, uint(1)}),
      example("argmax", {sint(6), 10, 1, uint(4)}),
      example("three", {uint(3), 9, 3, uint(4)}),
      example("all", {sint(2), 5, 5, uint(3)}),
      example("bipolar", {DataType::bipolar(), 8, 3, uint(3)}),
      example("two", {sint(40), 2, 2, uint(1)}),
      example("many", {uint(5), 33, 4, uint(6)}),
  };
}

}  // namespace

Params topk_params(const TopkConfig& config) {
  if (config.k < 1 || config.k > config.count) throw Defect("topk: more numbers than elements");
  if (config.output.is_signed_code() || config.output.max() < config.count - 1)
    throw Defect("topk: the output cannot hold the numbers");
  return {{"WIDTH", config.type.bits()},
          {"IS_SIGNED", config.type.is_signed_code() ? 1 : 0},
          {"COUNT", config.count},
          {"K", config.k},
          {"OUT_WIDTH", config.output.bits()}};
}

const Cell& cell_topk() {
  static const Cell cell{
      .name = "topk",
      .doc = "places of the largest elements",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<TopkActor>(params.at("COUNT"), params.at("K"));
      },
      .cycles = [](const Params& params) { return params.at("COUNT"); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
