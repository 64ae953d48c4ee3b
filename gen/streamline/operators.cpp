// SPDX-License-Identifier: Apache-2.0
#include "streamline/operators.h"

#include <algorithm>

#include "streamline/flow.h"
#include "streamline/handlers.h"

namespace finn::qonnx {
namespace {

/// What the layout of tensors must know of an operator.
enum class Role {
  kOther,
  kElementwise,  ///< of its first input, with constants
  kReshape,      ///< the same elements in another shape
  kImage,        ///< looks at the neighbourhood of a pixel, or at its channels as channels
  kMatrix,       ///< sums over the last axis
};

struct Entry {
  Handler handler;
  Role role = Role::kOther;
};

const std::map<std::string_view, Entry>& table() {
  static const std::map<std::string_view, Entry> entries = {
      {"Add", {handle_add, Role::kElementwise}},
      {"Sub", {handle_add, Role::kElementwise}},
      {"Mul", {handle_mul, Role::kElementwise}},
      {"Div", {handle_mul, Role::kElementwise}},
      {"Neg", {handle_unary, Role::kElementwise}},
      {"Abs", {handle_unary, Role::kElementwise}},
      {"Identity", {handle_identity, Role::kElementwise}},
      {"Dropout", {handle_identity, Role::kElementwise}},
      {"Cast", {handle_identity, Role::kElementwise}},
      {"Relu", {handle_unary, Role::kElementwise}},
      {"LeakyRelu", {handle_leaky, Role::kElementwise}},
      {"PRelu", {handle_leaky, Role::kElementwise}},
      {"Clip", {handle_clip, Role::kElementwise}},
      {"HardTanh", {handle_clip, Role::kElementwise}},
      {"Min", {handle_bound, Role::kElementwise}},
      {"Max", {handle_bound, Role::kElementwise}},
      {"HardSigmoid", {handle_hard_sigmoid, Role::kElementwise}},
      {"Sigmoid", {handle_curve, Role::kElementwise}},
      {"Tanh", {handle_curve, Role::kElementwise}},
      {"Exp", {handle_curve, Role::kElementwise}},
      {"Softplus", {handle_curve, Role::kElementwise}},
      {"Softsign", {handle_curve, Role::kElementwise}},
      {"Elu", {handle_curve, Role::kElementwise}},
      {"Floor", {handle_rounding, Role::kElementwise}},
      {"Ceil", {handle_rounding, Role::kElementwise}},
      {"Round", {handle_rounding, Role::kElementwise}},
      {"BatchNormalization", {handle_batch_norm, Role::kElementwise}},
      {"Quant", {handle_quant, Role::kElementwise}},
      {"IntQuant", {handle_quant, Role::kElementwise}},
      {"BipolarQuant", {handle_bipolar_quant, Role::kElementwise}},
      {"Trunc", {handle_trunc, Role::kElementwise}},
      {"MultiThreshold", {handle_multi_threshold, Role::kElementwise}},
      {"FloatQuant", {handle_float_quant, Role::kElementwise}},
      {"Reshape", {handle_move, Role::kReshape}},
      {"Flatten", {handle_move, Role::kReshape}},
      {"Squeeze", {handle_move, Role::kReshape}},
      {"Unsqueeze", {handle_move, Role::kReshape}},
      {"Transpose", {handle_move}},
      {"MatMul", {handle_matmul, Role::kMatrix}},
      {"Gemm", {handle_matmul, Role::kMatrix}},
      {"Conv", {handle_conv, Role::kImage}},
      {"MaxPool", {handle_max_pool, Role::kImage}},
      {"GlobalMaxPool", {handle_max_pool, Role::kImage}},
      {"AveragePool", {handle_average_pool, Role::kImage}},
      {"GlobalAveragePool", {handle_average_pool, Role::kImage}},
      {"ReduceMean", {handle_reduce, Role::kImage}},
      {"ReduceSum", {handle_reduce, Role::kImage}},
      {"Concat", {handle_concat}},
      {"Split", {handle_split}},
      {"Slice", {handle_slice}},
      {"Resize", {handle_resize, Role::kImage}},
      {"Upsample", {handle_resize, Role::kImage}},
      {"DepthToSpace", {handle_depth_to_space, Role::kImage}},
      {"Pad", {handle_pad, Role::kImage}},
      {"Softmax", {handle_softmax}},
      {"LogSoftmax", {handle_softmax}},
      {"ArgMax", {handle_top_k}},
      {"TopK", {handle_top_k}},
      // FINN's hardware nodes, without _hls, _rtl and _Batch.
      {"MVAU", {handle_mvau, Role::kMatrix}},
      {"MatrixVectorActivation", {handle_mvau, Role::kMatrix}},
      {"StreamingFCLayer", {handle_mvau, Role::kMatrix}},
      {"VVAU", {handle_vvau, Role::kImage}},
      {"VectorVectorActivation", {handle_vvau, Role::kImage}},
      {"Vector_Vector_Activate", {handle_vvau, Role::kImage}},
      {"Thresholding", {handle_thresholding, Role::kElementwise}},
      {"ConvolutionInputGenerator", {handle_windows, Role::kImage}},
      {"ConvolutionInputGenerator1D", {handle_windows, Role::kImage}},
      {"FMPadding", {handle_fm_padding, Role::kImage}},
      {"StreamingMaxPool", {handle_max_pool, Role::kImage}},
      {"GlobalAccPool", {handle_global_sum, Role::kImage}},
      {"DuplicateStreams", {handle_duplicate, Role::kElementwise}},
      {"AddStreams", {handle_add, Role::kElementwise}},
      {"ChannelwiseOp", {handle_channelwise, Role::kElementwise}},
      {"StreamingFIFO", {handle_identity, Role::kElementwise}},
      {"StreamingDataWidthConverter", {handle_identity, Role::kElementwise}},
      {"LabelSelect", {handle_label_select}},
  };
  return entries;
}

bool is_finn(const onnx::Node& node) {
  return node.domain == "finn" || node.domain.rfind("finn.custom_op.fpgadataflow", 0) == 0;
}

/// The operator's entry; FINN names the same node with endings for how it was implemented.
const Entry* find_entry(const onnx::Node& node) {
  std::string name = node.op;
  if (is_finn(node))
    for (const std::string_view ending : {"_hls", "_rtl", "_Batch"})
      if (name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
        name.resize(name.size() - ending.size());
  const auto found = table().find(name);
  return found == table().end() ? nullptr : &found->second;
}

Role role_of(const onnx::Node& node) {
  const Entry* entry = find_entry(node);
  return entry == nullptr ? Role::kOther : entry->role;
}

}  // namespace

Handler find_handler(const onnx::Node& node) {
  const Entry* entry = find_entry(node);
  return entry == nullptr ? nullptr : entry->handler;
}

bool is_channels_last(const onnx::Node& node) {
  const std::string layout = node.text("data_layout", "");
  if (layout == "NHWC" || layout == "NWC") return true;
  return node.domain == "qonnx.custom_op.channels_last" || is_finn(node);
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
  if (role_of(node) == Role::kImage && may_be_image) {
    const bool last = is_channels_last(node);
    return Layout{image_shape(dims, last), View::image(dims, last)};
  }
  if (role_of(node) != Role::kMatrix) return std::nullopt;
  // A matrix that stands behind each of several positions: a convolution of 1x1.
  if (dims.size() > 1 && size_of(dims) != dims.back())
    return Layout{{1, size_of(dims) / dims.back(), dims.back()}, View::plain(dims)};
  return Layout{{size_of(dims)}, View::plain(dims)};
}

std::optional<View> moved_view(const onnx::Model& model, const onnx::Node& node, const View& view) {
  if (role_of(node) == Role::kElementwise) return view;
  if (node.op == "Transpose") {
    std::vector<std::int64_t> axes(view.dims().size());
    for (std::size_t i = 0; i < axes.size(); ++i) axes[i] = static_cast<std::int64_t>(axes.size() - 1 - i);
    axes = node.integers("perm", axes);
    return axes.size() == view.dims().size() ? std::optional<View>(view.transposed(axes)) : std::nullopt;
  }
  if (role_of(node) != Role::kReshape) return std::nullopt;
  const auto output = model.values.find(node.outputs.front());
  if (output == model.values.end() || size_of(output->second.shape) != view.size()) return std::nullopt;
  return view.reshaped(output->second.shape);
}

}  // namespace finn::qonnx
