// SPDX-License-Identifier: Apache-2.0
// Lowering of matrix-vector products, shared by the MAC kinds.
#pragma once

#include <cstdint>
#include <vector>

#include "kinds/kind.h"

namespace finn {

/// An MH x MW matrix that meets `vectors` vectors a frame.
struct MatrixSpec {
  std::int64_t mw = 1;
  std::int64_t mh = 1;
  std::int64_t vectors = 1;
  DataType weight_type = DataType::sint(8);
  std::vector<std::int64_t> matrix;  ///< row by row, columns in the order of the stream
  Recipe recipe;                     ///< of the matrix, in any shape with its elements
};

/// Adds an MVU for the layer, fed by `from`; returns the stream of its accumulators, whose values stay in `values`.
/// Where SIMD does not divide MW, columns are added whose inputs are zeros, and where PE does not divide MH, rows whose
/// results are dropped.
StreamEnd lower_matrix(LowerContext& context, const StreamEnd& from, const MatrixSpec& spec, Range values);

}  // namespace finn
