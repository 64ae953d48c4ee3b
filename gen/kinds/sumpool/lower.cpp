// SPDX-License-Identifier: Apache-2.0
#include "cells/sumpool/sumpool.h"
#include "kinds/sliding.h"
#include "kinds/sumpool/sumpool.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_sumpool(LowerContext& context) {
  const WindowGeometry window = pooling_window(context.layer, input_of(context.network, context.layer));
  const Range values = output_of(context.network, context.layer).range;
  StreamEnd from = context.inputs.front();
  SumpoolConfig config;
  config.channels_beat = context.folding.pe;
  config.taps = context.folding.simd;
  config.groups = window.taps() / config.taps;
  config.cf = window.channels / config.channels_beat;
  config.vectors = window.windows();
  // Padding needs a 0.
  if (window.has_padding() && !from.type.type.has_zero())
    from = recode(context, from, DataType::ternary(), {-1, 1}, config.channels_beat);
  config.type = from.type.type;
  StreamType output{DataType::smallest(values), values, {}};
  if (config.type.is_bipolar()) {
    const std::int64_t taps = window.taps();  // the cell counts the ones
    const Range codes{(values.min + taps) / 2, (values.max + taps) / 2};
    output = {DataType::smallest(codes), codes, {.a = {2}, .b = {-taps}}};
  }
  config.out_width = output.type.bits();
  if (!stream_is_windows(window)) from = lower_window(context, from, window, config.channels_beat, config.taps, 0);
  const NodeId node = context.add(cell_sumpool(), "sumpool", sumpool_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("sum of {} taps, {} channels a beat", window.taps(), config.channels_beat);
  context.feed(from, node, config.channels_beat * config.taps);
  return {output_end(node, output, config.channels_beat, window.channels, window.windows() * window.channels)};
}

}  // namespace finn
