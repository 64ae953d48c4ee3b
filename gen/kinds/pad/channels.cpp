// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/pad/pad.h"
#include "kinds/support.h"

namespace finn {
namespace {

PadSpec spec_of(const ChannelView& view) { return pad_spec(view.layer, input_of(view.network, view.layer)); }

ChannelFacts facts(const ChannelView& view) {
  const PadSpec spec = spec_of(view);
  ChannelFacts outputs = *view.facts.front();
  if (!spec.window.has_padding()) return outputs;
  for (ChannelFact& fact : outputs)
    fact.range = {std::min(fact.range.min, spec.value), std::max(fact.range.max, spec.value)};
  return outputs;
}

/// The border has one value for all channels, which no offset moves.
void need(const ChannelView& view, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
  if (spec_of(view).window.has_padding())
    all_exact(inputs);
  else
    pass_exact(inputs, output);
}

void cut(ChannelCut& to) { to.output_offsets = *to.offsets.front(); }

}  // namespace

const ChannelRules& pad_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
