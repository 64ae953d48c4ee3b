// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/depth_to_space/depth_to_space.h"

namespace finn {
namespace {

/// Calls visit(output channel, input channel) for all channels.
template <typename Visit>
void for_channels(const ChannelView& view, Visit&& visit) {
  const DepthToSpaceSpec spec = depth_to_space_spec(view.layer, input_of(view.network, view.layer));
  for (std::int64_t c = 0; c < spec.channels; ++c)
    for (std::int64_t i = 0; i < spec.block; ++i)
      for (std::int64_t j = 0; j < spec.block; ++j)
        visit(static_cast<std::size_t>(c), static_cast<std::size_t>(spec.source(i, j, c)));
}

ChannelFacts facts(const ChannelView& view) {
  const ChannelFacts& inputs = *view.facts.front();
  ChannelFacts outputs;
  for_channels(view, [&](std::size_t to, std::size_t from) {
    const ChannelFact& input = inputs[from];
    if (to == outputs.size()) outputs.push_back(input);
    ChannelFact& fact = outputs[to];
    fact.range = {std::min(fact.range.min, input.range.min), std::max(fact.range.max, input.range.max)};
    fact.gone = fact.gone && input.gone;
  });
  return outputs;
}

/// A block's channels stay together, and could not have offsets of their own.
void need(const ChannelView& view, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  all_exact(inputs);
  std::vector<bool>& keep = inputs.front()->keep;
  for_channels(view, [&](std::size_t to, std::size_t from) {
    if (keep[from]) output.keep[to] = true;
  });
  for_channels(view, [&](std::size_t to, std::size_t from) {
    if (output.keep[to]) keep[from] = true;
  });
}

void cut(ChannelCut&) {}  // its channels follow from the input's

}  // namespace

const ChannelRules& depth_to_space_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
