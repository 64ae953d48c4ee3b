// SPDX-License-Identifier: Apache-2.0
#include "cells/pool/pool.h"

#include "cells/pool/pool_actor.h"
#include "diag/diagnostics.h"
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

/// Registers: output, counters. Logic: for each tap beside the first and for the maximum so far a comparator, about
/// width - 2 LUTs, and a multiplexer, a LUT a bit; of single bits an OR. A maximum of one
/// tap that is kept in its own register takes the comparator alone, which enables that. If there are several folds, the
/// maxima stand in LUT memory.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t channels = params.at("CHANNELS_BEAT");
  const std::int64_t width = params.at("WIDTH");
  const std::int64_t compared = params.at("TAPS") - 1 + (params.at("GROUPS") > 1 ? 1 : 0);
  const std::int64_t folds = params.at("CF");
  CounterCost counters;
  counters.add(params.at("GROUPS"));
  counters.add(folds);
  const bool single = width == 1;
  const bool one_tap = params.at("TAPS") == 1;
  const std::int64_t maximum = width == 2 ? 1 : 2 * width - 2;
  const std::int64_t any = (params.at("TAPS") + 5) / 6 + (!one_tap && params.at("GROUPS") > 1 ? 1 : 0);
  return {.lut = {{"any", single ? channels * any : 0},
                  {"own", !single && one_tap && folds == 1 ? channels * (width - 1) : 0},
                  {"folded", !single && folds > 1 ? channels * (2 * width - 2) : 0},
                  {"taps", !single && !one_tap ? channels * compared * maximum : 0},
                  {"memory", folds > 1 ? lutram_luts(channels * width, folds, family) : 0},
                  {"counters", counters.bits},
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
