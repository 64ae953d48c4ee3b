// SPDX-License-Identifier: Apache-2.0
#include "cells/reorder/reorder.h"
#include "kinds/upsample/upsample.h"

namespace finn {

std::vector<StreamEnd> lower_upsample(LowerContext& context) {
  const TensorInfo& input = input_of(context.network, context.layer);
  const TensorInfo& output = output_of(context.network, context.layer);
  const std::vector<std::int64_t> factors = context.layer.attrs.integers("factors", {});
  const StreamEnd& from = context.inputs.front();
  const std::int64_t folds = input.channels() / context.folding.pe;
  ReorderConfig config;
  config.width = from.type.type.bits();
  config.lanes = context.folding.pe;
  config.h = input.shape[0];
  config.row = input.shape[1] * folds;
  config.count = {factors[0], input.shape[1], factors[1], folds};
  config.step = {0, folds, 0, 1};
  config.free = folds;
  const NodeId node = context.add(cell_reorder(), "upsample", reorder_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("each pixel {} times, each row {} times, {} channels a beat", factors[1], factors[0], config.lanes);
  context.feed(from, node, config.lanes);
  return {output_end(node, from.type, config.lanes, output.channels(), element_count(output.shape))};
}

}  // namespace finn
