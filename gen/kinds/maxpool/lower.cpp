// SPDX-License-Identifier: Apache-2.0
#include "cells/pool/pool.h"
#include "kinds/maxpool/maxpool.h"
#include "kinds/sliding.h"
#include "kinds/support.h"

namespace finn {

std::vector<StreamEnd> lower_maxpool(LowerContext& context) {
  const MaxpoolSpec spec = maxpool_spec(context.layer, input_of(context.network, context.layer));
  StreamEnd from = context.inputs.front();
  const StreamType type = from.type;
  PoolConfig config;
  config.channels_beat = context.folding.pe;
  config.taps = context.folding.simd;
  config.groups = spec.window.taps() / config.taps;
  config.cf = spec.window.channels / config.channels_beat;
  config.type = type.type;
  config.vectors = spec.window.windows();
  // The type's smallest value never wins against a real one.
  if (!stream_is_windows(spec.window))
    from = lower_window(context, from, spec.window, config.channels_beat, config.taps, config.type.min());
  const NodeId node = context.add(cell_pool(), "pool", pool_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("maximum of {} taps, {} channels a beat", spec.window.taps(), config.channels_beat);
  context.feed(from, node, config.channels_beat * config.taps);
  return {
      output_end(node, type, config.channels_beat, spec.window.channels, spec.window.windows() * spec.window.channels)};
}

}  // namespace finn
