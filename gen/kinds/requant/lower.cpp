// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/requant/requant.h"
#include "kinds/raw_codes.h"
#include "kinds/requant/requant.h"

namespace finn {

namespace {

std::int64_t layer_rows(const Layer& layer, const char* name) { return layer.attrs.tensor(name).dim(0); }

}  // namespace

std::vector<StreamEnd> lower_requant(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const RequantSpec spec = requant_spec(context.layer, input);
  const StreamEnd& from = context.inputs.front();
  const RawCodes raw(from.type);

  RequantConfig config;
  config.channels = spec.channels;
  config.pe = context.folding.pe;
  config.rows = input.pixels();
  config.input = raw.type;
  config.shift = spec.shift;
  config.half_even = spec.half_even && spec.shift > 0;
  config.shared = spec.shared() && raw.shared;
  config.output = spec.type;
  config.bounds = spec.bounds;
  // The sums of codes are those of values, so that arithmetic modulo their width is exact whatever the encoding adds.
  const WideRange sums = requant_sums(spec, input.range, context.layer.runtime);
  const Range exact{static_cast<std::int64_t>(sums.min), static_cast<std::int64_t>(sums.max)};
  config.sum_width = std::max(bits_signed(exact), spec.shift + 1);

  const Range any = spec.multipliers->type.range();
  std::vector<RequantRow> rows;
  std::vector<std::int64_t> gains, stream_offsets;
  Range multipliers;
  for (std::int64_t channel = 0; channel < (config.shared ? 1 : spec.channels); ++channel) {
    const std::int64_t gain = raw.gain(channel);
    const std::int64_t offset = raw.offset(channel);
    gains.push_back(gain);
    stream_offsets.push_back(offset);
    const std::int64_t multiplier = spec.multiplier(channel) * gain;
    rows.push_back(
        {multiplier, static_cast<std::uint64_t>(spec.multiplier(channel)) * static_cast<std::uint64_t>(offset) +
                         static_cast<std::uint64_t>(spec.offset(channel))});
    const Range possible =
        context.layer.runtime ? Range{any.min * gain, any.max * gain} : Range{multiplier, multiplier};
    multipliers = {std::min(multipliers.min, possible.min), std::max(multipliers.max, possible.max)};
  }
  config.m_width = bits_signed(multipliers);

  Memory memory = requant_memory(config, rows, context.folding.ram_style);
  if (context.layer.runtime) {
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto of_rows = [&](const char* name) {
      return Recipe::attribute(name).reshape({layer_rows(context.layer, name)}).broadcast({count});
    };
    memory.parts =
        requant_parts(config, of_rows("multipliers").times(Recipe::numbers(gains)),
                      of_rows("multipliers").times(Recipe::numbers(stream_offsets)).plus(of_rows("offsets")));
  }
  const NodeId node = context.add(cell_requant(), "requant", requant_params(config), {std::move(memory)});
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} channels, {} bit multipliers, {} bit sums, shift {}, {} out, pe {}", spec.channels,
                  config.m_width, config.sum_width, config.shift, spec.type.name(), config.pe);
  context.feed(from, node, config.pe);
  const StreamType type{spec.type, output_of(context.network, context.layer).range, {}};
  return {output_end(node, type, config.pe, spec.channels, from.elements)};
}

}  // namespace finn
