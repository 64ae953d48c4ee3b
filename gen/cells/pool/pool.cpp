// SPDX-License-Identifier: Apache-2.0
#include "cells/pool/pool.h"

#include <algorithm>

#include "cells/pool/pool_actor.h"
#include "diag/diagnostics.h"
#include "hw/arithmetic_cost.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"CHANNELS_BEAT", "TAPS", "GROUPS", "CF", "WIDTH", "SIGNED"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_pool";
  binding.files = {"pool/fr_pool.v", "pool/fr_pool_group.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  return binding;
}

/// LUTs that find the greater one of two numbers: a carry chain of comparisons, or logic.
std::int64_t comparator(std::int64_t width) {
  const std::int64_t chain = CompareCost::of_two(width).luts;
  if (chain > 0) return chain;
  constexpr std::int64_t kOneLut = 3;
  return width <= kOneLut ? 1 : width - 2;
}

/// The same with the bit of the first group that lets it be.
std::int64_t folded_comparator(std::int64_t width) {
  constexpr std::int64_t kOneLut = 3;
  const bool logic = CompareCost::of_two(width).luts == 0;
  return logic && width > kOneLut ? 2 * (width - kOneLut) : comparator(width);
}

/// The same behind other logic.
std::int64_t gated_comparator(std::int64_t width) {
  constexpr std::int64_t kOneLut = 3;
  const bool logic = CompareCost::of_two(width).luts == 0;
  return logic && width > kOneLut ? std::min(2 * (width - 2), width + 1) : comparator(width);
}

/// LUTs of the maximum of a channel's taps and, where there are several groups, of the maximum so far, which stands in
/// the output's register: its multiplexer is that register's enable. A step between numbers of 3 bits takes a LUT a
/// bit, of 2 bits about three for two steps, as a LUT takes three high bits, and not fewer with the maximum so far;
/// between wider ones a comparator and a multiplexer.
double taps_luts(std::int64_t taps, bool grouped, std::int64_t width) {
  const auto steps = static_cast<double>(taps - 1 + (grouped ? 1 : 0));
  const auto bits = static_cast<double>(width);
  if (width == 2) {
    const double ungrouped = 1.5 * static_cast<double>(taps - 1);
    return grouped ? std::max(3.0, ungrouped) : std::max(bits, ungrouped - 0.5);
  }
  if (width == 3) return steps * bits;
  const auto compared = static_cast<double>(gated_comparator(width));
  return steps * compared + (steps - (grouped ? 1 : 0)) * bits + (grouped ? 1 : 0);
}

/// Registers: output, counters. Logic: for each tap beside the first and for the maximum so far a comparator and a
/// multiplexer; of single bits an OR. A maximum of one tap that is kept in its own register takes the comparator and
/// the enable alone: one or two bits are a LUT, and another for the register's set, which for more than a few channels
/// is saved by another mapping but for single bits and a short counter. If there are several folds, the maxima stand in
/// LUT memory.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t channels = params.at("CHANNELS_BEAT");
  const std::int64_t width = params.at("WIDTH");
  const std::int64_t taps = params.at("TAPS");
  const bool grouped = params.at("GROUPS") > 1;
  const std::int64_t folds = params.at("CF");
  CounterCost counters;
  counters.add(params.at("GROUPS"));
  counters.add(folds);
  const bool single = width == 1;
  const bool one_tap = taps == 1;
  const std::int64_t any = (taps + 5) / 6 + (!one_tap && grouped ? 1 : 0);
  constexpr std::int64_t kSetChannels = 3;
  const bool sets = one_tap && folds == 1 && width <= 2;
  const bool short_count = single && count_bits(params.at("GROUPS")) <= 2;
  const std::int64_t set = !sets ? 0 : short_count ? channels : std::min(channels, kSetChannels);
  const std::int64_t greater = comparator(width);
  const double all_taps = static_cast<double>(channels) * taps_luts(taps, grouped, width);
  return {
      .lut = {{"any", single ? channels * any + set : 0},
              {"own", !single && one_tap && folds == 1 ? channels * (greater + (width > 2 ? 1 : 0)) + set : 0},
              {"folded", !single && folds > 1 ? channels * (width + (width > 2 ? folded_comparator(width) : 0)) : 0},
              {"taps", !single && !one_tap ? all_taps : 0},
              {"memory", folds > 1 ? lutram_luts(channels * width, folds, family) : 0},
              {"counters", folds > 1 ? counters.bits : (counters.bits + 1) / 2},
              {"wraps", 4 * counters.wraps},
              {"control", 3}},
      .ff = {{"data", channels * width}, {"counters", counters.bits}, {"control", 2}}};
}

CellExample example(std::string name, const PoolConfig& config) { return {std::move(name), pool_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("binary_2x2", {8, 1, 4, 1, DataType::bipolar(), 3}),
      example("folded_signed", {2, 1, 9, 3, DataType::sint(5), 2}),
      example("two_taps_a_beat", {3, 2, 2, 1, DataType::uint(4), 3}),
      example("whole_window_a_beat", {2, 9, 1, 1, DataType::sint(3), 4}),
      example("one_tap", {4, 1, 1, 2, DataType::ternary(), 3}),
      example("one_bit_signed", {1, 1, 3, 5, DataType::sint(1), 2}),
      example("wide", {1, 3, 2, 1, DataType::sint(33), 2}),
  };
}

}  // namespace

Params pool_params(const PoolConfig& config) {
  if (config.taps > 1 && config.cf > 1) throw Defect("pool: several taps a beat need whole pixels");
  return {{"CHANNELS_BEAT", config.channels_beat},
          {"TAPS", config.taps},
          {"GROUPS", config.groups},
          {"CF", config.cf},
          {"WIDTH", config.type.bits()},
          {"SIGNED", config.type.is_signed_code() ? 1 : 0},
          {"VECTORS", config.vectors}};
}

const Cell& cell_pool() {
  static const Cell cell{
      .name = "pool",
      .doc = "maximum over the taps of each window",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<PoolActor>(params.at("GROUPS"), params.at("CF"));
      },
      .cycles = [](const Params& params) { return params.at("VECTORS") * params.at("GROUPS") * params.at("CF"); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
