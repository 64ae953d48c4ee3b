// SPDX-License-Identifier: Apache-2.0
// slice: the channels begin .. end - 1 of a tensor.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

/// The attributes of a slice layer, read.
struct SliceSpec {
  std::int64_t channels = 1;  ///< C of the input
  std::int64_t begin = 0;
  std::int64_t end = 1;

  std::int64_t count() const { return end - begin; }
};

SliceSpec slice_spec(const Layer& layer, const TensorInfo& input);

bool slice_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                 std::vector<TensorInfo>& outputs);
Knobs slice_knobs(const Network& network, const Layer& layer);
std::int64_t slice_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t slice_operations(const Network& network, const Layer& layer);
GoldenRun slice_golden(const Network& network, const Layer& layer);
const ChannelRules& slice_channels();
std::vector<KindExample> slice_examples();
std::vector<StreamEnd> lower_slice(LowerContext& context);

}  // namespace finn
