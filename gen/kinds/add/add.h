// SPDX-License-Identifier: Apache-2.0
// add: output = sum over the inputs of factor * input, element by element.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

/// One for each input; 1 where the layer says nothing.
std::vector<std::int64_t> add_factors(const Layer& layer);

bool add_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs add_knobs(const Network& network, const Layer& layer);
std::int64_t add_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t add_operations(const Network& network, const Layer& layer);
GoldenRun add_golden(const Network& network, const Layer& layer);
const ChannelRules& add_channels();
std::vector<KindExample> add_examples();
std::vector<StreamEnd> lower_add(LowerContext& context);

}  // namespace finn
