// SPDX-License-Identifier: Apache-2.0
#include "cells/threshold/search.h"

#include <algorithm>
#include <bit>

namespace finn {
namespace {

constexpr int kLogicStepsPerStage = 2;

int clog2(std::int64_t value) { return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value - 1))); }

}  // namespace

int search_steps(std::int64_t levels) { return clog2(levels + 1); }

int count_logic_steps(std::int64_t depth, int steps) { return std::clamp(kLogicBits + 1 - clog2(depth), 0, steps); }

ThresholdSearch::ThresholdSearch(const Params& params)
    : lanes(params.at("PE")),
      depth(params.at("SHARED") != 0 ? 1 : params.at("CHANNELS") / params.at("PE")),
      fold_bits(clog2(depth)),
      steps(search_steps(params.at("LEVELS"))),
      logic_steps(static_cast<int>(params.at("LOGIC_STEPS"))),
      padding(static_cast<int>((std::int64_t{1} << steps) - 1 - params.at("LEVELS"))),
      out_width(static_cast<int>(params.at("OUT_WIDTH"))),
      offset(static_cast<std::uint64_t>(params.at("OUT_BIAS") - padding) & ((std::uint64_t{1} << out_width) - 1)),
      complement_first(out_width == steps && offset == std::uint64_t{1} << (steps - 1)) {}

int ThresholdSearch::stage(int step) const {
  if (is_logic(step)) return step / kLogicStepsPerStage;
  return (logic_steps + kLogicStepsPerStage - 1) / kLogicStepsPerStage + step - logic_steps;
}

}  // namespace finn
