// SPDX-License-Identifier: Apache-2.0
// Evaluation of constant nodes that move or choose elements, and of those that make tensors.
#include <algorithm>

#include "onnx/fold_tensor.h"

namespace finn::onnx {
namespace {

using Tensors = std::vector<Tensor>;

/// The shape rule has said everything: Reshape, Squeeze, Unsqueeze, Flatten, Identity.
Tensors same_order(const NodeView& view, const Outputs& outputs) {
  Tensor out = *view.constants[0];
  out.shape = outputs[0].shape;
  return {std::move(out)};
}

Tensors transpose(const NodeView& view, const Outputs& outputs) {
  const Tensor& in = *view.constants[0];
  const auto own = strides_of(in.shape);
  std::vector<std::int64_t> strides(own.rbegin(), own.rend());
  if (view.node.has("perm")) {
    const auto perm = view.node.integers("perm", {});
    for (std::size_t axis = 0; axis < perm.size(); ++axis) strides[axis] = own[view.axis(perm[axis], own.size())];
  }
  return {strided(in, outputs[0].shape, 0, strides)};
}

Tensors expand(const NodeView& view, const Outputs& outputs) {
  return {expanded(*view.constants[0], outputs[0].shape)};
}

Tensors tile(const NodeView& view, const Outputs& outputs) {
  // Each axis becomes two: the repeats, which do not move, and the elements.
  const Tensor& in = *view.constants[0];
  const auto own = strides_of(in.shape);
  Dims dims;
  std::vector<std::int64_t> strides;
  for (std::size_t axis = 0; axis < in.shape.size(); ++axis) {
    dims.push_back(in.shape[axis] == 0 ? 0 : outputs[0].shape[axis] / in.shape[axis]);
    dims.push_back(in.shape[axis]);
    strides.push_back(0);
    strides.push_back(own[axis]);
  }
  Tensor out = strided(in, dims, 0, strides);
  out.shape = outputs[0].shape;
  return {std::move(out)};
}

Tensors slice(const NodeView& view, const Outputs& outputs) {
  const Tensor& in = *view.constants[0];
  const auto own = strides_of(in.shape);
  const auto ranges = slice_ranges(view);
  std::int64_t base = 0;
  std::vector<std::int64_t> strides;
  for (std::size_t axis = 0; axis < own.size(); ++axis) {
    base += ranges[axis].start * own[axis];
    // The step of a single element may be any number, and is not taken.
    strides.push_back(ranges[axis].count > 1 ? ranges[axis].step * own[axis] : 0);
  }
  return {strided(in, outputs[0].shape, base, strides)};
}

Tensors split(const NodeView& view, const Outputs& outputs) {
  const Tensor& in = *view.constants[0];
  const auto own = strides_of(in.shape);
  const std::size_t axis = view.axis(view.node.integer("axis", 0), in.shape.size());
  Tensors out;
  std::int64_t base = 0;
  for (const Output& part : outputs) {
    out.push_back(strided(in, part.shape, base, own));
    base += part.shape[axis] * own[axis];
  }
  return out;
}

Tensors concat(const NodeView& view, const Outputs& outputs) {
  const Dims& dims = outputs[0].shape;
  const std::size_t axis = view.axis(view.node.integer("axis", 1), dims.size());
  const std::int64_t rows = count_elements(Dims(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(axis)));
  const bool is_integer = std::all_of(view.constants.begin(), view.constants.end(),
                                      [](const Tensor* tensor) { return tensor->is_integer; });
  Tensor out;
  out.shape = dims;
  out.is_integer = is_integer;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (const Tensor* tensor : view.constants) {
      const std::int64_t length = tensor->size() / rows;
      for (std::int64_t i = row * length; i < (row + 1) * length; ++i) {
        if (is_integer) {
          out.integers.push_back(tensor->integers[static_cast<std::size_t>(i)]);
        } else {
          out.reals.push_back(tensor->real(i));
        }
      }
    }
  }
  return {std::move(out)};
}

Tensors gather(const NodeView& view, const Outputs& outputs) {
  const Tensor& in = *view.constants[0];
  const auto indices = as_integers(view.constants[1]->is_integer ? Attribute(view.constants[1]->integers)
                                                                 : Attribute(view.constants[1]->reals));
  if (!indices) fold_error("the indices must be integers");
  const std::size_t axis = view.axis(view.node.integer("axis", 0), in.shape.size());
  const std::int64_t size = in.shape[axis];
  const std::int64_t inner = strides_of(in.shape)[axis];
  const std::int64_t outer = inner * size == 0 ? 0 : in.size() / (inner * size);
  Tensor out;
  out.shape = outputs[0].shape;
  out.is_integer = in.is_integer;
  for (const std::int64_t index : *indices) {
    if (index < -size || index >= size) fold_error("index {} is outside the {} elements of axis {}", index, size, axis);
  }
  for (std::int64_t block = 0; block < outer; ++block) {
    for (const std::int64_t index : *indices) {
      const std::int64_t begin = (block * size + (index < 0 ? index + size : index)) * inner;
      if (in.is_integer) {
        out.integers.insert(out.integers.end(), in.integers.begin() + begin, in.integers.begin() + begin + inner);
      } else {
        out.reals.insert(out.reals.end(), in.reals.begin() + begin, in.reals.begin() + begin + inner);
      }
    }
  }
  return {std::move(out)};
}

Tensors constant_of_shape(const NodeView& view, const Outputs& outputs) {
  Tensor out = zeros(outputs[0].shape, outputs[0].is_integer);
  const auto value = view.node.attributes.find("value");
  if (value != view.node.attributes.end()) {
    const auto& tensor = std::get<Tensor>(value->second);
    if (tensor.is_integer) {
      std::fill(out.integers.begin(), out.integers.end(), tensor.integers[0]);
    } else {
      std::fill(out.reals.begin(), out.reals.end(), tensor.reals[0]);
    }
  }
  return {std::move(out)};
}

Tensors range(const NodeView& view, const Outputs& outputs) {
  Tensor out = zeros(outputs[0].shape, outputs[0].is_integer);
  for (std::int64_t i = 0; i < out.shape[0]; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (out.is_integer) {
      std::int64_t step = 0;
      if (__builtin_mul_overflow(i, view.constants[2]->integers[0], &step) ||
          __builtin_add_overflow(view.constants[0]->integers[0], step, &out.integers[at]))
        fold_error("element {} does not fit 64 bits", i);
    } else {
      out.reals[at] = view.constants[0]->real(0) + static_cast<double>(i) * view.constants[2]->real(0);
    }
  }
  return {std::move(out)};
}

Tensors constant(const NodeView& view, const Outputs& outputs) {
  const Attribute& value = view.node.attributes.begin()->second;
  if (const auto* tensor = std::get_if<Tensor>(&value)) return {*tensor};
  Tensor out;
  out.shape = outputs[0].shape;
  out.is_integer = outputs[0].is_integer;
  if (const auto* reals = std::get_if<std::vector<double>>(&value)) out.reals = *reals;
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value)) out.integers = *integers;
  if (const auto* real = std::get_if<double>(&value)) out.reals = {*real};
  if (const auto* integer = std::get_if<std::int64_t>(&value)) out.integers = {*integer};
  return {std::move(out)};
}

Tensors shape_of(const NodeView& view, const Outputs& outputs) {
  const Dims& in = view.shape(0);
  const auto rank = static_cast<std::int64_t>(in.size());
  const std::int64_t start = view.node.integer("start", 0);
  const std::int64_t first = std::clamp<std::int64_t>(start < 0 ? start + rank : start, 0, rank);
  Tensor out = zeros(outputs[0].shape, true);
  for (std::int64_t i = 0; i < out.size(); ++i)
    out.integers[static_cast<std::size_t>(i)] = in[static_cast<std::size_t>(first + i)];
  return {std::move(out)};
}

Tensors size_of(const NodeView& view, const Outputs&) {
  Tensor out = zeros({}, true);
  out.integers[0] = count_elements(view.shape(0));
  return {std::move(out)};
}

}  // namespace

const std::vector<NamedEvaluator>& layout_evaluators() {
  static const std::vector<NamedEvaluator> table = {
      {"Reshape", same_order},
      {"Squeeze", same_order},
      {"Unsqueeze", same_order},
      {"Flatten", same_order},
      {"Identity", same_order},
      {"Transpose", transpose},
      {"Expand", expand},
      {"Tile", tile},
      {"Slice", slice},
      {"Split", split},
      {"Concat", concat},
      {"Gather", gather},
      {"ConstantOfShape", constant_of_shape},
      {"Range", range},
      {"Constant", constant},
      {"Shape", shape_of},
      {"Size", size_of},
  };
  return table;
}

}  // namespace finn::onnx
