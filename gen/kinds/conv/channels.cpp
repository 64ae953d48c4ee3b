// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "kinds/conv/conv.h"
#include "kinds/support.h"

namespace finn {
namespace {

ConvSpec spec_of(const ChannelView& view) { return conv_spec(view.layer, input_of(view.network, view.layer)); }

/// Output channels of a group see its input channels alone.
struct Group {
  Group(const ConvSpec& spec, std::int64_t number)
      : first_input(static_cast<std::size_t>(number * spec.group_channels())),
        inputs(static_cast<std::size_t>(spec.group_channels())),
        first_output(static_cast<std::size_t>(number * spec.group_outputs())),
        outputs(static_cast<std::size_t>(spec.group_outputs())) {}
  std::size_t first_input, inputs, first_output, outputs;
};

/// The taps of input channel i of a group in output channel o.
const std::int64_t* taps_of(const ConvSpec& spec, std::size_t o, std::size_t i) {
  return spec.weights->data.data() +
         (o * static_cast<std::size_t>(spec.group_channels()) + i) * static_cast<std::size_t>(spec.window.taps());
}

bool all_zero(const ConvSpec& spec, std::size_t o, std::size_t i) {
  const std::int64_t* taps = taps_of(spec, o, i);
  return std::all_of(taps, taps + spec.window.taps(), [](std::int64_t weight) { return weight == 0; });
}

ChannelFacts facts(const ChannelView& view) {
  const ConvSpec spec = spec_of(view);
  const ChannelFacts& inputs = *view.facts.front();
  ChannelFacts outputs;
  for (const WideRange& range : conv_ranges(spec, inputs))
    outputs.push_back({{static_cast<std::int64_t>(range.min), static_cast<std::int64_t>(range.max)}, false});
  for (std::int64_t g = 0; g < spec.groups; ++g) {
    const Group group(spec, g);
    const auto begin = inputs.begin() + static_cast<std::ptrdiff_t>(group.first_input);
    const bool gone = std::all_of(begin, begin + static_cast<std::ptrdiff_t>(group.inputs),
                                  [](const ChannelFact& fact) { return fact.gone; });
    for (std::size_t o = 0; o < group.outputs; ++o) outputs[group.first_output + o].gone = gone;
  }
  return outputs;
}

/// A group stays as a whole or goes as a whole.
void need_groups(const ConvSpec& spec, std::vector<bool>& inputs, std::vector<bool>& outputs) {
  for (std::int64_t g = 0; g < spec.groups; ++g) {
    const Group group(spec, g);
    bool any = false;
    for (std::size_t i = 0; i < group.inputs; ++i) any = any || inputs[group.first_input + i];
    for (std::size_t o = 0; o < group.outputs; ++o) any = any || outputs[group.first_output + o];
    for (std::size_t i = 0; any && i < group.inputs; ++i) inputs[group.first_input + i] = true;
    for (std::size_t o = 0; any && o < group.outputs; ++o) outputs[group.first_output + o] = true;
  }
}

void need(const ChannelView& view, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  all_exact(inputs);
  const ConvSpec spec = spec_of(view);
  std::vector<bool>& keep = inputs.front()->keep;
  if (spec.groups > 1) return need_groups(spec, keep, output.keep);
  const ChannelFacts& facts = *view.facts.front();
  const auto channels = static_cast<std::size_t>(spec.window.channels);
  for (const std::size_t o : kept_channels(output.keep)) {
    for (std::size_t c = 0; c < channels; ++c) {
      const ChannelFact& input = facts[c];
      if (keep[c] || input.gone) continue;
      // In the padding the channel must be as constant as elsewhere.
      const bool constant = input.is_constant() && (!spec.window.has_padding() || spec.pad_value == input.range.min);
      keep[c] = !(constant && (input.range.min == 0 || !output.exact[o])) && !all_zero(spec, o, c);
    }
  }
}

/// The rows and columns that stay, of one group.
void cut_matrix(ChannelCut& cut, const ConvSpec& spec, Tensor& weights) {
  const std::vector<bool>& keep = cut.inputs.front()->keep;
  const ChannelFacts& facts = *cut.view.facts.front();
  for (const std::size_t o : kept_channels(cut.output.keep)) {
    for (std::size_t c = 0; c < keep.size(); ++c) {
      const std::int64_t* taps = taps_of(spec, o, c);
      if (keep[c]) {
        weights.data.insert(weights.data.end(), taps, taps + spec.window.taps());
      } else if (!facts[c].gone) {  // constant, or its weights are 0
        for (std::int64_t t = 0; t < spec.window.taps(); ++t)
          cut.output_offsets[o] += Wide{taps[t]} * facts[c].range.min;
      }
    }
  }
  weights.shape[1] = static_cast<std::int64_t>(kept_channels(keep).size());
}

void cut(ChannelCut& to) {
  const ConvSpec spec = spec_of(to.view);
  Tensor weights{spec.weights->type, spec.weights->shape, {}};
  if (spec.groups == 1) {
    cut_matrix(to, spec, weights);
  } else {
    weights.data = kept_rows(*spec.weights, to.output.keep).data;
    const auto outputs = static_cast<std::int64_t>(kept_channels(to.output.keep).size());
    to.attrs.set("group", outputs / spec.group_outputs());
  }
  weights.shape[0] = static_cast<std::int64_t>(kept_channels(to.output.keep).size());
  to.attrs.set("weights", std::make_shared<const Tensor>(std::move(weights)));
}

}  // namespace

const ChannelRules& conv_channels() {
  static const ChannelRules rules = {.facts = facts, .need = need, .cut = cut};
  return rules;
}

}  // namespace finn
