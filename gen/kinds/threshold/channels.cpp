// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "kinds/support.h"
#include "kinds/threshold/threshold.h"

namespace finn {
namespace {

ThresholdSpec spec_of(const ChannelView& view) {
  return threshold_spec(view.layer, input_of(view.network, view.layer));
}

ChannelFacts facts(const ChannelView& view) {
  const ThresholdSpec spec = spec_of(view);
  ChannelFacts outputs = *view.facts.front();
  for (std::int64_t c = 0; c < spec.channels; ++c) {
    ChannelFact& fact = outputs[static_cast<std::size_t>(c)];
    fact.range = spec.outputs(c, fact.range);
  }
  return outputs;
}

/// Thresholds follow any offset of the input.
void need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
}

/// input >= t is input - offset >= t - offset. What lies beyond the range that the input has left is as good as just
/// beyond it.
std::int64_t moved(std::int64_t threshold, Wide offset, Range input) {
  return static_cast<std::int64_t>(std::clamp<Wide>(threshold - offset, Wide{input.min} - 1, Wide{input.max} + 1));
}

void cut(ChannelCut& to) {
  const ThresholdSpec spec = spec_of(to.view);
  const std::vector<bool>& keep = to.output.keep;
  const std::vector<Wide>& offsets = *to.offsets.front();
  if (!spec.flip.empty()) to.attrs.set("flip", kept_flags(spec.flip, keep));
  std::vector<std::size_t> rows = kept_channels(keep);
  if (spec.rows == 1 && one_offset(offsets, keep)) rows.resize(1);  // the row serves all channels still
  Tensor thresholds{spec.thresholds->type, {static_cast<std::int64_t>(rows.size()), spec.count}, {}};
  for (const std::size_t c : rows) {
    const std::int64_t* row = spec.row(static_cast<std::int64_t>(c));
    for (std::int64_t k = 0; k < spec.count; ++k)
      thresholds.data.push_back(offsets[c] == 0 ? row[k] : moved(row[k], offsets[c], to.input_range));
  }
  widen_type(thresholds);
  to.attrs.set("thresholds", std::make_shared<const Tensor>(std::move(thresholds)));
}

}  // namespace

const ChannelRules& threshold_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
