// SPDX-License-Identifier: Apache-2.0
// upsample: output[y][x] = input[y / fh][x / fw], the nearest neighbour at whole factors.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

bool upsample_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                    std::vector<TensorInfo>& outputs);
Knobs upsample_knobs(const Network& network, const Layer& layer);
std::int64_t upsample_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t upsample_operations(const Network& network, const Layer& layer);
GoldenRun upsample_golden(const Network& network, const Layer& layer);
std::vector<KindExample> upsample_examples();
std::vector<StreamEnd> lower_upsample(LowerContext& context);

}  // namespace finn
