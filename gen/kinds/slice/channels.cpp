// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/slice/slice.h"

namespace finn {
namespace {

SliceSpec spec_of(const ChannelView& view) { return slice_spec(view.layer, input_of(view.network, view.layer)); }

ChannelFacts facts(const ChannelView& view) {
  const SliceSpec spec = spec_of(view);
  const auto begin = view.facts.front()->begin();
  return {begin + spec.begin, begin + spec.end};
}

/// A channel within the run stays on both sides or on none.
void need(const ChannelView& view, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  ChannelNeed& input = *inputs.front();
  auto c = static_cast<std::size_t>(spec_of(view).begin);
  for (std::size_t to = 0; to < output.keep.size(); ++to, ++c) {
    if (input.keep[c]) output.keep[to] = true;
    if (output.keep[to]) input.keep[c] = true;
    if (output.exact[to]) input.exact[c] = true;
  }
}

void cut(ChannelCut& to) {
  const SliceSpec spec = spec_of(to.view);
  const std::vector<bool>& keep = to.inputs.front()->keep;
  const std::int64_t begin = std::count(keep.begin(), keep.begin() + spec.begin, true);
  to.attrs.set("begin", begin);
  to.attrs.set("end", begin + std::count(keep.begin() + spec.begin, keep.begin() + spec.end, true));
  std::copy_n(to.offsets.front()->begin() + spec.begin, spec.count(), to.output_offsets.begin());
}

}  // namespace

const ChannelRules& slice_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
