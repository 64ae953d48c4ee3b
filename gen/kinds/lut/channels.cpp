// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "kinds/lut/lut.h"
#include "kinds/support.h"

namespace finn {
namespace {

LutSpec spec_of(const ChannelView& view) { return lut_spec(view.layer, input_of(view.network, view.layer)); }

ChannelFacts facts(const ChannelView& view) {
  const LutSpec spec = spec_of(view);
  const DataType input = input_of(view.network, view.layer).type;
  ChannelFacts outputs = *view.facts.front();
  for (std::int64_t c = 0; c < spec.channels; ++c) {
    ChannelFact& fact = outputs[static_cast<std::size_t>(c)];
    fact.range = spec.outputs(c, fact.range, input);
  }
  return outputs;
}

/// A table for inputs with an offset could need more entries.
void need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
  all_exact(inputs);
}

void cut(ChannelCut& to) {
  const LutSpec spec = spec_of(to.view);
  to.attrs.set("table", std::make_shared<const Tensor>(kept_rows(*spec.table, to.output.keep)));
  to.attrs.set("input_min", spec.input_min);  // its default would follow the input's type, which may get narrower
}

}  // namespace

const ChannelRules& lut_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
