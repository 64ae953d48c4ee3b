// SPDX-License-Identifier: Apache-2.0
// Which channels of a network's tensors can go.
#pragma once

#include <vector>

#include "import/mask_reader.h"
#include "kinds/channels.h"

namespace finn {

/// Everything by tensor id.
struct ChannelPlan {
  std::vector<ChannelFacts> facts;
  std::vector<ChannelNeed> needs;
  /// Why a channel stays: the layer that asked for it first; kPort: a graph input or output; kLast: a tensor needs one.
  std::vector<std::vector<LayerId>> because;
  static constexpr LayerId kPort = -2;
  static constexpr LayerId kLast = -3;

  bool removes_any() const;
};

/// The rules that a layer takes part by; null: it keeps all channels. A layer whose constants the host may rewrite
/// does.
const ChannelRules* channel_rules(const Layer& layer);

/// The least that must stay. First the values of every channel, from the inputs on. Then needs spread from the
/// network's inputs and outputs, which stay as they are, until every layer has what its rules ask for: a channel that
/// is constant, or that only meets weights of 0 or channels that nobody needs, is asked for by no one. Every tensor
/// keeps one channel.
ChannelPlan plan_channels(const Network& network, const std::vector<MaskedChannels>& mask);

}  // namespace finn
