// SPDX-License-Identifier: Apache-2.0
// sumpool: the exact sum over each window of a channel. Padding counts as 0.
#pragma once

#include "ir/window.h"
#include "kinds/kind.h"

namespace finn {

/// Exact range of the sums over a window's real elements, for elements of a range.
WideRange sumpool_range(const WindowGeometry& window, Range input);

bool sumpool_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs);
Knobs sumpool_knobs(const Network& network, const Layer& layer);
std::int64_t sumpool_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t sumpool_operations(const Network& network, const Layer& layer);
GoldenRun sumpool_golden(const Network& network, const Layer& layer);
const ChannelRules& sumpool_channels();
std::vector<KindExample> sumpool_examples();
std::vector<StreamEnd> lower_sumpool(LowerContext& context);

}  // namespace finn
