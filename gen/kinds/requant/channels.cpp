// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <memory>

#include "kinds/requant/requant.h"

namespace finn {
namespace {

RequantSpec spec_of(const ChannelView& view) { return requant_spec(view.layer, input_of(view.network, view.layer)); }

/// Monotone in the input: its ends give those of the output.
ChannelFacts facts(const ChannelView& view) {
  const RequantSpec spec = spec_of(view);
  ChannelFacts outputs = *view.facts.front();
  for (std::int64_t c = 0; c < spec.channels; ++c) {
    ChannelFact& fact = outputs[static_cast<std::size_t>(c)];
    const auto output = [&](std::int64_t value) { return spec.output(value * spec.multiplier(c) + spec.offset(c)); };
    const std::int64_t first = output(fact.range.min);
    const std::int64_t last = output(fact.range.max);
    fact.range = {std::min(first, last), std::max(first, last)};
  }
  return outputs;
}

/// Offsets of the input become offsets of the sums.
void need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
}

void cut(ChannelCut& to) {
  const RequantSpec spec = spec_of(to.view);
  const std::vector<bool>& keep = to.output.keep;
  const std::vector<Wide>& offsets = *to.offsets.front();
  to.attrs.set("multipliers", std::make_shared<const Tensor>(kept_rows(*spec.multipliers, keep)));
  std::vector<std::size_t> rows = kept_channels(keep);
  const bool still_one = spec.offsets->dim(0) == 1 && one_offset(offsets, keep) &&
                         (spec.multipliers->dim(0) == 1 || offsets[rows.front()] == 0);
  if (still_one) rows.resize(1);
  Tensor sums{spec.offsets->type, {static_cast<std::int64_t>(rows.size()), 1}, {}};
  for (const std::size_t c : rows) {
    const auto channel = static_cast<std::int64_t>(c);
    // What leaves 64 bits leaves the sums' limit too, which the shape rule checks.
    constexpr Wide kMost = std::numeric_limits<std::int64_t>::max() / 4;
    sums.data.push_back(static_cast<std::int64_t>(
        std::clamp<Wide>(spec.offset(channel) + offsets[c] * spec.multiplier(channel), -kMost, kMost)));
  }
  widen_type(sums);
  to.attrs.set("offsets", std::make_shared<const Tensor>(std::move(sums)));
}

}  // namespace

const ChannelRules& requant_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
