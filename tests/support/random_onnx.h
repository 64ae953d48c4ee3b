// SPDX-License-Identifier: Apache-2.0
// Seeded random quantized ONNX graphs, as exporters write them: chains, forks and joins of the operators that can be
// imported, with random scales, gains and bit widths, and ties and denormal or negative gains on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onnx.pb.h"

namespace finn::test {

struct RandomOnnx {
  ::onnx::ModelProto model;
  std::vector<std::int64_t> input_dims;     ///< of the input "x", with a batch axis of 1
  std::vector<std::vector<float>> samples;  ///< values of the input
  std::string output;
};

RandomOnnx random_onnx(std::uint32_t seed);

}  // namespace finn::test
