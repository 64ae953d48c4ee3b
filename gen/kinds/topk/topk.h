// SPDX-License-Identifier: Apache-2.0
// topk: the places of a vector's k largest elements, the largest first, of equal ones the earlier first.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

bool topk_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs topk_knobs(const Network& network, const Layer& layer);
std::int64_t topk_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t topk_operations(const Network& network, const Layer& layer);
GoldenRun topk_golden(const Network& network, const Layer& layer);
std::vector<KindExample> topk_examples();
std::vector<StreamEnd> lower_topk(LowerContext& context);

}  // namespace finn
