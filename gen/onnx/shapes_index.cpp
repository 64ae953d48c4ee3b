// SPDX-License-Identifier: Apache-2.0
// Shapes of what chooses elements, and of what makes tensors of shapes: Slice, Gather, Split, Range, ...
#include <algorithm>
#include <cmath>
#include <limits>

#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

constexpr std::size_t kMostSplits = 1 << 16;

Outputs gather(const NodeView& view) {
  const Dims& data = view.shape_of_rank(0, 1);
  const Dims& indices = view.shape(1);
  const auto axis = static_cast<std::ptrdiff_t>(view.axis(view.node.integer("axis", 0), data.size()));
  Dims out(data.begin(), data.begin() + axis);
  out.insert(out.end(), indices.begin(), indices.end());
  out.insert(out.end(), data.begin() + axis + 1, data.end());
  return {{out, view.is_integer(0)}};
}

Outputs slice(const NodeView& view) {
  Outputs out = {{view.shape(0), view.is_integer(0)}};
  const auto ranges = slice_ranges(view);
  for (std::size_t axis = 0; axis < ranges.size(); ++axis) out[0].shape[axis] = ranges[axis].count;
  return out;
}

Outputs split(const NodeView& view) {
  const Dims& in = view.shape_of_rank(0, 1);
  const std::size_t axis = view.axis(view.node.integer("axis", 0), in.size());
  const std::size_t count = view.node.outputs.size();
  if (count < 1 || count > kMostSplits) node_error("{} outputs", count);
  std::vector<std::int64_t> sizes;
  if (view.node.has("split")) {
    sizes = view.node.integers("split", {});
  } else if (view.given(1)) {
    sizes = view.integers(1, "the sizes");
  } else {
    // The last one may be smaller (opset 18).
    const auto parts = static_cast<std::int64_t>(count);
    if (view.node.integer("num_outputs", parts) != parts)
      node_error("attribute \"num_outputs\" says {}, there are {}", view.node.integer("num_outputs", parts), parts);
    const std::int64_t size = (in[axis] + parts - 1) / parts;
    for (std::int64_t i = 0; i < parts; ++i)
      sizes.push_back(std::min(size, std::max<std::int64_t>(in[axis] - i * size, 0)));
  }
  std::int64_t left = in[axis];
  Outputs out;
  for (const std::int64_t size : sizes) {
    if (size < 0 || size > left) break;
    left -= size;
    out.push_back({in, view.is_integer(0)});
    out.back().shape[axis] = size;
  }
  if (left != 0 || out.size() != sizes.size() || sizes.size() != count)
    node_error("the sizes [{}] do not split {} elements of axis {} among {} outputs", fmt::join(sizes, ", "), in[axis],
               axis, count);
  return out;
}

Outputs shape_of(const NodeView& view) {
  const auto rank = static_cast<std::int64_t>(view.shape(0).size());
  const auto bound = [&](std::int64_t value) {
    return std::clamp<std::int64_t>(value < 0 ? value + rank : value, 0, rank);
  };
  const std::int64_t start = bound(view.node.integer("start", 0));
  const std::int64_t end = bound(view.node.integer("end", rank));
  return {{{std::max<std::int64_t>(end - start, 0)}, true}};
}

Outputs size_of(const NodeView& view) {
  count_elements(view.shape(0));
  return {{{}, true}};
}

Outputs constant_of_shape(const NodeView& view) {
  const Dims out = view.integers(0, "the shape");
  count_elements(out);
  const auto value = view.node.attributes.find("value");
  if (value == view.node.attributes.end()) return {{out, false}};
  const auto* tensor = std::get_if<Tensor>(&value->second);
  if (tensor == nullptr || tensor->size() != 1) node_error("attribute \"value\" must be a tensor of one element");
  return {{out, tensor->is_integer}};
}

Outputs range(const NodeView& view) {
  double bounds[3];
  bool integer = true;
  constexpr std::string_view kNames[] = {"the start", "the limit", "the delta"};
  for (std::size_t i = 0; i < 3; ++i) {
    const Tensor& tensor = view.constant(i, kNames[i]);
    if (tensor.size() != 1) node_error("{} must be one number, got shape {}", kNames[i], dims_text(tensor.shape));
    bounds[i] = tensor.real(0);
    integer = integer && tensor.is_integer;
  }
  const double count = std::ceil((bounds[1] - bounds[0]) / bounds[2]);
  if (!std::isfinite(count) || count > static_cast<double>(kMostElements))
    node_error("{} to {} in steps of {} is no range", bounds[0], bounds[1], bounds[2]);
  return {{{static_cast<std::int64_t>(std::max(count, 0.0))}, integer}};
}

Outputs constant(const NodeView& view) {
  const auto& attributes = view.node.attributes;
  if (attributes.size() != 1) node_error("it must have one attribute, its value; got {}", attributes.size());
  const Attribute& value = attributes.begin()->second;
  if (const auto* tensor = std::get_if<Tensor>(&value)) return {{tensor->shape, tensor->is_integer}};
  if (const auto* reals = std::get_if<std::vector<double>>(&value))
    return {{{static_cast<std::int64_t>(reals->size())}, false}};
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value))
    return {{{static_cast<std::int64_t>(integers->size())}, true}};
  if (std::holds_alternative<double>(value)) return {{{}, false}};
  if (std::holds_alternative<std::int64_t>(value)) return {{{}, true}};
  node_error("its value is a text; only numbers are read");
}

}  // namespace

std::vector<SliceRange> slice_ranges(const NodeView& view) {
  const Dims& in = view.shape(0);
  const bool attributes = view.node.has("starts");
  const auto starts = attributes ? view.node.integers("starts", {}) : view.integers(1, "the starts");
  const auto ends = attributes ? view.node.integers("ends", {}) : view.integers(2, "the ends");
  std::vector<std::int64_t> axes(starts.size());
  for (std::size_t i = 0; i < axes.size(); ++i) axes[i] = static_cast<std::int64_t>(i);
  if (attributes) axes = view.node.integers("axes", axes);
  if (!attributes && view.given(3)) axes = view.integers(3, "the axes");
  std::vector<std::int64_t> steps(starts.size(), 1);
  if (!attributes && view.given(4)) steps = view.integers(4, "the steps");
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    node_error("{} starts, {} ends, {} axes and {} steps", starts.size(), ends.size(), axes.size(), steps.size());
  view.axes(axes, in.size());  // distinct and legal
  std::vector<SliceRange> out;
  for (const std::int64_t dim : in) out.push_back({0, 1, dim});
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = view.axis(axes[i], in.size());
    const std::int64_t dim = in[axis];
    // The most negative number has no opposite.
    const std::int64_t step = std::max(steps[i], -std::numeric_limits<std::int64_t>::max());
    if (step == 0) node_error("a step of 0");
    const std::int64_t lowest = step > 0 ? 0 : -1;
    const std::int64_t highest = step > 0 ? dim : dim - 1;
    const auto bound = [&](std::int64_t value, std::int64_t least) {
      return std::max(least, std::min(value < 0 ? value + dim : value, highest));
    };
    const std::int64_t start = bound(starts[i], 0);
    const std::int64_t end = bound(ends[i], lowest);
    const std::int64_t length = step > 0 ? end - start : start - end;
    const std::int64_t stride = step > 0 ? step : -step;
    out[axis] = {start, step, dim == 0 || length <= 0 ? 0 : (length - 1) / stride + 1};
  }
  return out;
}

const std::vector<NamedRule>& index_rules() {
  static const std::vector<NamedRule> table = {
      {"Gather", gather},  {"Slice", slice},       {"Split", split},
      {"Shape", shape_of}, {"Size", size_of},      {"ConstantOfShape", constant_of_shape},
      {"Range", range},    {"Constant", constant},
  };
  return table;
}

}  // namespace finn::onnx
