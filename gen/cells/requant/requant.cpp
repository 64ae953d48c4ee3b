// SPDX-License-Identifier: Apache-2.0
#include "cells/requant/requant.h"

#include <algorithm>

#include "cells/threshold/fold_address.h"
#include "diag/diagnostics.h"
#include "hw/arithmetic_cost.h"
#include "hw/pipeline_actor.h"

namespace finn {
namespace {

constexpr int kMaxSumBits = 63;
constexpr int kMaxOutBits = 32;
constexpr const char* kNames[] = {"CHANNELS",  "PE",     "IN_WIDTH",  "IN_SIGNED",  "M_WIDTH", "SUM_WIDTH", "SHIFT",
                                  "HALF_EVEN", "SHARED", "OUT_WIDTH", "OUT_SIGNED", "OUT_MIN", "OUT_MAX"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_requant";
  binding.files = {"requant/fr_requant.v", "threshold/fr_threshold_control.v", "threshold/fr_fold_address.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.memories = {"t"};
  return binding;
}

int latency(const Params& params) { return params.at("HALF_EVEN") != 0 ? 5 : 4; }

/// Comparison of a quotient of `bits` bits with the bounds in carry chains, 0 where it is short: with the upper bound,
/// and with the lower one where that is not the sign alone. If the bounds are those of the type, the lowest bits do not
/// decide; where the last stage is one such bit, it needs no LUT but for one that inverts it, for the lower bound.
std::int64_t bound_luts(std::int64_t bits, std::int64_t free, bool both) {
  constexpr std::int64_t kStage = 6;
  const std::int64_t chain = CompareCost::with_constant(bits, free).luts;
  if (chain == 0) return 0;
  return (both ? 2 : 1) * chain - (bits % kStage == 1 && free > 0 ? 1 : 0);
}

/// Multipliers in DSPs, whose registers hold input, product, offset and sum if one is enough for a product; the sum is
/// in logic otherwise, and so are sums of products that do not form one cascade of DSPs. On UltraScale+ Yosys leaves
/// all of these in logic. Registers beside: quotient, output. Logic beside: the rest's comparison and the quotient's
/// lowest bit (its others need no LUT beside the carry chain); where the quotient exceeds the output, the multiplexer
/// of the clamp and comparisons with the bounds, which are few LUTs for a short quotient.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t pe = params.at("PE");
  const std::int64_t in = params.at("IN_WIDTH");
  const bool is_signed = params.at("IN_SIGNED") != 0;
  const bool shared = params.at("SHARED") != 0;
  // The module extends the factors to the product's width, where they count as unsigned numbers.
  const std::int64_t product = in + (is_signed ? 0 : 1) + params.at("M_WIDTH");
  const MultiplierCost multiplier = multiplier_cost((is_signed ? product : in) + 1, product + 1, product, family);
  const std::int64_t sum = params.at("SUM_WIDTH");
  const bool rounds = params.at("HALF_EVEN") != 0;
  const std::int64_t quotient = sum - params.at("SHIFT") + (rounds ? 1 : 0);
  const std::int64_t out = params.at("OUT_WIDTH");
  const std::int64_t sign = params.at("OUT_SIGNED") != 0 ? 1 : 0;
  const std::int64_t full = (std::int64_t{1} << out) - 1;
  const bool type_bounds = out >= 32 || static_cast<std::int64_t>(params.at("OUT_MAX")) - params.at("OUT_MIN") == full;
  const bool clamps = !type_bounds || quotient - out > 0;  // the quotient has a sign
  // Where only the sign lies above an unsigned output it resets that.
  const bool resets = type_bounds && sign == 0 && quotient == out + 1;
  const std::int64_t bounds =
      clamps ? bound_luts(quotient, type_bounds ? out - sign : 0, sign != 0 || !type_bounds) : 0;
  const bool packs = family == Family::kXc7;
  const std::int64_t dsps = multiplier.dsps;
  const std::int64_t outside = dsps == 1 && packs ? 0 : pe;
  const std::int64_t tiles = pe * std::max<std::int64_t>(0, dsps - 1);
  const std::int64_t folds = shared ? 1 : params.at("CHANNELS") / pe;
  return {.lut = {{"product", dsps == 0 ? pe * in * params.at("M_WIDTH") : 0},
                  {"sum", outside * sum},
                  {"partial_sums", pe * multiplier.sum_bits},
                  {"rounding", rounds ? pe * (1 + (params.at("SHIFT") + 4) / 5) : 0},
                  {"clamp", clamps ? pe * ((resets ? 0 : out) + (bounds == 0 ? 2 : 0)) : 0},
                  {"bounds", pe * bounds},
                  {"folds", fold_address_luts(folds) + fold_wrap_luts(folds)},
                  {"control", 1}},
          .ff = {{"input", packs ? 0 : pe * in},
                 {"product", packs ? 0 : pe * product},
                 {"offset", outside > 0 ? (shared ? 1 : pe) * sum : 0},
                 {"sum", outside * sum},
                 {"tiles", packs ? 17 * tiles : 0},
                 {"rounding", rounds ? pe * quotient : 0},
                 {"output", pe * out},
                 {"folds", count_bits(folds)},
                 {"control", 2 * latency(params)}},
          .dsp = static_cast<double>(pe * dsps)};
}

CellExample example(std::string name, const RequantConfig& config) { return {std::move(name), requant_params(config)}; }

std::vector<CellExample> examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  return {
      example("one_lane", {1, 1, 3, sint(8), 6, 14, 4, false, false, sint(8), {-128, 127}}),
      example("folded_half_even", {6, 2, 2, sint(10), 8, 19, 9, true, false, uint(8), {0, 255}}),
      example("unfolded_shared", {4, 4, 2, uint(7), 5, 13, 3, true, true, sint(4), {-7, 5}}),
      example("no_shift", {3, 1, 2, sint(4), 3, 8, 0, false, false, sint(16), {-100, 99}}),
      example("all_shift", {2, 1, 3, uint(6), 4, 12, 11, true, false, DataType::ternary(), {-1, 1}}),
      example("half", {2, 2, 3, sint(5), 3, 8, 1, true, false, sint(6), {-32, 31}}),
      example("wide", {2, 2, 2, sint(30), 32, 63, 31, true, false, uint(32), {3, 4294967295}}),
      example("widest_shift", {1, 1, 4, sint(31), 32, 63, 62, false, true, sint(32), {-2147483648, 2147483647}}),
      example("modulo", {3, 3, 2, sint(9), 12, 7, 2, true, false, DataType::binary(), {0, 1}}),
  };
}

/// The low 32 bits, as the module's parameter takes them.
std::int64_t parameter(std::int64_t bound) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(bound)); }

}  // namespace

Params requant_params(const RequantConfig& config) {
  if (config.pe < 1 || config.channels % config.pe != 0) throw Defect("requant: PE must divide the channels");
  if (config.input.is_bipolar() || config.output.is_bipolar()) throw Defect("requant: bipolar codes are no numbers");
  if (config.shift < 0 || config.sum_width <= config.shift || config.sum_width > kMaxSumBits)
    throw Defect("requant: the shift leaves nothing");
  if (config.half_even && config.shift == 0) throw Defect("requant: nothing to round");
  if (config.output.bits() > kMaxOutBits || !config.output.contains(config.bounds.min) ||
      !config.output.contains(config.bounds.max))
    throw Defect("requant: bounds beyond the output's type");
  return {{"CHANNELS", config.channels},
          {"PE", config.pe},
          {"IN_WIDTH", config.input.bits()},
          {"IN_SIGNED", config.input.is_signed_code() ? 1 : 0},
          {"M_WIDTH", config.m_width},
          {"SUM_WIDTH", config.sum_width},
          {"SHIFT", config.shift},
          {"HALF_EVEN", config.half_even ? 1 : 0},
          {"SHARED", config.shared ? 1 : 0},
          {"OUT_WIDTH", config.output.bits()},
          {"OUT_SIGNED", config.output.is_signed_code() ? 1 : 0},
          {"OUT_MIN", parameter(config.bounds.min)},
          {"OUT_MAX", parameter(config.bounds.max)},
          {"ROWS", config.rows}};
}

Memory requant_memory(const RequantConfig& config, const std::vector<RequantRow>& rows, std::string ram_style) {
  if (static_cast<std::int64_t>(rows.size()) != (config.shared ? 1 : config.channels))
    throw Defect("requant: wrong number of rows");
  const int lane_bits = config.m_width + config.sum_width;
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>(lanes * lane_bits);
  memory.ram_style = std::move(ram_style);
  for (std::int64_t fold = 0; fold < (config.shared ? 1 : config.folds()); ++fold) {
    BitWord word(memory.width);
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
      const RequantRow& row = rows[static_cast<std::size_t>(fold * lanes + lane)];
      word.put(lane * lane_bits, config.m_width, static_cast<std::uint64_t>(row.multiplier));
      word.put(lane * lane_bits + config.m_width, config.sum_width, row.offset);
    }
    memory.words.push_back(std::move(word));
  }
  return memory;
}

std::vector<MemoryPart> requant_parts(const RequantConfig& config, const Recipe& multipliers, const Recipe& offsets) {
  const int lane_bits = config.m_width + config.sum_width;
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  const std::int64_t folds = config.shared ? 1 : config.folds();
  return {{0, lane_bits, config.m_width, multipliers.reshape({folds, lanes})},
          {config.m_width, lane_bits, config.sum_width, offsets.reshape({folds, lanes})}};
}

const Cell& cell_requant() {
  static const Cell cell{
      .name = "requant",
      .doc = "multiplies, adds, shifts with rounding and clamps",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<PipelineActor>(latency(params));
      },
      .cycles = [](const Params& params) { return params.at("ROWS") * (params.at("CHANNELS") / params.at("PE")); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
