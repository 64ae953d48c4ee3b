// SPDX-License-Identifier: Apache-2.0
#include "streamline/handlers.h"
#include "streamline/mac.h"

namespace finn::qonnx {

void handle_matmul(Flow& flow) {
  const onnx::Node& node = flow.node();
  const bool gemm = node.op == "Gemm";
  if (!flow.is_stream(0)) {
    flow.refuse("the tensor that flows must be its first operand", "transpose the product");
    return;
  }
  if (gemm && node.integer("transA", 0) != 0) {
    flow.refuse("a transposed first operand (transA) has no layer");
    return;
  }
  const auto matrix = flow.integer_constant(1);
  if (!matrix) return;
  const auto input = flow.integers(0);
  if (!input) return;
  auto stream = multiply(flow, *input, *matrix, gemm && node.integer("transB", 0) != 0);
  if (!stream) return;
  const Exact alpha = gemm ? flow.number("alpha", 1.0) : Exact(1);
  if (alpha != 1) stream->chain.append(AffineStep{PerChannel(alpha), PerChannel(Exact(0))});
  if (gemm && !node.input(2).empty()) {
    auto bias = flow.reals(2);
    if (!bias) return;
    const Exact beta = flow.number("beta", 1.0);
    for (Exact& value : bias->values) value *= beta;
    const auto values = flow.per_channel(*stream, *bias);
    if (!values) return;
    stream->chain.append(AffineStep{PerChannel(Exact(1)), *values});
  }
  flow.give(std::move(*stream));
}

}  // namespace finn::qonnx
