// SPDX-License-Identifier: Apache-2.0
// pad: a border of one value around an image. Where the input's type does not have that value, the output's type has.
#pragma once

#include "ir/window.h"
#include "kinds/kind.h"

namespace finn {

/// The attributes of a pad layer, read: its output is what a window of one pixel sees.
struct PadSpec {
  WindowGeometry window;
  std::int64_t value = 0;
};

PadSpec pad_spec(const Layer& layer, const TensorInfo& input);

bool pad_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs pad_knobs(const Network& network, const Layer& layer);
std::int64_t pad_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t pad_operations(const Network& network, const Layer& layer);
GoldenRun pad_golden(const Network& network, const Layer& layer);
const ChannelRules& pad_channels();
std::vector<KindExample> pad_examples();
std::vector<StreamEnd> lower_pad(LowerContext& context);

}  // namespace finn
