// SPDX-License-Identifier: Apache-2.0
// Evaluates a small ONNX graph node by node in exact rational arithmetic: what importers are compared with. It shares
// no code with them.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "onnx.pb.h"

namespace finn::test {

using Rational = boost::multiprecision::cpp_rational;

struct RationalArray {
  std::vector<std::int64_t> dims;
  std::vector<Rational> data;  ///< row-major
};

/// All tensors of the graph for one sample. Images are [1, C, H, W]. Throws std::runtime_error on an operator that it
/// does not know. Roots and curves are taken to 50 digits.
std::map<std::string, RationalArray> interpret(const ::onnx::ModelProto& model,
                                               const std::map<std::string, RationalArray>& inputs);

}  // namespace finn::test
