// SPDX-License-Identifier: Apache-2.0
#include "cells/topk/topk.h"

#include "kinds/topk/topk.h"

namespace finn {

std::vector<StreamEnd> lower_topk(LowerContext& context) {
  const TensorInfo& output = output_of(context.network, context.layer);
  const StreamEnd& from = context.inputs.front();
  TopkConfig config;
  config.type = from.type.type;
  config.count = from.channels;
  config.k = output.channels();
  config.output = output.type;
  const NodeId node = context.add(cell_topk(), "topk", topk_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("places of the {} largest of {}", config.k, config.count);
  context.feed(from, node, 1);
  const StreamType type{output.type, output.range, {}};
  return {output_end(node, type, 1, config.k, config.k)};
}

}  // namespace finn
