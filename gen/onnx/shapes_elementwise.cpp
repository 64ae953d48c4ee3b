// SPDX-License-Identifier: Apache-2.0
// Shapes of what works element by element: quantizers, activations, arithmetic with broadcasting, normalisation.
#include "onnx/draft.h"
#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

Outputs same(const NodeView& view) { return {{view.shape(0), view.is_integer(0)}}; }
Outputs same_real(const NodeView& view) { return {{view.shape(0), false}}; }
Outputs same_integer(const NodeView& view) { return {{view.shape(0), true}}; }

Outputs broadcast_all(const NodeView& view) {
  Outputs out = {{view.shape(0), view.is_integer(0)}};
  for (std::size_t i = 1; i < view.node.inputs.size(); ++i) out[0].shape = broadcast(out[0].shape, view.shape(i));
  return out;
}

Outputs arithmetic(const NodeView& view) {
  if (view.node.inputs.size() != 2) node_error("it must have 2 inputs, got {}", view.node.inputs.size());
  return broadcast_all(view);
}

Outputs comparison(const NodeView& view) {
  Outputs out = arithmetic(view);
  out[0].is_integer = true;  // bool
  return out;
}

Outputs where(const NodeView& view) {
  if (view.node.inputs.size() != 3) node_error("it must have 3 inputs, got {}", view.node.inputs.size());
  const Dims dims = broadcast(broadcast(view.shape(0), view.shape(1)), view.shape(2));
  return {{dims, view.is_integer(1)}};
}

Outputs prelu(const NodeView& view) {
  const Dims& dims = view.shape(0);
  if (broadcast(dims, view.shape(1)) != dims)
    node_error("the slope's shape {} does not broadcast to the input's, {}", dims_text(view.shape(1)), dims_text(dims));
  return {{dims, view.is_integer(0)}};
}

Outputs cast(const NodeView& view) {
  if (!view.node.has("to")) node_error("attribute \"to\" is missing");
  const std::int64_t to = view.node.integer("to", 0);
  const auto is_integer = to < 0 || to > 1000 ? std::nullopt : is_integer_type(static_cast<int>(to));
  if (!is_integer) node_error("it makes elements of type {}, which is not supported", to);
  return {{view.shape(0), *is_integer}};
}

Outputs dropout(const NodeView& view) { return {{view.shape(0), view.is_integer(0)}, {view.shape(0), true}}; }

Outputs batch_normalization(const NodeView& view) {
  const Dims& dims = view.shape_of_rank(0, 1);
  const std::int64_t channels = dims.size() == 1 ? dims[0] : view.channels_last ? dims.back() : dims[1];
  for (std::size_t i = 1; i < 5; ++i) {
    const Dims& parameter = view.shape(i);
    if (count_elements(parameter) != channels)
      node_error("input {} must have {} values, one a channel of shape {}, got shape {}", i, channels, dims_text(dims),
                 dims_text(parameter));
  }
  return {{dims, false}};
}

}  // namespace

const std::vector<NamedRule>& elementwise_rules() {
  static const std::vector<NamedRule> table = [] {
    std::vector<NamedRule> out;
    for (const std::string_view op :
         {"Quant", "BipolarQuant", "IntQuant", "FloatQuant", "Trunc", "MultiThreshold", "InstanceNormalization",
          "LayerNormalization", "GroupNormalization", "LpNormalization", "MeanVarianceNormalization", "LRN", "Softmax",
          "LogSoftmax", "Hardmax"})
      out.push_back({op, same_real});
    for (const std::string_view op : {"Neg",
                                      "Abs",
                                      "Sqrt",
                                      "Exp",
                                      "Log",
                                      "Reciprocal",
                                      "Floor",
                                      "Ceil",
                                      "Round",
                                      "Sign",
                                      "Relu",
                                      "LeakyRelu",
                                      "ThresholdedRelu",
                                      "Elu",
                                      "Selu",
                                      "Celu",
                                      "HardTanh",
                                      "Clip",
                                      "HardSigmoid",
                                      "HardSwish",
                                      "Sigmoid",
                                      "Tanh",
                                      "Softplus",
                                      "Softsign",
                                      "Gelu",
                                      "Mish",
                                      "Erf",
                                      "Identity",
                                      "Not",
                                      "Sin",
                                      "Cos",
                                      "Tan",
                                      "Shrink"})
      out.push_back({op, same});
    for (const std::string_view op : {"IsNaN", "IsInf"}) out.push_back({op, same_integer});
    for (const std::string_view op : {"Add", "Sub", "Mul", "Div", "Pow", "Mod"}) out.push_back({op, arithmetic});
    for (const std::string_view op : {"Min", "Max", "Sum", "Mean"}) out.push_back({op, broadcast_all});
    for (const std::string_view op : {"Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"})
      out.push_back({op, comparison});
    out.push_back({"Where", where});
    out.push_back({"PRelu", prelu});
    out.push_back({"Cast", cast});
    out.push_back({"CastLike", [](const NodeView& view) { return Outputs{{view.shape(0), view.is_integer(1)}}; }});
    out.push_back({"Dropout", dropout});
    out.push_back({"BatchNormalization", batch_normalization});
    return out;
  }();
  return table;
}

}  // namespace finn::onnx
