// SPDX-License-Identifier: Apache-2.0
#include "cells/threshold/threshold.h"

#include <algorithm>

#include "diag/diagnostics.h"
#include "hw/pipeline_actor.h"

namespace finn {
namespace {

constexpr int kLatency = 2;
constexpr const char* kNames[] = {"CHANNELS", "PE",     "IN_WIDTH", "IN_SIGNED", "THR_WIDTH",
                                  "LEVELS",   "SHARED", "FLIP",     "OUT_WIDTH", "OUT_BIAS"};

RtlBinding rtl(const Params& params) {
  RtlBinding binding;
  binding.module = "fr_threshold";
  binding.files = {"threshold/fr_threshold.v", "threshold/fr_fold_address.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.memories = {"t"};
  return binding;
}

/// Registers: input, output and two stages of valid and last. Logic: a comparator takes half a LUT a bit; the count
/// of L comparisons about L LUTs where L > 1; the fold counter.
Cost cost(const Params& params) {
  const auto pe = static_cast<double>(params.at("PE"));
  const auto levels = static_cast<double>(params.at("LEVELS"));
  const auto width = static_cast<double>(params.at("THR_WIDTH"));
  const double count = levels > 1 ? levels : 0;
  return {.lut = pe * (levels * width / 2 + count) + 8,
          .ff = pe * static_cast<double>(params.at("IN_WIDTH") + params.at("OUT_WIDTH")) + 12};
}

/// The threshold that the input's code, read as a number, is compared with.
std::int64_t code_threshold(DataType input, std::int64_t threshold) {
  if (input.is_bipolar()) return threshold <= -1 ? 0 : threshold <= 1 ? 1 : 2;  // codes 0 and 1 stand for -1 and +1
  return std::clamp(threshold, input.min(), input.max() + 1);
}

CellExample example(std::string name, const ThresholdConfig& config) {
  return {std::move(name), threshold_params(config)};
}

std::vector<CellExample> examples() {
  return {
      example("one_channel_bipolar", {1, 1, 3, DataType::uint(4), 5, 1, false, false, 1, 0}),
      example("folded_uint2", {6, 2, 2, DataType::sint(6), 6, 3, false, false, 2, 0}),
      example("unfolded_flip", {4, 4, 3, DataType::sint(5), 6, 3, false, true, 2, 2}),
      example("shared_ternary", {8, 4, 2, DataType::uint(8), 9, 2, true, false, 2, 3}),
      example("odd_fold_wide_thresholds", {5, 1, 2, DataType::sint(9), 12, 7, false, true, 3, 4}),
      example("most_levels", {3, 3, 2, DataType::sint(10), 10, 255, false, false, 8, 128}),
      example("one_bit_signed", {2, 1, 3, DataType::sint(1), 2, 1, false, false, 1, 0}),
      example("shared_flip", {4, 2, 2, DataType::uint(3), 4, 15, true, true, 4, 8}),
  };
}

}  // namespace

int threshold_width(DataType input, const std::vector<ThresholdRow>& rows) {
  int bits = input.bits();
  for (const ThresholdRow& row : rows)
    for (const std::int64_t threshold : row.thresholds) {
      const std::int64_t code = code_threshold(input, threshold);
      bits = std::max(
          bits, input.is_signed_code() ? bits_signed({code, code}) : bits_unsigned(static_cast<std::uint64_t>(code)));
    }
  return bits;
}

Params threshold_params(const ThresholdConfig& config) {
  if (config.pe < 1 || config.channels % config.pe != 0) throw Defect("threshold: PE must divide the channels");
  if (config.thr_width < config.input.bits()) throw Defect("threshold: thresholds narrower than the input");
  if (config.levels < 1 || config.levels > 255) throw Defect("threshold: 1 to 255 levels");
  const std::int64_t bias = config.out_bias & ((std::int64_t{1} << config.out_width) - 1);
  return {{"CHANNELS", config.channels},
          {"PE", config.pe},
          {"IN_WIDTH", config.input.bits()},
          {"IN_SIGNED", config.input.is_signed_code() ? 1 : 0},
          {"THR_WIDTH", config.thr_width},
          {"LEVELS", config.levels},
          {"SHARED", config.shared ? 1 : 0},
          {"FLIP", config.flip ? 1 : 0},
          {"OUT_WIDTH", config.out_width},
          {"OUT_BIAS", bias},
          {"ROWS", config.rows}};
}

Memory threshold_memory(const ThresholdConfig& config, const std::vector<ThresholdRow>& rows, std::string ram_style) {
  const std::int64_t lane_bits = std::int64_t{config.levels} * config.thr_width + (config.flip ? 1 : 0);
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  const std::int64_t depth = config.shared ? 1 : config.folds();
  if (static_cast<std::int64_t>(rows.size()) != lanes * depth) throw Defect("threshold: wrong number of rows");
  Memory memory;
  memory.port = "t";
  memory.width = static_cast<int>(lanes * lane_bits);
  memory.ram_style = std::move(ram_style);
  for (std::int64_t fold = 0; fold < depth; ++fold) {
    BitWord word(memory.width);
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
      const ThresholdRow& row = rows[static_cast<std::size_t>(fold * lanes + lane)];
      if (static_cast<int>(row.thresholds.size()) != config.levels) throw Defect("threshold: wrong number of levels");
      for (int k = 0; k < config.levels; ++k)
        word.put(lane * lane_bits + std::int64_t{k} * config.thr_width, config.thr_width,
                 static_cast<std::uint64_t>(code_threshold(config.input, row.thresholds[static_cast<std::size_t>(k)])));
      if (row.flip) word.put((lane + 1) * lane_bits - 1, 1, 1);
    }
    memory.words.push_back(std::move(word));
  }
  return memory;
}

const Cell& cell_threshold() {
  static const Cell cell{
      .name = "threshold",
      .doc = "counts the thresholds that each element reaches",
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
