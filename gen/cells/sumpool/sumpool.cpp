// SPDX-License-Identifier: Apache-2.0
#include "cells/sumpool/sumpool.h"

#include <algorithm>

#include "cells/pool/pool_actor.h"
#include "diag/diagnostics.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"CHANNELS_BEAT", "TAPS", "GROUPS", "CF", "WIDTH", "SIGNED", "OUT_WIDTH"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_sumpool";
  binding.files = {"sumpool/fr_sumpool.v", "pool/fr_pool_group.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  return binding;
}

/// LUTs of the sum of all taps at once: small logic, in which full adders take 5/3.
double whole_luts(std::int64_t taps, std::int64_t width) {
  if (taps <= 2) return taps == 2 ? static_cast<double>(width) : 0;
  constexpr double kFullAdder = 5.0 / 3;
  return kFullAdder * static_cast<double>(width * (taps - 2) - 1);
}

/// Registers: output, counters. Logic: an adder row for the elements and for the sum so far, which stands in LUT memory
/// if there are several folds; with more than two numbers rows of full adders (two LUTs a bit) before it; a second row
/// for the signs where there is no such row.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t channels = params.at("CHANNELS_BEAT");
  const std::int64_t width = params.at("OUT_WIDTH");
  const std::int64_t taps = params.at("TAPS");
  const std::int64_t numbers = taps + (params.at("GROUPS") > 1 ? 1 : 0);
  const std::int64_t folds = params.at("CF");
  CounterCost counters;
  counters.add(params.at("GROUPS"));
  counters.add(folds);
  const std::int64_t bits = channels * width;
  const bool is_signed = params.at("SIGNED") != 0;
  const bool grouped = params.at("GROUPS") > 1;
  const std::int64_t adders = 2 * params.at("WIDTH") * (numbers - 2) - 2;
  return {.lut = {{"sums", grouped ? bits : 0},
                  {"folded", folds > 1 ? bits : 0},
                  {"signs", is_signed && taps == 1 ? bits - channels : 0},
                  {"taps", grouped && taps > 1 ? channels * adders : 0},
                  {"whole", grouped ? 0 : static_cast<double>(channels) * whole_luts(taps, params.at("WIDTH"))},
                  {"memory", folds > 1 ? lutram_luts(bits, folds, family) : 0},
                  {"counters", counters.bits},
                  {"wraps", 4 * counters.wraps},
                  {"control", 3}},
          .ff = {{"data", bits}, {"counters", counters.bits}, {"control", 2}}};
}

CellExample example(std::string name, const SumpoolConfig& config) { return {std::move(name), sumpool_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("popcount_2x2", {8, 1, 4, 1, DataType::bipolar(), 3, 3}),
      example("folded_signed", {2, 1, 9, 3, DataType::sint(5), 9, 2}),
      example("two_taps_a_beat", {3, 2, 2, 1, DataType::uint(4), 6, 3}),
      example("whole_window_a_beat", {2, 9, 1, 1, DataType::sint(3), 7, 4}),
      example("one_tap", {4, 1, 1, 2, DataType::ternary(), 2, 3}),
      example("one_tap_narrowed", {2, 1, 1, 2, DataType::uint(6), 4, 3}),
      example("one_bit_signed", {1, 1, 3, 5, DataType::sint(1), 3, 2}),
      example("whole_image", {2, 1, 30, 4, DataType::uint(8), 13, 1}),
      example("wide", {1, 3, 2, 1, DataType::sint(58), 61, 2}),
  };
}

}  // namespace

Params sumpool_params(const SumpoolConfig& config) {
  if (config.taps > 1 && config.cf > 1) throw Defect("sumpool: several taps a beat need whole pixels");
  if (config.out_width < 1 || config.out_width > DataType::kMaxBits) throw Defect("sumpool: 1 to 62 bits of a sum");
  return {{"CHANNELS_BEAT", config.channels_beat},
          {"TAPS", config.taps},
          {"GROUPS", config.groups},
          {"CF", config.cf},
          {"WIDTH", config.type.bits()},
          {"SIGNED", config.type.is_signed_code() ? 1 : 0},
          {"OUT_WIDTH", config.out_width},
          {"VECTORS", config.vectors}};
}

const Cell& cell_sumpool() {
  static const Cell cell{
      .name = "sumpool",
      .doc = "sum over the taps of each window",
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
