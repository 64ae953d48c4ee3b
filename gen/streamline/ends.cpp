// SPDX-License-Identifier: Apache-2.0
// Operators that the host computes on the real results.
#include <algorithm>

#include "streamline/handlers.h"

namespace finn::qonnx {
namespace {

/// The operator must see all elements of a frame along its axis.
std::optional<Stream> whole_vector(Flow& flow, std::int64_t axis) {
  auto stream = flow.stream(0);
  if (!stream) return std::nullopt;
  const onnx::Dims& dims = stream->view.dims();
  if (axis < 0) axis += static_cast<std::int64_t>(dims.size());
  if (axis >= 0 && axis < static_cast<std::int64_t>(dims.size()) &&
      dims[static_cast<std::size_t>(axis)] == stream->view.size())
    return stream;
  flow.refuse(fmt::format("it runs along axis {} of shape {}; at the end of a graph it can run along a vector", axis,
                          shape_text(dims)));
  return std::nullopt;
}

void finish(Flow& flow, Stream stream, const std::string& name, std::int64_t top_k, std::size_t output) {
  stream.final_operator.name = name;
  stream.final_operator.top_k = top_k;
  flow.wait_in_chain(std::move(stream), name + " of the results", output);
}

}  // namespace

void handle_softmax(Flow& flow) {
  auto stream = whole_vector(flow, flow.node().integer("axis", -1));
  if (stream) finish(flow, std::move(*stream), flow.node().op == "Softmax" ? "softmax" : "log_softmax", 0, 0);
}

void handle_label_select(Flow& flow) {
  const std::int64_t count = flow.node().integer("K", 1);
  auto stream = whole_vector(flow, -1);
  if (!stream) return;
  if (count < 1 || count > stream->view.size()) {
    flow.refuse(fmt::format("it takes {} of {} values", count, stream->view.size()));
    return;
  }
  finish(flow, std::move(*stream), "topk", count, 0);
}

void handle_top_k(Flow& flow) {
  const onnx::Node& node = flow.node();
  const bool is_argmax = node.op == "ArgMax";
  auto stream = whole_vector(flow, node.integer("axis", is_argmax ? 0 : -1));
  if (!stream) return;
  if (is_argmax) {
    if (node.integer("select_last_index", 0) != 0) {
      flow.refuse("of equal values it takes the last, the host takes the first");
      return;
    }
    finish(flow, std::move(*stream), "argmax", 1, 0);
    return;
  }
  if (node.integer("largest", 1) == 0) {
    flow.refuse("it takes the smallest values", "negate its input and take the largest");
    return;
  }
  const auto count = node.input(1).empty() ? std::optional<std::int64_t>(node.integer("k", 1)) : flow.whole_scalar(1);
  if (!count) return;
  if (*count < 1 || *count > stream->view.size()) {
    flow.refuse(fmt::format("it takes {} of {} values", *count, stream->view.size()));
    return;
  }
  const std::string values = node.outputs.front();
  const auto& outputs = flow.model().outputs;
  if (!values.empty() &&
      (!flow.model().readers(values).empty() || std::find(outputs.begin(), outputs.end(), values) != outputs.end())) {
    flow.refuse("its values are used; the host delivers its indices");
    return;
  }
  finish(flow, std::move(*stream), "topk", *count, 1);
}

}  // namespace finn::qonnx
