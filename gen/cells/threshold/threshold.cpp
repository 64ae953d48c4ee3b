// SPDX-License-Identifier: Apache-2.0
#include "cells/threshold/threshold.h"

#include <algorithm>

#include "cells/threshold/rtl.h"
#include "cells/threshold/search.h"
#include "diag/diagnostics.h"
#include "hw/pipeline_actor.h"

namespace finn {
namespace {

/// The threshold that the input's code, read as a number, is compared with.
std::int64_t code_threshold(DataType input, std::int64_t threshold) {
  if (input.is_bipolar()) return threshold <= -1 ? 0 : threshold <= 1 ? 1 : 2;  // codes 0 and 1 stand for -1 and +1
  return std::clamp(threshold, input.min(), input.max() + 1);
}

/// A threshold that every element reaches, in the row's sense.
std::int64_t always_reached(DataType input, bool flip) {
  return code_threshold(input, flip ? input.max() + 1 : input.min());
}

/// The threshold behind "the search's result is at least n", n = 1 .. 2^steps - 1.
std::int64_t threshold_of(const ThresholdConfig& config, const ThresholdSearch& search, const ThresholdRow& row,
                          int n) {
  if (n <= search.padding) return always_reached(config.input, row.flip);
  const int at = n - search.padding - 1;
  return code_threshold(config.input, row.thresholds[static_cast<std::size_t>(row.flip ? config.levels - 1 - at : at)]);
}

}  // namespace

int threshold_width(DataType input, const std::vector<ThresholdRow>& rows) {
  int bits = input.bits();
  const auto hold = [&](std::int64_t code) {
    bits = std::max(
        bits, input.is_signed_code() ? bits_signed({code, code}) : bits_unsigned(static_cast<std::uint64_t>(code)));
  };
  for (const ThresholdRow& row : rows) {
    for (const std::int64_t threshold : row.thresholds) hold(code_threshold(input, threshold));
    if (((row.thresholds.size() + 1) & row.thresholds.size()) != 0) hold(always_reached(input, row.flip));
  }
  return bits;
}

int widest_threshold(DataType input) {
  return threshold_width(input, {{{input.min(), input.max() + 1}, false}, {{input.min(), input.max() + 1}, true}});
}

Params threshold_params(const ThresholdConfig& config) {
  if (config.pe < 1 || config.channels % config.pe != 0) throw Defect("threshold: PE must divide the channels");
  if (config.thr_width < config.input.bits()) throw Defect("threshold: thresholds narrower than the input");
  if (config.levels < 1 || config.levels > 255) throw Defect("threshold: 1 to 255 levels");
  const std::int64_t bias = config.out_bias & ((std::int64_t{1} << config.out_width) - 1);
  const int steps = search_steps(config.levels);
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
          {"LOGIC_STEPS", config.constant ? count_logic_steps(config.shared ? 1 : config.folds(), steps) : 0},
          {"ROWS", config.rows}};
}

std::vector<Memory> threshold_memories(const ThresholdConfig& config, const std::vector<ThresholdRow>& rows,
                                       const std::string& ram_style) {
  const ThresholdSearch search(threshold_params(config));
  const auto row_of = [&](std::int64_t fold, std::int64_t lane) -> const ThresholdRow& {
    return rows[config.shared ? 0 : static_cast<std::size_t>(fold * config.pe + lane)];
  };
  if (static_cast<std::int64_t>(rows.size()) != (config.shared ? 1 : config.channels))
    throw Defect("threshold: wrong number of rows");
  for (const ThresholdRow& row : rows)
    if (static_cast<int>(row.thresholds.size()) != config.levels) throw Defect("threshold: wrong number of levels");

  std::vector<Memory> memories;
  for (int step = 0; step < search.steps; ++step) {
    const int below = search.steps - 1 - step;  // bits still unknown after this one
    const int complement = search.complement_first && step > 0 ? 1 << (step - 1) : 0;
    for (int lane = 0; lane < config.pe; ++lane) {
      Memory memory{search_port(step), config.thr_width, {}, ram_style, lane, static_cast<int>(config.pe)};
      for (std::int64_t fold = 0; fold < search.depth; ++fold)
        for (int found = 0; found < 1 << step; ++found) {
          const int n = (2 * (found ^ complement) + 1) << below;
          BitWord word(memory.width);
          word.put(0, memory.width, static_cast<std::uint64_t>(threshold_of(config, search, row_of(fold, lane), n)));
          memory.words.push_back(std::move(word));
        }
      memories.push_back(std::move(memory));
    }
  }
  if (!config.flip) return memories;
  Memory up{kUpPort, static_cast<int>(config.pe), {}, ram_style};
  for (std::int64_t fold = 0; fold < search.depth; ++fold) {
    BitWord word(up.width);
    for (int lane = 0; lane < config.pe; ++lane) word.put(lane, 1, row_of(fold, lane).flip ? 0 : 1);
    up.words.push_back(std::move(word));
  }
  memories.push_back(std::move(up));
  return memories;
}

std::vector<std::vector<MemoryPart>> threshold_parts(const ThresholdConfig& config, const Recipe& thresholds,
                                                     const Recipe& flip) {
  const ThresholdSearch search(threshold_params(config));
  const std::int64_t rows = config.shared ? 1 : config.channels;
  const std::int64_t lanes = config.shared ? 1 : config.pe;
  const DataType input = config.input;
  if (input.is_bipolar()) throw Defect("threshold: bipolar codes are no numbers");
  std::vector<std::int64_t> backwards;
  for (std::int64_t level = config.levels; level > 0; --level) backwards.push_back(level - 1);
  // Column n - 1: the threshold behind "the search's result is at least n".
  Recipe columns = flip.choose(thresholds.take(1, backwards), thresholds).clip(input.min(), input.max() + 1);
  if (search.padding > 0)
    columns = flip.choose(Recipe::numbers(std::vector<std::int64_t>{input.max() + 1}),
                          Recipe::numbers(std::vector<std::int64_t>{input.min()}))
                  .broadcast({rows, search.padding})
                  .concatenate(1, columns);
  columns = columns.reshape({search.depth, lanes, (std::int64_t{1} << search.steps) - 1});

  std::vector<std::vector<MemoryPart>> parts;
  for (int step = 0; step < search.steps; ++step) {
    const int below = search.steps - 1 - step;
    const int complement = search.complement_first && step > 0 ? 1 << (step - 1) : 0;
    std::vector<std::int64_t> named;
    for (int found = 0; found < 1 << step; ++found)
      named.push_back((std::int64_t{2 * (found ^ complement) + 1} << below) - 1);
    for (std::int64_t lane = 0; lane < config.pe; ++lane)
      parts.push_back(
          {{0, config.thr_width, config.thr_width,
            columns.take(1, {config.shared ? 0 : lane}).take(2, named).reshape({search.depth << step, 1})}});
  }
  if (config.flip) {
    const std::int64_t depth = search.depth;
    parts.push_back(
        {{0, 1, 1,
          flip.reshape({depth, lanes})
              .broadcast({depth, config.pe})
              .choose(Recipe::numbers(std::vector<std::int64_t>{0}), Recipe::numbers(std::vector<std::int64_t>{1}))}});
  }
  return parts;
}

const Cell& cell_threshold() {
  static const Cell cell{
      .name = "threshold",
      .doc = "counts the thresholds that each element reaches",
      .rtl = threshold_rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<PipelineActor>(ThresholdSearch(params).latency());
      },
      .cycles = [](const Params& params) { return params.at("ROWS") * (params.at("CHANNELS") / params.at("PE")); },
      .cost = threshold_cost,
      .cuts_ready = false,
      .examples = threshold_cell_examples,
  };
  return cell;
}

}  // namespace finn
