// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "kinds/fc/fc.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// The layer with its input's channels: column i of the matrix is channel i % channels.
struct View {
  explicit View(const ChannelView& view)
      : spec(fc_spec(view.layer, input_of(view.network, view.layer))),
        channels(static_cast<std::size_t>(input_of(view.network, view.layer).channels())),
        inputs(*view.facts.front()) {}

  std::size_t rows() const { return static_cast<std::size_t>(spec.outputs); }
  std::size_t columns() const { return static_cast<std::size_t>(spec.inputs); }
  const std::int64_t* row(std::size_t r) const { return spec.weights->data.data() + r * columns(); }

  FcSpec spec;
  std::size_t channels;
  const ChannelFacts& inputs;
};

ChannelFacts facts(const ChannelView& of) {
  const View view(of);
  ChannelFacts outputs(view.rows());
  const bool all_gone =
      std::all_of(view.inputs.begin(), view.inputs.end(), [](const ChannelFact& fact) { return fact.gone; });
  for (std::size_t r = 0; r < view.rows(); ++r) {
    WideRange sum;
    for (std::size_t i = 0; i < view.columns(); ++i) {
      const ChannelFact& input = view.inputs[i % view.channels];
      if (!input.gone) sum += product_range(view.row(r)[i], input.range);
    }
    outputs[r] = {{static_cast<std::int64_t>(sum.min), static_cast<std::int64_t>(sum.max)}, all_gone};
  }
  return outputs;
}

void need(const ChannelView& of, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  all_exact(inputs);
  const View view(of);
  std::vector<bool>& keep = inputs.front()->keep;
  for (const std::size_t r : kept_channels(output.keep)) {
    for (std::size_t i = 0; i < view.columns(); ++i) {
      const std::size_t c = i % view.channels;
      if (keep[c] || view.row(r)[i] == 0) continue;
      const ChannelFact& input = view.inputs[c];
      const bool becomes_offset = input.is_constant() && (input.range.min == 0 || !output.exact[r]);
      keep[c] = !input.gone && !becomes_offset;
    }
  }
}

void cut(ChannelCut& to) {
  const View view(to.view);
  const std::vector<bool>& keep = to.inputs.front()->keep;
  Tensor weights{view.spec.weights->type, {0, 0}, {}};
  for (const std::size_t r : kept_channels(to.output.keep)) {
    for (std::size_t i = 0; i < view.columns(); ++i) {
      const std::size_t c = i % view.channels;
      if (keep[c])
        weights.data.push_back(view.row(r)[i]);
      else if (!view.inputs[c].gone)  // constant, or its weight is 0
        to.output_offsets[r] += Wide{view.row(r)[i]} * view.inputs[c].range.min;
    }
    ++weights.shape[0];
  }
  weights.shape[1] = weights.size() / weights.shape[0];
  to.attrs.set("weights", std::make_shared<const Tensor>(std::move(weights)));
}

}  // namespace

const ChannelRules& fc_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
