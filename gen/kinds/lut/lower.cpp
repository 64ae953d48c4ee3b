// SPDX-License-Identifier: Apache-2.0
#include "cells/lut/lut.h"
#include "kinds/lut/lut.h"
#include "kinds/raw_codes.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_lut(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const LutSpec spec = lut_spec(context.layer, input);
  const StreamEnd& from = context.inputs.front();
  const RawCodes raw(from.type);

  LutConfig config;
  config.channels = spec.channels;
  config.pe = context.folding.pe;
  config.rows = input.pixels();
  config.input = raw.type;
  config.input_min = raw.range.min;
  config.entries = raw.range.max - raw.range.min + 1;
  config.shared = spec.rows == 1 && raw.shared;
  config.output = spec.type;
  // The table is read by codes; what a code means for a channel is the encoding's matter.
  std::vector<std::vector<std::int64_t>> tables;
  std::vector<std::vector<std::int64_t>> entries;  // of each table's words; behind the last one: what is never read
  for (std::int64_t channel = 0; channel < (config.shared ? 1 : spec.channels); ++channel) {
    std::vector<std::int64_t> table;
    std::vector<std::int64_t>& named = entries.emplace_back();
    for (std::int64_t code = raw.range.min; code <= raw.range.max; ++code) {
      const std::int64_t entry = raw.gain(channel) * code + raw.offset(channel) - spec.input_min;
      // A code of another channel's range cannot occur in this one; what stands there is never read.
      const bool occurs = entry >= 0 && entry < spec.entries;
      table.push_back(occurs ? spec.row(channel)[entry] : spec.type.min());
      named.push_back(occurs ? entry : spec.entries);
    }
    tables.push_back(std::move(table));
  }

  std::vector<Memory> memories = lut_memories(config, tables, context.folding.ram_style);
  if (context.layer.runtime) {
    const auto rows = static_cast<std::int64_t>(tables.size());
    const Recipe values = Recipe::attribute("table")
                              .broadcast({rows, spec.entries})
                              .pad({rows, spec.entries + 1}, spec.type.min())
                              .take_along(Recipe::numbers(entries));
    std::vector<std::vector<MemoryPart>> parts = lut_parts(config, values);
    for (std::size_t i = 0; i < memories.size(); ++i) memories[i].parts = parts.at(i);
  }
  const NodeId node = context.add(cell_lut(), "lut", lut_params(config), std::move(memories));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} channels, {} entries, {} out, pe {}", spec.channels, config.entries, spec.type.name(), config.pe);
  context.feed(from, node, config.pe);
  const StreamType type{spec.type, output_of(context.network, context.layer).range, {}};
  return {output_end(node, type, config.pe, spec.channels, from.elements)};
}

}  // namespace finn
