// SPDX-License-Identifier: Apache-2.0
// FINN's own hardware nodes: integers in, integers out, thresholds as they stand.
#include "streamline/handlers.h"
#include "streamline/mac.h"

namespace finn::qonnx {
namespace {

/// Thresholds of an input of the node, ActVal and output type of its attributes.
bool append_thresholds(Flow& flow, Stream& stream, std::size_t input) {
  auto step = count_step(flow, stream, input, true);
  if (!step) return false;
  stream.chain.append(std::move(*step));
  if (flow.node().text("outputDataType", "") == "BIPOLAR")
    append_levels(stream.chain, 2, -1);
  else
    append_levels(stream.chain, 1, Exact(flow.node().integer("ActVal", 0)));
  return true;
}

}  // namespace

void handle_mvau(Flow& flow) {
  const onnx::Node& node = flow.node();
  const auto matrix = flow.integer_constant(1);
  if (!matrix) return;
  auto input = flow.integers(0);
  if (!input) return;
  IntegerConstant weights = *matrix;
  const bool xnor = node.integer("binaryXnorMode", 0) != 0;
  if (xnor) {
    // Bits that stand for -1 and +1; the node counts where they are equal.
    for (std::int64_t& weight : weights.values)
      if (weight == 0) weight = -1;
    input->affine = {PerChannel(Exact(2)), PerChannel(Exact(-1))};
  }
  auto stream = multiply(flow, *input, weights, false);
  if (!stream) return;
  if (xnor) {
    const Exact half(1, 2);
    stream->chain.append(AffineStep{PerChannel(half), PerChannel(Exact(weights.dims.front()) * half)});
  }
  if (node.integer("noActivation", 0) == 0) {
    if (node.input(2).empty()) {
      flow.refuse("it has an activation but no thresholds");
      return;
    }
    if (!append_thresholds(flow, *stream, 2)) return;
    flow.wait_in_chain(std::move(*stream), "");
    return;
  }
  flow.give(std::move(*stream));
}

void handle_thresholding(Flow& flow) {
  auto stream = flow.stream(0);
  if (stream && append_thresholds(flow, *stream, 1)) flow.wait_in_chain(std::move(*stream), "");
}

}  // namespace finn::qonnx
