// SPDX-License-Identifier: Apache-2.0
// Shapes of what moves elements without choosing among them: Reshape, Transpose, Concat, Pad, Resize, ...
#include <algorithm>
#include <cmath>

#include "onnx/node_view.h"

namespace finn::onnx {
namespace {

constexpr std::size_t kMostNewAxes = 16;
constexpr std::int64_t kMostBlock = std::int64_t{1} << 16;

Outputs one(const NodeView& view, Dims dims) { return {{std::move(dims), view.is_integer(0)}}; }

Outputs reshape(const NodeView& view) {
  const Dims& in = view.shape(0);
  Dims out = view.integers(1, "the shape");
  const bool zero_is_zero = view.node.integer("allowzero", 0) != 0;
  std::size_t free = out.size();
  for (std::size_t axis = 0; axis < out.size(); ++axis) {
    if (out[axis] == -1) {
      if (free != out.size()) node_error("the shape {} has -1 twice", dims_text(out));
      free = axis;
    } else if (out[axis] == 0 && !zero_is_zero) {
      if (axis >= in.size()) node_error("the 0 in the shape copies dimension {}, which {} lacks", axis, dims_text(in));
      out[axis] = in[axis];
    }
  }
  const std::int64_t elements = count_elements(in);
  if (free != out.size()) {
    out[free] = 1;
    const std::int64_t others = count_elements(out);
    if (others == 0 || elements % others != 0)
      node_error("{} elements do not fill shape {} with the free dimension {}", elements, dims_text(out), free);
    out[free] = elements / others;
  }
  if (count_elements(out) != elements)
    node_error("shape {} cannot become {}: {} elements against {}", dims_text(in), dims_text(out), elements,
               count_elements(out));
  return one(view, out);
}

Outputs flatten(const NodeView& view) {
  const Dims& in = view.shape(0);
  const std::int64_t axis = view.node.integer("axis", 1);
  // The axis may also be the rank itself.
  const auto rank = static_cast<std::int64_t>(in.size());
  const auto cut = axis == rank ? in.end() : in.begin() + static_cast<std::ptrdiff_t>(view.axis(axis, in.size()));
  return one(view, {count_elements(Dims(in.begin(), cut)), count_elements(Dims(cut, in.end()))});
}

Outputs transpose(const NodeView& view) {
  const Dims& in = view.shape(0);
  std::vector<std::int64_t> perm(in.size());
  for (std::size_t axis = 0; axis < in.size(); ++axis) perm[axis] = static_cast<std::int64_t>(in.size() - 1 - axis);
  perm = view.node.integers("perm", perm);
  if (perm.size() != in.size() || view.axes(perm, in.size()).size() != in.size())
    node_error("attribute \"perm\" [{}] does not order the {} axes of the input", fmt::join(perm, ", "), in.size());
  Dims out;
  for (const std::int64_t axis : perm) out.push_back(in[view.axis(axis, in.size())]);
  return one(view, out);
}

Outputs squeeze(const NodeView& view) {
  const Dims& in = view.shape(0);
  const auto given = view.axes_values(1);
  const auto axes = given ? view.axes(*given, in.size()) : std::vector<std::size_t>();
  Dims out;
  for (std::size_t axis = 0; axis < in.size(); ++axis) {
    const bool named = std::binary_search(axes.begin(), axes.end(), axis);
    if (named && in[axis] != 1) node_error("axis {} of shape {} is not 1", axis, dims_text(in));
    if (!named && (given || in[axis] != 1)) out.push_back(in[axis]);
  }
  return one(view, out);
}

Outputs unsqueeze(const NodeView& view) {
  const Dims& in = view.shape(0);
  const auto given = view.axes_values(1);
  if (!given) node_error("the axes are missing");
  if (given->size() > kMostNewAxes) node_error("{} new axes are too many", given->size());
  Dims out = in;
  for (const std::size_t axis : view.axes(*given, in.size() + given->size()))
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  return one(view, out);
}

Outputs concat(const NodeView& view) {
  if (view.node.inputs.empty()) node_error("it has no inputs");
  Dims out = view.shape_of_rank(0, 1);
  const std::size_t axis = view.axis(view.node.integer("axis", 1), out.size());
  for (std::size_t i = 1; i < view.node.inputs.size(); ++i) {
    Dims other = view.shape(i);
    if (other.size() != out.size())
      node_error("input {} has {} dimensions, input 0 has {}", i, other.size(), out.size());
    const std::int64_t more = other[axis];
    other[axis] = out[axis];
    if (other != out)
      node_error("input {} of shape {} differs from input 0 of shape {} beside axis {}", i, dims_text(view.shape(i)),
                 dims_text(view.shape(0)), axis);
    out[axis] += more;
  }
  return one(view, out);
}

Outputs expand(const NodeView& view) {
  const Dims wanted = view.integers(1, "the shape");
  count_elements(wanted);
  return one(view, broadcast(view.shape(0), wanted));
}

Outputs tile(const NodeView& view) {
  Dims out = view.shape(0);
  const auto repeats = view.integers(1, "the repeats");
  if (repeats.size() != out.size()) node_error("{} repeats for {} dimensions", repeats.size(), out.size());
  for (std::size_t axis = 0; axis < out.size(); ++axis) {
    if (repeats[axis] < 0 || repeats[axis] > kMostElements / std::max<std::int64_t>(out[axis], 1))
      node_error("{} repeats of {} elements", repeats[axis], out[axis]);
    out[axis] *= repeats[axis];
  }
  return one(view, out);
}

Outputs pad(const NodeView& view) {
  Dims out = view.shape(0);
  const bool attribute = view.node.has("pads") || view.opset < 11;
  const auto pads = attribute ? view.node.integers("pads", {}) : view.integers(1, "the pads");
  std::vector<std::size_t> axes(out.size());
  for (std::size_t axis = 0; axis < out.size(); ++axis) axes[axis] = axis;
  if (!attribute && view.given(3)) {
    axes.clear();
    for (const std::int64_t axis : view.integers(3, "the axes")) axes.push_back(view.axis(axis, out.size()));
  }
  if (pads.size() != 2 * axes.size())
    node_error("{} axes need {} pads, got {}", axes.size(), 2 * axes.size(), pads.size());
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (const std::int64_t pad : {pads[i], pads[i + axes.size()]}) {
      if (pad < -kMostElements || pad > kMostElements) node_error("a padding of {} is not possible", pad);
      out[axes[i]] += pad;
    }
    if (out[axes[i]] < 0 || out[axes[i]] > kMostElements) node_error("the padding leaves shape {}", dims_text(out));
  }
  return one(view, out);
}

/// Sizes by scales. ONNX says floor(input * scale); scales are float32, and so is the product of those who run the
/// model.
Dims scaled(const Dims& in, const std::vector<std::size_t>& axes, const std::vector<double>& scales) {
  if (scales.size() != axes.size()) node_error("{} scales for {} axes", scales.size(), axes.size());
  Dims out = in;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const float size = std::floor(static_cast<float>(in[axes[i]]) * static_cast<float>(scales[i]));
    if (!(scales[i] > 0) || !(size <= static_cast<float>(kMostElements)))
      node_error("a scale of {} for dimension {}", scales[i], in[axes[i]]);
    out[axes[i]] = static_cast<std::int64_t>(size);
  }
  return out;
}

std::vector<double> reals_of(const Tensor& tensor) {
  std::vector<double> out;
  for (std::int64_t i = 0; i < tensor.size(); ++i) out.push_back(tensor.real(i));
  return out;
}

Outputs resize(const NodeView& view) {
  const Dims& in = view.shape(0);
  std::vector<std::size_t> axes(in.size());
  for (std::size_t axis = 0; axis < in.size(); ++axis) axes[axis] = axis;
  if (view.node.has("axes")) {
    axes.clear();
    for (const std::int64_t axis : view.node.integers("axes", {})) axes.push_back(view.axis(axis, in.size()));
  }
  if (view.node.has("scales")) {
    const auto at = view.node.attributes.find("scales");
    return one(view, scaled(in, axes, std::get<std::vector<double>>(at->second)));
  }
  // Upsample and the first Resize: X, scales. Later: X, roi, scales, sizes; what is not used is left out or empty.
  const std::size_t scales_at = view.node.inputs.size() <= 2 ? 1 : 2;
  const bool sizes_given = view.given(3) && (view.constants[3] == nullptr || view.constants[3]->size() > 0);
  if (!sizes_given) return one(view, scaled(in, axes, reals_of(view.constant(scales_at, "the scales"))));
  if (view.node.text("keep_aspect_ratio_policy", "stretch") != "stretch")
    node_error("only the keep_aspect_ratio_policy \"stretch\" is supported");
  const auto sizes = view.integers(3, "the sizes");
  if (sizes.size() != axes.size()) node_error("{} sizes for {} axes", sizes.size(), axes.size());
  Dims out = in;
  for (std::size_t i = 0; i < axes.size(); ++i) out[axes[i]] = sizes[i];
  count_elements(out);
  return one(view, out);
}

Outputs depth_to_space(const NodeView& view) {
  const Dims& in = view.shape(0);
  const std::int64_t block = view.node.integer("blocksize", 0);
  if (in.size() != 4) node_error("its input must have 4 dimensions, got shape {}", dims_text(in));
  const bool apart = view.node.op == "DepthToSpace";
  if (block < 1 || block > kMostBlock || (apart ? in[1] % (block * block) : in[2] % block + in[3] % block) != 0)
    node_error("blocks of {} x {} do not fit shape {}", block, block, dims_text(in));
  if (apart) return one(view, {in[0], in[1] / (block * block), in[2] * block, in[3] * block});
  return one(view, {in[0], in[1] * block * block, in[2] / block, in[3] / block});
}

}  // namespace

const std::vector<NamedRule>& layout_rules() {
  static const std::vector<NamedRule> table = {
      {"Reshape", reshape},
      {"Flatten", flatten},
      {"Transpose", transpose},
      {"Squeeze", squeeze},
      {"Unsqueeze", unsqueeze},
      {"Concat", concat},
      {"Expand", expand},
      {"Tile", tile},
      {"Pad", pad},
      {"Resize", resize},
      {"Upsample", resize},
      {"DepthToSpace", depth_to_space},
      {"SpaceToDepth", depth_to_space},
  };
  return table;
}

}  // namespace finn::onnx
