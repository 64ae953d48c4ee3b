// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/concat/concat.h"

namespace finn {
namespace {

ChannelFacts facts(const ChannelView& view) {
  ChannelFacts outputs;
  for (const ChannelFacts* input : view.facts) outputs.insert(outputs.end(), input->begin(), input->end());
  return outputs;
}

void need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  std::size_t to = 0;
  for (ChannelNeed* input : inputs) {
    for (std::size_t c = 0; c < input->keep.size(); ++c, ++to) {
      if (input->keep[c]) output.keep[to] = true;
      if (output.keep[to]) input->keep[c] = true;
      if (output.exact[to]) input->exact[c] = true;
    }
  }
}

void cut(ChannelCut& to) {
  auto out = to.output_offsets.begin();
  for (const std::vector<Wide>* offsets : to.offsets) out = std::copy(offsets->begin(), offsets->end(), out);
}

}  // namespace

const ChannelRules& concat_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
