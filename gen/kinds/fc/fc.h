// SPDX-License-Identifier: Apache-2.0
// fc: a fully connected layer, output[o] = sum over i of weights[o][i] * input[i].
#pragma once

#include "kinds/kind.h"

namespace finn {

/// The attributes of an fc layer, read. Weights are [outputs, inputs]; an image input is flattened (h*W + w)*C + c.
struct FcSpec {
  std::int64_t inputs = 1;          ///< I, the matrix's columns (MW)
  std::int64_t outputs = 1;         ///< O, the matrix's rows (MH)
  const Tensor* weights = nullptr;  ///< owned by the layer
};

/// The layer must have passed `fc_shape`.
FcSpec fc_spec(const Layer& layer, const TensorInfo& input);

bool fc_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs);
Knobs fc_knobs(const Network& network, const Layer& layer);
std::int64_t fc_cycles(const Network& network, const Layer& layer, const Folding& folding);
std::int64_t fc_operations(const Network& network, const Layer& layer);
GoldenRun fc_golden(const Network& network, const Layer& layer);
const ChannelRules& fc_channels();
std::vector<KindExample> fc_examples();
std::vector<StreamEnd> lower_fc(LowerContext& context);

}  // namespace finn
