// SPDX-License-Identifier: Apache-2.0
// Convolutions of whatever node they come from.
#pragma once

#include "streamline/flow.h"

namespace finn::qonnx {

/// [O, I/group, KH, KW], and where each of its elements stands in the constant.
struct Kernel {
  std::int64_t outputs = 0;
  std::int64_t inputs = 0;  ///< of one group
  std::vector<std::int64_t> size;
  std::vector<std::size_t> at;
};

/// The conv layer of the current node on an image, with what its sums mean; refused where that has no single scale.
std::optional<Stream> convolve(Flow& flow, Integers input, const IntegerConstant& weights, const Kernel& kernel,
                               std::int64_t group, WindowAttributes window, bool channels_last);

}  // namespace finn::qonnx
