// SPDX-License-Identifier: Apache-2.0
#include "cells/adjust/adjust.h"

#include <algorithm>

#include "cells/threshold/fold_address.h"
#include "diag/diagnostics.h"
#include "hw/arithmetic_cost.h"
#include "hw/pipeline_actor.h"

namespace finn {
namespace {

constexpr int kLatency = 2;
constexpr const char* kNames[] = {"CHANNELS", "PE", "IN_WIDTH", "IN_SIGNED", "A_WIDTH", "SHARED", "OUT_WIDTH"};

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_adjust";
  binding.files = {"adjust/fr_adjust.v", "threshold/fr_fold_address.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.memories = {"t"};
  return binding;
}

/// Registers: input, output, two stages of valid and last. Logic: an adder row for the offset, and for each bit of the
/// gain but the first one, with a LUT for the sign; or all in a DSP.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t pe = params.at("PE");
  const std::int64_t in = params.at("IN_WIDTH");
  const std::int64_t out = params.at("OUT_WIDTH");
  const std::int64_t dsps = multiplier_cost(in, params.at("A_WIDTH"), out, family).dsps;
  const std::int64_t lanes = dsps > 0 ? 0 : pe;
  const bool in_dsp = dsps > 0 && family == Family::kXc7;  // Yosys leaves the sum outside DSP48E2
  const std::int64_t folds = params.at("SHARED") != 0 ? 1 : params.at("CHANNELS") / pe;
  return {.lut = {{"offset", dsps == 0 ? pe * in
                             : in_dsp  ? 0
                                       : pe * out},
                  {"gain", lanes * (in == 1 ? 1 : 2 * in) * (params.at("A_WIDTH") - 1)},
                  {"signs", params.at("IN_SIGNED") != 0 ? lanes : 0},
                  {"folds", fold_address_luts(folds)},
                  {"wraps", fold_wrap_luts(folds)},
                  {"control", 1}},
          .ff = {{"input", pe * in}, {"output", in_dsp ? 0 : pe * out}, {"folds", count_bits(folds)}, {"control", 4}},
          .dsp = static_cast<double>(pe * dsps)};
}

CellExample example(std::string name, const AdjustConfig& config) { return {std::move(name), adjust_params(config)}; }

std::vector<CellExample> examples() {
  return {
      example("popcount", {4, 2, 2, DataType::uint(5), 2, true, DataType::sint(6)}),
      example("one_channel", {1, 1, 3, DataType::uint(1), 1, false, DataType::sint(2)}),
      example("per_channel_folded", {6, 2, 2, DataType::sint(4), 3, false, DataType::sint(9)}),
      example("unfolded_narrowing", {3, 3, 2, DataType::sint(8), 2, false, DataType::sint(6)}),
      example("shared_signed", {4, 1, 2, DataType::sint(7), 4, true, DataType::sint(16)}),
      example("wide", {2, 2, 2, DataType::sint(40), 9, false, DataType::sint(50)}),
  };
}

}  // namespace

AdjustConfig adjust_config(const StreamType& input, Range values, std::int64_t channels, std::int64_t pe,
                           std::int64_t rows) {
  AdjustConfig config;
  config.channels = channels;
  config.pe = pe;
  config.rows = rows;
  config.input = input.type;
  const std::int64_t gain = *std::max_element(input.encoding.a.begin(), input.encoding.a.end());
  config.a_width = bits_unsigned(static_cast<std::uint64_t>(gain));
  config.shared = input.encoding.a.size() == 1 && input.encoding.b.size() == 1;
  config.output = DataType::smallest(values);
  return config;
}

Params adjust_params(const AdjustConfig& config) {
  if (config.pe < 1 || config.channels % config.pe != 0) throw Defect("adjust: PE must divide the channels");
  if (config.input.is_bipolar() || config.output.is_bipolar()) throw Defect("adjust: bipolar codes are values");
  return {{"CHANNELS", config.channels},       {"PE", config.pe},
          {"IN_WIDTH", config.input.bits()},   {"IN_SIGNED", config.input.is_signed_code() ? 1 : 0},
          {"A_WIDTH", config.a_width},         {"SHARED", config.shared ? 1 : 0},
          {"OUT_WIDTH", config.output.bits()}, {"ROWS", config.rows}};
}

Memory adjust_memory(const AdjustConfig& config, const Encoding& encoding, std::string ram_style) {
  const int out_bits = config.output.bits();
  const int lane_bits = out_bits + config.a_width;
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>(lanes * lane_bits);
  memory.ram_style = std::move(ram_style);
  for (std::int64_t fold = 0; fold < (config.shared ? 1 : config.folds()); ++fold) {
    BitWord word(memory.width);
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
      const std::int64_t channel = fold * lanes + lane;
      word.put(lane * lane_bits, config.a_width, static_cast<std::uint64_t>(encoding.gain(channel)));
      word.put(lane * lane_bits + config.a_width, out_bits, static_cast<std::uint64_t>(encoding.offset(channel)));
    }
    memory.words.push_back(std::move(word));
  }
  return memory;
}

const Cell& cell_adjust() {
  static const Cell cell{
      .name = "adjust",
      .doc = "codes to values, a * code + b",
      .rtl = rtl,
      .actor = [](const Params&) -> std::unique_ptr<Actor> { return std::make_unique<PipelineActor>(kLatency); },
      .cycles = [](const Params& params) { return params.at("ROWS") * (params.at("CHANNELS") / params.at("PE")); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn
