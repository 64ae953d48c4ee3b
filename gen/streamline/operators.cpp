// SPDX-License-Identifier: Apache-2.0
#include "streamline/operators.h"

#include <algorithm>
#include <set>

#include "streamline/flow.h"
#include "streamline/handlers.h"

namespace finn::qonnx {
namespace {

using Names = std::set<std::string_view>;

/// Operators that look at the neighbourhood of a pixel or at its channels as channels.
const Names& image_operators() {
  static const Names names = {"Conv",     "MaxPool",      "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Resize",
                              "Upsample", "DepthToSpace", "Pad",         "ReduceMean",        "ReduceSum"};
  return names;
}

const Names& reshaping_operators() {
  static const Names names = {"Reshape", "Flatten", "Squeeze", "Unsqueeze"};
  return names;
}

struct Entry {
  Handler handler;
  bool elementwise = false;  ///< of its first input, with constants
};

const std::map<std::string_view, Entry>& table() {
  static const std::map<std::string_view, Entry> entries = {
      {"Add", {handle_add, true}},
      {"Sub", {handle_add, true}},
      {"Mul", {handle_mul, true}},
      {"Div", {handle_mul, true}},
      {"Neg", {handle_unary, true}},
      {"Abs", {handle_unary, true}},
      {"Identity", {handle_identity, true}},
      {"Dropout", {handle_identity, true}},
      {"Cast", {handle_identity, true}},
      {"Relu", {handle_unary, true}},
      {"LeakyRelu", {handle_leaky, true}},
      {"PRelu", {handle_leaky, true}},
      {"Clip", {handle_clip, true}},
      {"HardTanh", {handle_clip, true}},
      {"Min", {handle_bound, true}},
      {"Max", {handle_bound, true}},
      {"HardSigmoid", {handle_hard_sigmoid, true}},
      {"Sigmoid", {handle_curve, true}},
      {"Tanh", {handle_curve, true}},
      {"Exp", {handle_curve, true}},
      {"Softplus", {handle_curve, true}},
      {"Softsign", {handle_curve, true}},
      {"Elu", {handle_curve, true}},
      {"Floor", {handle_rounding, true}},
      {"Ceil", {handle_rounding, true}},
      {"Round", {handle_rounding, true}},
      {"BatchNormalization", {handle_batch_norm, true}},
      {"Quant", {handle_quant, true}},
      {"BipolarQuant", {handle_bipolar_quant, true}},
      {"Trunc", {handle_trunc, true}},
      {"MultiThreshold", {handle_multi_threshold, true}},
      {"FloatQuant", {handle_float_quant, true}},
      {"Reshape", {handle_move}},
      {"Flatten", {handle_move}},
      {"Squeeze", {handle_move}},
      {"Unsqueeze", {handle_move}},
      {"Transpose", {handle_move}},
      {"MatMul", {handle_matmul}},
      {"Gemm", {handle_matmul}},
      {"Conv", {handle_conv}},
      {"MaxPool", {handle_max_pool}},
      {"GlobalMaxPool", {handle_max_pool}},
      {"AveragePool", {handle_average_pool}},
      {"GlobalAveragePool", {handle_average_pool}},
      {"ReduceMean", {handle_reduce}},
      {"ReduceSum", {handle_reduce}},
      {"Concat", {handle_concat}},
      {"Split", {handle_split}},
      {"Slice", {handle_slice}},
      {"Resize", {handle_resize}},
      {"Upsample", {handle_resize}},
      {"DepthToSpace", {handle_depth_to_space}},
      {"Pad", {handle_pad}},
      {"Softmax", {handle_softmax}},
      {"ArgMax", {handle_top_k}},
      {"TopK", {handle_top_k}},
      {"MVAU", {handle_mvau}},
      {"MVAU_hls", {handle_mvau}},
      {"MVAU_rtl", {handle_mvau}},
      {"MatrixVectorActivation", {handle_mvau}},
      {"StreamingFCLayer_Batch", {handle_mvau}},
      {"Thresholding", {handle_thresholding, true}},
      {"Thresholding_hls", {handle_thresholding, true}},
      {"Thresholding_rtl", {handle_thresholding, true}},
      {"Thresholding_Batch", {handle_thresholding, true}},
  };
  return entries;
}

}  // namespace

Handler find_handler(const onnx::Node& node) {
  const auto found = table().find(node.op);
  return found == table().end() ? nullptr : found->second.handler;
}

bool is_channels_last(const onnx::Node& node) {
  const std::string layout = node.text("data_layout", "");
  if (layout == "NHWC" || layout == "NWC") return true;
  return node.domain == "qonnx.custom_op.channels_last" || node.domain.rfind("finn.custom_op.fpgadataflow", 0) == 0;
}

/// The axis along which a node joins or cuts tensors; nothing for other operators.
std::optional<std::int64_t> join_axis(const onnx::Model& model, const onnx::Node& node, std::int64_t rank) {
  std::optional<std::int64_t> axis;
  if (node.op == "Concat" || node.op == "Split") axis = node.integer("axis", 0);
  if (node.op == "Slice") {
    const onnx::Tensor* axes = model.constant(node.input(3));
    const auto list = axes != nullptr && axes->is_integer ? axes->integers : node.integers("axes", {});
    if (list.size() == 1) axis = list.front();
  }
  if (axis && *axis < 0) *axis += rank;
  return axis;
}

std::optional<Layout> wanted_layout(const onnx::Model& model, const onnx::Node& node, const std::string& name,
                                    const onnx::Dims& dims) {
  const auto rank = static_cast<std::int64_t>(dims.size());
  const bool may_be_image = (rank == 3 || rank == 4) && dims.front() == 1;
  if (const auto axis = join_axis(model, node, rank); axis && may_be_image && (*axis == 1 || *axis == rank - 1))
    return Layout{image_shape(dims, *axis != 1), View::image(dims, *axis != 1)};
  if (node.inputs.empty() || node.inputs.front() != name) return std::nullopt;
  const bool is_matrix = node.op == "MatMul" || node.op.rfind("MVAU", 0) == 0;
  if (image_operators().count(node.op) != 0 && may_be_image) {
    const bool last = is_channels_last(node);
    return Layout{image_shape(dims, last), View::image(dims, last)};
  }
  // A matrix that stands behind each of several positions: a convolution of 1x1.
  if (is_matrix && dims.size() > 1 && size_of(dims) != dims.back())
    return Layout{{1, size_of(dims) / dims.back(), dims.back()}, View::plain(dims)};
  if (is_matrix || node.op == "Gemm") return Layout{{size_of(dims)}, View::plain(dims)};
  return std::nullopt;
}

std::optional<View> moved_view(const onnx::Model& model, const onnx::Node& node, const View& view) {
  const auto found = table().find(node.op);
  if (found != table().end() && found->second.elementwise) return view;
  if (node.op == "Transpose") {
    std::vector<std::int64_t> axes(view.dims().size());
    for (std::size_t i = 0; i < axes.size(); ++i) axes[i] = static_cast<std::int64_t>(axes.size() - 1 - i);
    axes = node.integers("perm", axes);
    return axes.size() == view.dims().size() ? std::optional<View>(view.transposed(axes)) : std::nullopt;
  }
  if (reshaping_operators().count(node.op) == 0) return std::nullopt;
  const auto output = model.values.find(node.outputs.front());
  if (output == model.values.end() || size_of(output->second.shape) != view.size()) return std::nullopt;
  return view.reshaped(output->second.shape);
}

}  // namespace finn::qonnx
