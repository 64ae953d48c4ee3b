// SPDX-License-Identifier: Apache-2.0
#include "kinds/matrix.h"

#include <algorithm>
#include <numeric>

#include "cells/extend/extend.h"
#include "cells/mvu/dsp_shape.h"
#include "cells/slice/slice.h"
#include "kinds/support.h"

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

/// The weight that stands in rows and columns that were added.
std::int64_t neutral(const MatrixSpec& spec) { return spec.weight_type.is_bipolar() ? 1 : 0; }

/// The matrix with more rows and columns. What is added to a row adds nothing to its sum, as the codes there are 0.
std::vector<std::int64_t> padded(const MatrixSpec& spec, std::int64_t mw, std::int64_t mh) {
  if (spec.matrix.empty()) return {};
  std::vector<std::int64_t> matrix(static_cast<std::size_t>(mw * mh), neutral(spec));
  for (std::int64_t row = 0; row < spec.mh; ++row)
    std::copy_n(spec.matrix.begin() + row * spec.mw, spec.mw, matrix.begin() + row * mw);
  return matrix;
}

/// Groups of `inner` elements that are cut out of, or extended to, `outer` elements: lanes and beats of a group at the
/// side of the `from` elements. Beats of whole lanes where these keep up with `cycles` a group, else all elements in
/// one beat.
struct Grouping {
  Grouping(std::int64_t from, std::int64_t outer, std::int64_t narrow_lanes, std::int64_t cycles) {
    const bool is_narrow = outer / narrow_lanes <= cycles && narrow_lanes < from;
    lanes = is_narrow ? narrow_lanes : from;
    folds = from / lanes;
  }
  std::int64_t lanes = 1;
  std::int64_t folds = 1;
};

/// Zeros behind the elements of each vector.
StreamEnd extend_vectors(LowerContext& context, const StreamEnd& from, const MatrixSpec& spec, const MvuConfig& mvu) {
  const Grouping grouping(spec.mw, mvu.mw, std::gcd(spec.mw, mvu.simd), mvu.nf() * mvu.sf());
  ExtendConfig config;
  config.width = from.type.type.bits();
  config.lanes = grouping.lanes;
  config.folds = grouping.folds;
  config.count = mvu.mw;
  config.groups = spec.vectors;
  const NodeId node = context.add(cell_extend(), "extend", extend_params(config));
  context.graph.nodes[static_cast<std::size_t>(node)].note =
      fmt::format("{} elements of a vector become {}", spec.mw, mvu.mw);
  context.feed(from, node, config.lanes);
  StreamType type = from.type;
  type.codes = {std::min<std::int64_t>(0, type.codes.min), std::max<std::int64_t>(0, type.codes.max)};
  return output_end(node, type, config.out_lanes(), mvu.mw, spec.vectors * mvu.mw);
}

/// Drops the results of added rows.
StreamEnd drop_rows(LowerContext& context, NodeId mvu, const MatrixSpec& spec, const MvuConfig& config,
                    const StreamType& output) {
  const Grouping grouping(config.mh, config.mh, std::gcd(spec.mh, config.pe), config.nf() * config.sf());
  SliceConfig slice;
  slice.width = output.type.bits();
  slice.lanes = grouping.lanes;
  slice.folds = grouping.folds;
  slice.count = spec.mh;
  slice.pixels = spec.vectors;
  const NodeId node = context.add(cell_slice(), "rows", slice_params(slice));
  context.graph.nodes[static_cast<std::size_t>(node)].note = fmt::format("{} rows of {}", spec.mh, config.mh);
  const StreamType codes{output.type, output.codes, {}};
  context.feed(output_end(mvu, codes, config.pe, config.mh, spec.vectors * config.mh), node, slice.lanes);
  return output_end(node, output, slice.out_lanes(), spec.mh, spec.vectors * spec.mh);
}

}  // namespace

StreamEnd lower_matrix(LowerContext& context, const StreamEnd& from, const MatrixSpec& spec, Range values) {
  MvuConfig config;
  config.pe = context.folding.pe;
  config.simd = context.folding.simd;
  config.mw = ceil_div(spec.mw, config.simd) * config.simd;
  config.mh = ceil_div(spec.mh, config.pe) * config.pe;
  config.vectors = spec.vectors;
  config.activation = from.type.type;
  config.weight = spec.weight_type;
  config.flip = config.weight.is_bipolar() && !config.activation.is_bipolar() && !context.layer.runtime &&
                takes_row_offsets(context.network, context.layer.outputs.front());
  config.dsp = takes_dsp(context.folding.style, config.activation, config.weight, config.pe * config.simd);
  config.fixed_weights = !context.layer.runtime;
  MvuConfig whole = config;  // without what is added
  whole.mw = spec.mw;
  whole.mh = spec.mh;
  const StreamType output = mvu_output_type(whole, values, spec.matrix);
  config.acc_width = output.type.bits();
  Memory weights = mvu_memory(config, padded(spec, config.mw, config.mh), context.folding.ram_style);
  if (context.layer.runtime)
    weights.parts =
        mvu_parts(config, spec.recipe.reshape({spec.mh, spec.mw}).pad({config.mh, config.mw}, neutral(spec)));
  const StreamEnd vectors = config.mw > spec.mw ? extend_vectors(context, from, spec, config) : from;
  const NodeId mvu = context.add(cell_mvu(), "mvu", mvu_params(config, weights), {weights});
  context.graph.nodes[static_cast<std::size_t>(mvu)].note =
      fmt::format("{} x {} {} matrix on {} codes, pe {}, simd {}{}", spec.mh, spec.mw, spec.weight_type.name(),
                  from.type.type.name(), config.pe, config.simd, config.dsp ? ", in DSPs" : "");
  context.feed(vectors, mvu, config.simd);
  if (config.mh > spec.mh) return drop_rows(context, mvu, spec, config, output);
  return output_end(mvu, output, config.pe, spec.mh, spec.vectors * spec.mh);
}

}  // namespace finn
