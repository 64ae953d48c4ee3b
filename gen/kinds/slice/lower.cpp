// SPDX-License-Identifier: Apache-2.0
#include "cells/slice/slice.h"

#include "kinds/slice/slice.h"

namespace finn {

std::vector<StreamEnd> lower_slice(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const SliceSpec spec = slice_spec(context.layer, input);
  const StreamEnd& from = context.inputs.front();
  SliceConfig config;
  config.width = from.type.type.bits();
  config.lanes = context.folding.pe;
  config.folds = spec.channels / config.lanes;
  config.first = spec.begin;
  config.count = spec.count();
  config.pixels = input.pixels();
  const NodeId node = context.add(cell_slice(), "slice", slice_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("channels {} to {} of {}, pe {}", spec.begin, spec.end - 1, spec.channels, config.lanes);
  context.feed(from, node, config.lanes);
  return {output_end(node, from.type, config.out_lanes(), spec.count(), config.pixels * spec.count())};
}

}  // namespace finn
