// SPDX-License-Identifier: Apache-2.0
#include "kinds/channels.h"

#include <algorithm>
#include <memory>

#include "kinds/kind.h"

namespace finn {
namespace {

ChannelFacts input_facts(const ChannelView& view) { return *view.facts.front(); }

void same_need(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  keep_same(inputs, output);
  pass_exact(inputs, output);
}

void pass_offsets(ChannelCut& cut) { cut.output_offsets = *cut.offsets.front(); }

void raise(std::vector<bool>& to, const std::vector<bool>& from) {
  for (std::size_t c = 0; c < from.size(); ++c)
    if (from[c]) to[c] = true;
}

}  // namespace

const ChannelRules& same_channels() {
  static const ChannelRules rules = {.facts = input_facts, .need = same_need, .cut = pass_offsets};
  return rules;
}

void keep_same(const std::vector<ChannelNeed*>& inputs, ChannelNeed& output) {
  for (const ChannelNeed* input : inputs) raise(output.keep, input->keep);
  for (ChannelNeed* input : inputs) raise(input->keep, output.keep);
}

void pass_exact(const std::vector<ChannelNeed*>& inputs, const ChannelNeed& output) {
  for (ChannelNeed* input : inputs) raise(input->exact, output.exact);
}

void all_exact(const std::vector<ChannelNeed*>& inputs) {
  for (ChannelNeed* input : inputs) input->exact.assign(input->exact.size(), true);
}

Tensor kept_rows(const Tensor& tensor, const std::vector<bool>& keep) {
  if (tensor.dim(0) == 1) return tensor;
  Tensor kept{tensor.type, tensor.shape, {}};
  const auto row = static_cast<std::ptrdiff_t>(tensor.size() / tensor.dim(0));
  kept.shape.front() = 0;
  for (const std::size_t channel : kept_channels(keep)) {
    const auto begin = tensor.data.begin() + static_cast<std::ptrdiff_t>(channel) * row;
    kept.data.insert(kept.data.end(), begin, begin + row);
    ++kept.shape.front();
  }
  return kept;
}

std::vector<bool> kept_flags(const std::vector<bool>& flags, const std::vector<bool>& keep) {
  if (flags.size() <= 1) return flags;
  std::vector<bool> kept;
  for (const std::size_t channel : kept_channels(keep)) kept.push_back(flags[channel]);
  return kept;
}

std::vector<std::size_t> kept_channels(const std::vector<bool>& keep) {
  std::vector<std::size_t> channels;
  for (std::size_t c = 0; c < keep.size(); ++c)
    if (keep[c]) channels.push_back(c);
  return channels;
}

bool one_offset(const std::vector<Wide>& offsets, const std::vector<bool>& keep) {
  const std::vector<std::size_t> channels = kept_channels(keep);
  return std::all_of(channels.begin(), channels.end(),
                     [&](std::size_t c) { return offsets[c] == offsets[channels.front()]; });
}

}  // namespace finn
