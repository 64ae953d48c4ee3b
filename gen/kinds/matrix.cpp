// SPDX-License-Identifier: Apache-2.0
#include "kinds/matrix.h"

#include <algorithm>

#include "cells/mvu/dsp_shape.h"

namespace finn {
namespace {

/// Does every consumer absorb an offset of each channel at no cost? Those do that have parameters for each channel
/// anyway.
bool takes_row_offsets(const Network& network, TensorId tensor) {
  const TensorInfo& info = network.tensors[static_cast<std::size_t>(tensor)];
  const auto is_tensor = [&](const GraphOutput& output) { return output.tensor == tensor; };
  if (std::any_of(network.outputs.begin(), network.outputs.end(), is_tensor)) return false;
  return std::all_of(info.consumers.begin(), info.consumers.end(), [&](LayerId id) {
    const Layer& consumer = network.layers[static_cast<std::size_t>(id)];
    if (!consumer.kind->accepts_encoding) return false;
    return std::all_of(consumer.attrs.all().begin(), consumer.attrs.all().end(), [&](const auto& attribute) {
      const auto* parameters = std::get_if<std::shared_ptr<const Tensor>>(&attribute.second);
      return parameters == nullptr || (*parameters)->shape.front() == info.channels();
    });
  });
}

}  // namespace

StreamEnd lower_matrix(LowerContext& context, const StreamEnd& from, const MatrixSpec& spec, Range values) {
  MvuConfig config;
  config.mw = spec.mw;
  config.mh = spec.mh;
  config.pe = context.folding.pe;
  config.simd = context.folding.simd;
  config.vectors = spec.vectors;
  config.activation = from.type.type;
  config.weight = spec.weight_type;
  config.flip = config.weight.is_bipolar() && !config.activation.is_bipolar() && !context.layer.runtime &&
                takes_row_offsets(context.network, context.layer.outputs.front());
  config.dsp = takes_dsp(context.folding.style, config.activation, config.weight, config.pe * config.simd);
  config.fixed_weights = !context.layer.runtime;
  const StreamType output = mvu_output_type(config, values, spec.matrix);
  config.acc_width = output.type.bits();
  const Memory weights = mvu_memory(config, spec.matrix, context.folding.ram_style);
  const NodeId mvu = context.add(cell_mvu(), "mvu", mvu_params(config, weights), {weights});
  context.graph.nodes[static_cast<std::size_t>(mvu)].note =
      fmt::format("{} x {} {} matrix on {} codes, pe {}, simd {}{}", spec.mh, spec.mw, spec.weight_type.name(),
                  from.type.type.name(), config.pe, config.simd, config.dsp ? ", in DSPs" : "");
  context.feed(from, mvu, config.simd);
  return output_end(mvu, output, config.pe, spec.mh, spec.vectors * spec.mh);
}

}  // namespace finn
