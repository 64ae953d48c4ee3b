// SPDX-License-Identifier: Apache-2.0
#include "cells/reorder/reorder.h"
#include "kinds/depth_to_space/depth_to_space.h"

namespace finn {

std::vector<StreamEnd> lower_depth_to_space(LowerContext& context) {
  const TensorInfo& output = output_of(context.network, context.layer);
  const DepthToSpaceSpec spec = depth_to_space_spec(context.layer, input_of(context.network, context.layer));
  const StreamEnd& from = context.inputs.front();
  const std::int64_t b = spec.block;
  ReorderConfig config;
  config.width = from.type.type.bits();
  config.lanes = context.folding.pe;
  config.h = spec.h;
  config.free = spec.depth() / config.lanes;  // words of a pixel
  config.row = spec.w * config.free;
  if (config.lanes == spec.depth()) {  // a word is a pixel: a turn of the outermost loop takes one of its b parts
    config.segments = b;
    config.crd = spec.crd;
    config.count = {b, spec.w, 1, 1};
    config.step = {0, 1, 0, 0};
  } else if (spec.crd) {  // for i, w, j, c
    config.count = {b, spec.w, b, spec.channels};
    config.step = {b, spec.depth(), 1, b * b};
  } else {  // for i, w and the words of b*C channels
    const std::int64_t words = b * spec.channels / config.lanes;
    config.count = {b, spec.w, 1, words};
    config.step = {words, b * words, 0, 1};
  }
  const NodeId node = context.add(cell_reorder(), "blocks", reorder_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("blocks of {} x {} pixels, {} channels a beat in", b, b, config.lanes);
  context.feed(from, node, config.lanes);
  return {output_end(node, from.type, config.out_lanes(), spec.channels, element_count(output.shape))};
}

}  // namespace finn
