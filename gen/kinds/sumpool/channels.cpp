// SPDX-License-Identifier: Apache-2.0
#include "kinds/sumpool/sumpool.h"
#include "kinds/support.h"

namespace finn {
namespace {

WindowGeometry window_of(const ChannelView& view) {
  return pooling_window(view.layer, input_of(view.network, view.layer));
}

ChannelFacts facts(const ChannelView& view) {
  const WindowGeometry window = window_of(view);
  ChannelFacts outputs = *view.facts.front();
  for (ChannelFact& fact : outputs) {
    const WideRange sums = sumpool_range(window, fact.range);
    fact.range = {static_cast<std::int64_t>(sums.min), static_cast<std::int64_t>(sums.max)};
  }
  return outputs;
}

/// With padding, windows at the edges see less of an offset than others.
void need(const ChannelView& view, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
  if (window_of(view).has_padding())
    all_exact(inputs);
  else
    pass_exact(inputs, output);
}

void cut(ChannelCut& to) {
  const std::int64_t taps = window_of(to.view).taps();
  for (std::size_t c = 0; c < to.output_offsets.size(); ++c) to.output_offsets[c] = (*to.offsets.front())[c] * taps;
}

}  // namespace

const ChannelRules& sumpool_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
