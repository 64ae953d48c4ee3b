// SPDX-License-Identifier: Apache-2.0
// Helpers of the evaluators: tensors seen through strides.
#pragma once

#include <vector>

#include "onnx/node_view.h"

namespace finn::onnx {

/// Steps between neighbours of each axis, in elements, in C order.
std::vector<std::int64_t> strides_of(const Dims& dims);

/// The tensor of shape `dims` whose element at an index is `in`'s element base + sum(index * strides).
Tensor strided(const Tensor& in, const Dims& dims, std::int64_t base, const std::vector<std::int64_t>& strides);

/// `in` broadcast to `dims`.
Tensor expanded(const Tensor& in, const Dims& dims);

/// The same values as real numbers.
Tensor as_reals(Tensor in);

/// A tensor of the shape, with zeros.
Tensor zeros(const Dims& dims, bool is_integer);

}  // namespace finn::onnx
