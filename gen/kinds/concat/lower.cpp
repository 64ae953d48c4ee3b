// SPDX-License-Identifier: Apache-2.0
#include "cells/concat/concat.h"

#include "kinds/concat/concat.h"

namespace finn {

std::vector<StreamEnd> lower_concat(LowerContext& context) {
  const TensorInfo& output = output_of(context.network, context.layer);
  ConcatConfig config;
  for (const StreamEnd& from : context.inputs) config.inputs.push_back({from.type.type, from.channels});
  config.lanes = context.folding.pe;
  config.pixels = output.pixels();
  config.output = output.type;
  const bool whole = config.lanes == output.channels();
  const NodeId node = context.add(cell_concat(), "concat", concat_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} channels of {} tensors, {} out, pe {}", output.channels(), context.inputs.size(),
                  output.type.name(), config.lanes);
  for (std::size_t i = 0; i < context.inputs.size(); ++i)
    context.feed(context.inputs[i], node, whole ? context.inputs[i].channels : config.lanes, static_cast<int>(i));
  const StreamType type{output.type, output.range, {}};
  return {output_end(node, type, config.lanes, output.channels(), element_count(output.shape))};
}

}  // namespace finn
