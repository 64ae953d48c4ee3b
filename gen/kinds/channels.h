// SPDX-License-Identifier: Apache-2.0
// What a layer kind says about single channels, so that a pass can remove those that nobody needs (passes/prune.h).
//
// A tensor's channel is its last dimension. Two things are known of one: the values that it can take, and whether a
// mask removes it although it is alive. Two things are asked: is it needed, and must its values stay as they are? Where
// they need not, what a constant channel added to a sum moves on as an offset, old value = new value + offset, until a
// layer takes it into its own constants.
#pragma once

#include <vector>

#include "kinds/support.h"

namespace finn {

struct LayerKind;

struct ChannelFact {
  Range range;        ///< the values that the channel can take, never more than the tensor's
  bool gone = false;  ///< a mask removes it: it adds nothing to any sum, in the padding neither
  bool is_constant() const { return range.min == range.max; }
};
using ChannelFacts = std::vector<ChannelFact>;  ///< one per channel

/// Both only ever turn from false to true.
struct ChannelNeed {
  std::vector<bool> keep;   ///< per channel: it stays
  std::vector<bool> exact;  ///< per channel: its values must not move by an offset
};

/// A layer and what is known of its inputs' channels.
struct ChannelView {
  const Network& network;
  const Layer& layer;
  std::vector<const ChannelFacts*> facts;  ///< one per input
};

/// What `cut` gets. All vectors go by the channels before anything was removed.
struct ChannelCut {
  const ChannelView& view;
  std::vector<const ChannelNeed*> inputs;
  const ChannelNeed& output;
  std::vector<const std::vector<Wide>*> offsets;  ///< one per input, an offset per channel; 0 where `exact`
  Range input_range;                              ///< of the first input, all that is left of it and without offsets
  Attrs& attrs;                                   ///< of the layer, to be rewritten
  std::vector<Wide> output_offsets;               ///< to be filled, one per channel; all 0 at first
};

/// For kinds with one output. A kind without these rules, and any layer with constants that the host may rewrite, keeps
/// all channels of its inputs and its output, and takes no offsets.
struct ChannelRules {
  /// The output's channels.
  ChannelFacts (*facts)(const ChannelView&);
  /// Raises what the layer needs of its inputs, given what is needed of its output, and of its output, given what stays
  /// of its inputs for others: afterwards `cut` must be possible. Monotone in both.
  void (*need)(const ChannelView&, const std::vector<ChannelNeed*>& inputs, ChannelNeed& output);
  /// Rewrites the attributes for the channels that stay, and says which offsets the output has then.
  void (*cut)(ChannelCut&);
};

/// Rules of kinds that treat each channel by itself and alike, and have no constants for them: the output takes the
/// values of the input.
const ChannelRules& same_channels();

/// Each channel stays in all of these tensors or in none.
void keep_same(const std::vector<ChannelNeed*>& inputs, ChannelNeed& output);
/// What must be exact in the output must be so in the inputs.
void pass_exact(const std::vector<ChannelNeed*>& inputs, const ChannelNeed& output);
/// All channels of the inputs must be exact.
void all_exact(const std::vector<ChannelNeed*>& inputs);

/// The rows of a per-channel parameter tensor [C or 1, ...] for the channels that stay.
Tensor kept_rows(const Tensor& tensor, const std::vector<bool>& keep);
/// The same for a list with an entry per channel, or one or none for all.
std::vector<bool> kept_flags(const std::vector<bool>& flags, const std::vector<bool>& keep);
/// Numbers of the channels that stay.
std::vector<std::size_t> kept_channels(const std::vector<bool>& keep);
/// Are the offsets of all channels that stay equal?
bool one_offset(const std::vector<Wide>& offsets, const std::vector<bool>& keep);

}  // namespace finn
