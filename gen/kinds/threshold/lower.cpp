// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/threshold/threshold.h"
#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

/// How the raw codes of a stream read: value = gain * raw + offset, raw an unsigned or two's complement number.
struct RawCodes {
  DataType type;
  Range range;

  explicit RawCodes(const StreamType& stream)
      : type(stream.type.is_bipolar() ? DataType::binary() : stream.type),
        range(stream.type.is_bipolar() ? Range{0, 1} : stream.codes) {}
};

std::int64_t ceil_quotient(std::int64_t a, std::int64_t b) {  // b > 0
  return a >= 0 ? (a + b - 1) / b : -((-a) / b);
}

/// The smallest raw code whose value reaches `threshold`, clipped to one that always or never fires.
std::int64_t raw_threshold(std::int64_t threshold, const StreamType& stream, const RawCodes& raw,
                           std::int64_t channel) {
  std::int64_t gain = stream.encoding.gain(channel);
  std::int64_t offset = stream.encoding.offset(channel);
  if (stream.type.is_bipolar()) {  // value = gain * (2 * raw - 1) + offset
    offset -= gain;
    gain *= 2;
  }
  return std::clamp(ceil_quotient(threshold - offset, gain), raw.range.min, raw.range.max + 1);
}

}  // namespace

std::vector<StreamEnd> lower_threshold(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const ThresholdSpec spec = threshold_spec(context.layer, input);
  const StreamEnd& from = context.inputs.front();
  const Encoding& encoding = from.type.encoding;
  const RawCodes raw(from.type);

  ThresholdConfig config;
  config.channels = spec.channels;
  config.pe = context.folding.pe;
  config.rows = input.pixels();
  config.input = raw.type;
  config.levels = static_cast<int>(spec.count);
  config.shared = spec.rows == 1 && spec.flip.size() <= 1 && encoding.a.size() == 1 && encoding.b.size() == 1;
  config.out_width = spec.type.bits();
  config.out_bias = static_cast<std::int64_t>(spec.type.encode(spec.type.min()));
  std::vector<ThresholdRow> rows;
  for (std::int64_t channel = 0; channel < (config.shared ? 1 : spec.channels); ++channel) {
    ThresholdRow row;
    row.flip = spec.flipped(channel);
    config.flip = config.flip || row.flip;
    for (std::int64_t k = 0; k < spec.count; ++k)  // input <= t is not (input >= t + 1)
      row.thresholds.push_back(raw_threshold(spec.row(channel)[k] + (row.flip ? 1 : 0), from.type, raw, channel));
    rows.push_back(std::move(row));
  }
  config.thr_width = threshold_width(config.input, rows);

  const NodeId node = context.add(cell_threshold(), "thr", threshold_params(config),
                                  threshold_memories(config, rows, context.folding.ram_style));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} channels, {} thresholds, {} out, pe {}", spec.channels, spec.count, spec.type.name(), config.pe);
  context.feed(from, node, config.pe);
  const StreamType type{spec.type, output_of(context.network, context.layer).range, {}};
  return {output_end(node, type, config.pe, spec.channels, from.elements)};
}

}  // namespace finn
