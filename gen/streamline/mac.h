// SPDX-License-Identifier: Apache-2.0
// What matrices and convolutions share: constants as weights, and what the sums of products mean.
#pragma once

#include <functional>

#include "streamline/flow.h"

namespace finn::qonnx {

/// Weights of one output row: positions in the constant, and the input channel that each meets.
struct MacShape {
  std::int64_t outputs = 0;
  std::int64_t terms = 0;                                                      ///< of one sum
  std::function<std::size_t(std::int64_t output, std::int64_t term)> weight;   ///< position in the constant
  std::function<std::size_t(std::int64_t output, std::int64_t term)> channel;  ///< of the input
};

/// The real value of each row's sum: s_in * s_w * sum + s_w * sum of w * offset. Refused where a scale varies within
/// one sum.
std::optional<Affine> mac_affine(Flow& flow, const MacShape& shape, const IntegerConstant& weights,
                                 const Affine& input);

/// Integers as a weight tensor of the narrowest type.
std::shared_ptr<const Tensor> weight_tensor(Shape shape, std::vector<std::int64_t> values);

/// Products of a matrix [K, N] ([N, K] where `transposed`) with the last axis of a stream; the node's new stream.
std::optional<Stream> multiply(Flow& flow, const Integers& input, const IntegerConstant& matrix, bool transposed);

}  // namespace finn::qonnx
