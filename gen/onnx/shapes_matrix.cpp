// SPDX-License-Identifier: Apache-2.0
// Shapes of matrix products, reductions and FINN's hardware nodes.
#include <algorithm>

#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

Outputs matmul(const NodeView& view) {
  Dims a = view.shape_of_rank(0, 1);
  Dims b = view.shape_of_rank(1, 1);
  const bool row = a.size() == 1;
  const bool column = b.size() == 1;
  if (row) a.insert(a.begin(), 1);
  if (column) b.push_back(1);
  if (a.back() != b[b.size() - 2])
    node_error("the inner dimensions of {} and {} differ", dims_text(view.shape(0)), dims_text(view.shape(1)));
  Dims out = broadcast(Dims(a.begin(), a.end() - 2), Dims(b.begin(), b.end() - 2));
  if (!row) out.push_back(a[a.size() - 2]);
  if (!column) out.push_back(b.back());
  return {{out, view.is_integer(0)}};
}

Outputs gemm(const NodeView& view) {
  Dims a = view.shape(0);
  Dims b = view.shape(1);
  if (a.size() != 2 || b.size() != 2)
    node_error("its matrices must have 2 dimensions, got shapes {} and {}", dims_text(a), dims_text(b));
  if (view.node.integer("transA", 0) != 0) std::swap(a[0], a[1]);
  if (view.node.integer("transB", 0) != 0) std::swap(b[0], b[1]);
  if (a[1] != b[0])
    node_error("the inner dimensions of {} and {} differ (after transA, transB)", dims_text(a), dims_text(b));
  const Dims out = {a[0], b[1]};
  if (view.given(2) && broadcast(out, view.shape(2)) != out)
    node_error("the bias' shape {} does not broadcast to {}", dims_text(view.shape(2)), dims_text(out));
  return {{out, view.is_integer(0)}};
}

Outputs reduce(const NodeView& view) {
  const Dims& in = view.shape(0);
  const auto axes = view.reduced_axes();
  const bool keep = view.node.integer("keepdims", 1) != 0;
  Dims out;
  for (std::size_t axis = 0; axis < in.size(); ++axis) {
    const bool reduced = std::binary_search(axes.begin(), axes.end(), axis);
    if (!reduced) out.push_back(in[axis]);
    if (reduced && keep) out.push_back(1);
  }
  return {{out, view.is_integer(0)}};
}

Outputs arg_reduce(const NodeView& view) {
  Dims out = view.shape_of_rank(0, 1);
  const std::size_t axis = view.axis(view.node.integer("axis", 0), out.size());
  if (view.node.integer("keepdims", 1) != 0) {
    out[axis] = 1;
  } else {
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(axis));
  }
  return {{out, true}};
}

Outputs top_k(const NodeView& view) {
  Dims out = view.shape_of_rank(0, 1);
  const std::size_t axis = view.axis(view.node.integer("axis", -1), out.size());
  std::int64_t k = 0;
  if (view.node.has("k")) {
    k = view.node.integer("k", 0);
  } else {
    const auto values = view.integers(1, "k");
    if (values.size() != 1) node_error("k must be one number, got {}", values.size());
    k = values[0];
  }
  if (k < 1 || k > out[axis]) node_error("k must be in 1..{}, got {}", out[axis], k);
  out[axis] = k;
  return {{out, view.is_integer(0)}, {out, true}};
}

/// FINN's matrix-vector unit: the last dimension goes from MW to MH.
Outputs finn_mvau(const NodeView& view) {
  Dims out = view.shape_of_rank(0, 1);
  const std::int64_t columns = view.node.integer("MW", 0);
  const std::int64_t rows = view.node.integer("MH", 0);
  if (rows < 1 || columns != out.back())
    node_error("a matrix of MH = {} rows and MW = {} columns does not fit an input of shape {}", rows, columns,
               dims_text(out));
  out.back() = rows;
  return {{out, false}};
}

/// FINN's depthwise unit reads windows, channels * kernel values a pixel.
Outputs finn_vvau(const NodeView& view) {
  Dims out = view.shape_of_rank(0, 1);
  const std::int64_t channels = view.node.integer("Channels", 0);
  if (channels < 1 || out.back() % channels != 0)
    node_error("Channels = {} does not fit an input of shape {}", channels, dims_text(out));
  out.back() = channels;
  return {{out, false}};
}

Outputs finn_thresholding(const NodeView& view) { return {{view.shape(0), false}}; }

}  // namespace

const std::vector<NamedRule>& matrix_rules() {
  static const std::vector<NamedRule> table = {
      {"MatMul", matmul},
      {"Gemm", gemm},
      {"ReduceMean", reduce},
      {"ReduceSum", reduce},
      {"ReduceMax", reduce},
      {"ReduceMin", reduce},
      {"ReduceProd", reduce},
      {"ReduceL1", reduce},
      {"ReduceL2", reduce},
      {"ReduceLogSum", reduce},
      {"ReduceSumSquare", reduce},
      {"ReduceLogSumExp", reduce},
      {"ArgMax", arg_reduce},
      {"ArgMin", arg_reduce},
      {"TopK", top_k},
  };
  return table;
}

const std::vector<NamedRule>& finn_rules() {
  static const std::vector<NamedRule> table = {
      {"MVAU", finn_mvau},
      {"MVAU_hls", finn_mvau},
      {"MVAU_rtl", finn_mvau},
      {"MatrixVectorActivation", finn_mvau},
      {"StreamingFCLayer_Batch", finn_mvau},
      {"VVAU", finn_vvau},
      {"VVAU_hls", finn_vvau},
      {"VVAU_rtl", finn_vvau},
      {"VectorVectorActivation", finn_vvau},
      {"Vector_Vector_Activate_Batch", finn_vvau},
      {"Thresholding", finn_thresholding},
      {"Thresholding_hls", finn_thresholding},
      {"Thresholding_rtl", finn_thresholding},
      {"Thresholding_Batch", finn_thresholding},
  };
  return table;
}

}  // namespace finn::onnx
