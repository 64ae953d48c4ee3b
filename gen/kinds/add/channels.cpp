// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "kinds/add/add.h"

namespace finn {
namespace {

ChannelFacts facts(const ChannelView& view) {
  ChannelFacts outputs(view.facts.front()->size(), ChannelFact{{}, true});
  for (const ChannelFacts* input : view.facts)
    for (std::size_t c = 0; c < outputs.size(); ++c) outputs[c].gone = outputs[c].gone && (*input)[c].gone;
  // A tensor that is added twice takes the same value in both places.
  std::map<const ChannelFacts*, std::int64_t> gains;
  const std::vector<std::int64_t> factors = add_factors(view.layer);
  for (std::size_t i = 0; i < factors.size(); ++i) gains[view.facts[i]] += factors[i];
  for (std::size_t c = 0; c < outputs.size(); ++c) {
    WideRange sum;
    for (const auto& [input, gain] : gains) sum += product_range(gain, (*input)[c].range);
    outputs[c].range = {static_cast<std::int64_t>(sum.min), static_cast<std::int64_t>(sum.max)};
  }
  return outputs;
}

void need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
  pass_exact(inputs, output);
}

void cut(ChannelCut& to) {
  const std::vector<std::int64_t> factors = add_factors(to.view.layer);
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t c = 0; c < to.output_offsets.size(); ++c) to.output_offsets[c] += (*to.offsets[i])[c] * factors[i];
}

}  // namespace

const ChannelRules& add_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
