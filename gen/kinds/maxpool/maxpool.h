// SPDX-License-Identifier: Apache-2.0
// maxpool: the largest element of each window of a channel. Padding never wins.
#pragma once

#include "ir/window.h"
#include "kinds/kind.h"

namespace finn {

/// The attributes of a maxpool layer, read. Dilation is always 1.
struct MaxpoolSpec {
  WindowGeometry window;
};

/// The layer must have passed `maxpool_shape`.
MaxpoolSpec maxpool_spec(const Layer& layer, const TensorInfo& input);

bool maxpool_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                   std::vector<TensorInfo>& outputs);
Knobs maxpool_knobs(const Network& network, const Layer& layer);
std::int64_t maxpool_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t maxpool_operations(const Network& network, const Layer& layer);
GoldenRun maxpool_golden(const Network& network, const Layer& layer);
std::vector<KindExample> maxpool_examples();
std::vector<StreamEnd> lower_maxpool(LowerContext& context);

}  // namespace finn
