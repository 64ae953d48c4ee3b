// SPDX-License-Identifier: Apache-2.0
#include "cells/add/add.h"

#include "kinds/add/add.h"

namespace finn {

std::vector<StreamEnd> lower_add(LowerContext& context) {
  const TensorInfo& output = output_of(context.network, context.layer);
  const std::vector<std::int64_t> factors = add_factors(context.layer);
  AddConfig config;
  for (std::size_t i = 0; i < factors.size(); ++i) config.inputs.push_back({context.inputs[i].type.type, factors[i]});
  config.pe = context.folding.pe;
  config.beats = element_count(output.shape) / config.pe;
  config.output = output.type;
  const NodeId node = context.add(cell_add(), "add", add_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("sum of {} tensors, {} out, pe {}", factors.size(), output.type.name(), config.pe);
  for (std::size_t i = 0; i < factors.size(); ++i)
    context.feed(context.inputs[i], node, config.pe, static_cast<int>(i));
  const StreamType type{output.type, output.range, {}};
  return {output_end(node, type, config.pe, output.channels(), element_count(output.shape))};
}

}  // namespace finn
