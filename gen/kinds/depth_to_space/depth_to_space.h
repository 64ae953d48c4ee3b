// SPDX-License-Identifier: Apache-2.0
// depth_to_space: the channels of each pixel become a block of b x b pixels, as the operator of ONNX has it.
#pragma once

#include "kinds/kind.h"
#include "kinds/support.h"

namespace finn {

/// The attributes of a depth_to_space layer, read. Pixel (i, j) of a block and its channel c come from input channel
/// (i * block + j) * channels + c, with crd c * block^2 + i * block + j.
struct DepthToSpaceSpec {
  std::int64_t h = 1, w = 1;  ///< of the input
  std::int64_t block = 1;
  std::int64_t channels = 1;  ///< of the output
  bool crd = false;

  std::int64_t source(std::int64_t i, std::int64_t j, std::int64_t c) const {
    return crd ? (c * block + i) * block + j : (i * block + j) * channels + c;
  }
  /// Channels of the input.
  std::int64_t depth() const { return block * block * channels; }
};

/// The layer must have passed `depth_to_space_shape`.
DepthToSpaceSpec depth_to_space_spec(const Layer& layer, const TensorInfo& input);

bool depth_to_space_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics,
                          std::vector<TensorInfo>& outputs);
Knobs depth_to_space_knobs(const Network& network, const Layer& layer);
std::int64_t depth_to_space_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t depth_to_space_operations(const Network& network, const Layer& layer);
GoldenRun depth_to_space_golden(const Network& network, const Layer& layer);
const ChannelRules& depth_to_space_channels();
std::vector<KindExample> depth_to_space_examples();
std::vector<StreamEnd> lower_depth_to_space(LowerContext& context);

}  // namespace finn
