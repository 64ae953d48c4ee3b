// SPDX-License-Identifier: Apache-2.0
// concat: the channels of several tensors, one after the other in each pixel.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

bool concat_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                  std::vector<TensorInfo>& outputs);
Knobs concat_knobs(const Network& network, const Layer& layer);
std::int64_t concat_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t concat_operations(const Network& network, const Layer& layer);
GoldenRun concat_golden(const Network& network, const Layer& layer);
const ChannelRules& concat_channels();
std::vector<KindExample> concat_examples();
std::vector<StreamEnd> lower_concat(LowerContext& context);

}  // namespace finn
