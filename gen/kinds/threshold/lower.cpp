// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/threshold/threshold.h"
#include "kinds/raw_codes.h"
#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

std::int64_t ceil_quotient(std::int64_t a, std::int64_t b) {  // b > 0
  return a >= 0 ? (a + b - 1) / b : -((-a) / b);
}

/// The smallest raw code whose value reaches `threshold`, clipped to one that always or never fires.
std::int64_t raw_threshold(std::int64_t threshold, const RawCodes& raw, std::int64_t channel) {
  return std::clamp(ceil_quotient(threshold - raw.offset(channel), raw.gain(channel)), raw.range.min,
                    raw.range.max + 1);
}

/// How the host makes the memories of rows as raw_threshold() does.
void set_parts(const ThresholdConfig& config, const ThresholdSpec& spec, const RawCodes& raw,
               std::vector<Memory>& memories) {
  const std::int64_t rows = config.shared ? 1 : config.channels;
  std::vector<std::int64_t> gains, negative_offsets;
  for (std::int64_t channel = 0; channel < rows; ++channel) {
    gains.push_back(raw.gain(channel));
    negative_offsets.push_back(-raw.offset(channel));
  }
  const auto flips = static_cast<std::int64_t>(std::max<std::size_t>(spec.flip.size(), 1));
  const Recipe flip = Recipe::attribute("flip").reshape({flips, 1}).broadcast({rows, 1});
  const Recipe thresholds = Recipe::attribute("thresholds")
                                .broadcast({rows, spec.count})
                                .plus(flip)
                                .plus(Recipe::numbers(negative_offsets).reshape({rows, 1}))
                                .ceil_divide(Recipe::numbers(gains).reshape({rows, 1}))
                                .clip(raw.range.min, raw.range.max + 1);
  std::vector<std::vector<MemoryPart>> parts = threshold_parts(config, thresholds, flip);
  if (parts.size() != memories.size()) throw Defect("threshold: not a recipe for each memory");
  for (std::size_t i = 0; i < parts.size(); ++i) memories[i].parts = std::move(parts[i]);
}

}  // namespace

std::vector<StreamEnd> lower_threshold(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const ThresholdSpec spec = threshold_spec(context.layer, input);
  const StreamEnd& from = context.inputs.front();
  const RawCodes raw(from.type);

  ThresholdConfig config;
  config.channels = spec.channels;
  config.pe = context.folding.pe;
  config.rows = input.pixels();
  config.input = raw.type;
  config.levels = static_cast<int>(spec.count);
  config.shared = spec.rows == 1 && spec.flip.size() <= 1 && raw.shared;
  config.out_width = spec.type.bits();
  config.out_bias = static_cast<std::int64_t>(spec.type.encode(spec.type.min()));
  config.constant = !context.layer.runtime;
  config.flip = context.layer.runtime;  // a row that is written may be flipped
  std::vector<ThresholdRow> rows;
  for (std::int64_t channel = 0; channel < (config.shared ? 1 : spec.channels); ++channel) {
    ThresholdRow row;
    row.flip = spec.flipped(channel);
    config.flip = config.flip || row.flip;
    for (std::int64_t k = 0; k < spec.count; ++k)  // input <= t is not (input >= t + 1)
      row.thresholds.push_back(raw_threshold(spec.row(channel)[k] + (row.flip ? 1 : 0), raw, channel));
    rows.push_back(std::move(row));
  }
  config.thr_width = threshold_width(config.input, rows);
  if (context.layer.runtime) config.thr_width = std::max(config.thr_width, widest_threshold(config.input));

  std::vector<Memory> memories = threshold_memories(config, rows, context.folding.ram_style);
  if (context.layer.runtime) set_parts(config, spec, raw, memories);
  const NodeId node = context.add(cell_threshold(), "thr", threshold_params(config), std::move(memories));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} channels, {} thresholds, {} out, pe {}", spec.channels, spec.count, spec.type.name(), config.pe);
  context.feed(from, node, config.pe);
  const StreamType type{spec.type, output_of(context.network, context.layer).range, {}};
  return {output_end(node, type, config.pe, spec.channels, from.elements)};
}

}  // namespace finn
