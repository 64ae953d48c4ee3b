// SPDX-License-Identifier: Apache-2.0
#include "kinds/matrix.h"

#include "cells/mvu/mvu.h"

namespace finn {

StreamEnd lower_matrix(LowerContext& context, const StreamEnd& from, const MatrixSpec& spec, Range values) {
  MvuConfig config;
  config.mw = spec.mw;
  config.mh = spec.mh;
  config.pe = context.folding.pe;
  config.simd = context.folding.simd;
  config.vectors = spec.vectors;
  config.activation = from.type.type;
  config.weight = spec.weight_type;
  config.dot_latency = mvu_dot_latency(config.simd, config.activation, config.weight);
  const StreamType output = mvu_output_type(config, values);
  config.acc_width = output.type.bits();
  const NodeId mvu =
      context.add(cell_mvu(), "mvu", mvu_params(config), {mvu_memory(config, spec.matrix, context.folding.ram_style)});
  context.graph.nodes[static_cast<std::size_t>(mvu)].note =
      fmt::format("{} x {} {} matrix on {} codes, pe {}, simd {}", spec.mh, spec.mw, spec.weight_type.name(),
                  from.type.type.name(), config.pe, config.simd);
  context.feed(from, mvu, config.simd);
  return output_end(mvu, output, config.pe, spec.mh, spec.vectors * spec.mh);
}

}  // namespace finn
