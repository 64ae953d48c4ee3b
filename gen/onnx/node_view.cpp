// SPDX-License-Identifier: Apache-2.0
#include "onnx/node_view.h"

#include <algorithm>

#include "import/json_source.h"
#include "onnx/draft.h"

namespace finn::onnx {

std::string dims_text(const Dims& dims) { return fmt::format("[{}]", fmt::join(dims, ", ")); }

std::int64_t count_elements(const Dims& dims) {
  std::int64_t count = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0) node_error("{} is not a shape", dims_text(dims));
    if (dim == 0) return 0;
    if (dim > kMostElements / count) node_error("shape {} has too many elements", dims_text(dims));
    count *= dim;
  }
  return count;
}

Dims broadcast(const Dims& a, const Dims& b) {
  Dims out(std::max(a.size(), b.size()), 1);
  const auto dim_of = [&](const Dims& dims, std::size_t axis) {
    const std::size_t missing = out.size() - dims.size();
    return axis < missing ? 1 : dims[axis - missing];
  };
  for (std::size_t axis = 0; axis < out.size(); ++axis) {
    const std::int64_t left = dim_of(a, axis);
    const std::int64_t right = dim_of(b, axis);
    if (left != right && left != 1 && right != 1)
      node_error("shapes {} and {} do not broadcast", dims_text(a), dims_text(b));
    out[axis] = left == 1 ? right : left;
  }
  return out;
}

const Dims& NodeView::shape(std::size_t i) const {
  if (!given(i)) node_error("input {} is missing", i);
  if (shapes[i] == nullptr) throw UnknownShape{};
  return *shapes[i];
}

const Dims& NodeView::shape_of_rank(std::size_t i, std::size_t rank) const {
  const Dims& out = shape(i);
  if (out.size() < rank)
    node_error("input {} ({}) must have at least {} dimensions, got shape {}", i, in_quotes(node.input(i)), rank,
               dims_text(out));
  return out;
}

const Tensor& NodeView::constant(std::size_t i, std::string_view what) const {
  if (!given(i)) node_error("input {} with {} is missing", i, what);
  if (constants[i] != nullptr) return *constants[i];
  throw DynamicShape{fmt::format("{} (input {}) must be constant, since hardware is built for fixed shapes", what,
                                 in_quotes(node.input(i)))};
}

std::vector<std::int64_t> NodeView::integers(std::size_t i, std::string_view what) const {
  const Tensor& tensor = constant(i, what);
  if (tensor.shape.size() > 1) node_error("{} must be a vector, got shape {}", what, dims_text(tensor.shape));
  if (tensor.is_integer) return tensor.integers;
  const auto values = as_integers(Attribute(tensor.reals));
  if (!values) node_error("{} must be integers", what);
  return *values;
}

std::size_t NodeView::axis(std::int64_t value, std::size_t rank) const {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (value < -signed_rank || value >= signed_rank) node_error("there is no axis {} of {} dimensions", value, rank);
  return static_cast<std::size_t>(value < 0 ? value + signed_rank : value);
}

std::vector<std::size_t> NodeView::axes(const std::vector<std::int64_t>& values, std::size_t rank) const {
  std::vector<std::size_t> out;
  for (const std::int64_t value : values) out.push_back(axis(value, rank));
  std::sort(out.begin(), out.end());
  if (std::adjacent_find(out.begin(), out.end()) != out.end())
    node_error("the axes [{}] name one twice", fmt::join(values, ", "));
  return out;
}

std::optional<std::vector<std::int64_t>> NodeView::axes_values(std::size_t i) const {
  if (node.has("axes")) return node.integers("axes", {});
  if (given(i)) return integers(i, "the axes");
  return std::nullopt;
}

std::vector<std::size_t> NodeView::reduced_axes() const {
  const std::size_t rank = shape(0).size();
  const auto values = axes_values(1);
  if (values && !values->empty()) return axes(*values, rank);
  std::vector<std::size_t> all;
  if (node.integer("noop_with_empty_axes", 0) != 0) return all;
  for (std::size_t axis = 0; axis < rank; ++axis) all.push_back(axis);
  return all;
}

namespace {

template <typename Table>
auto find_in(const Table& table, std::string_view op) -> decltype(&table.front()) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.op == op; });
  return at == table.end() ? nullptr : &*at;
}

bool starts_with(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

}  // namespace

const ShapeRule* find_rule(const Node& node) {
  if (!is_known_domain(node.domain)) return nullptr;
  if (starts_with(node.domain, "finn")) {
    if (const NamedRule* found = find_in(finn_rules(), node.op)) return &found->rule;
  }
  for (const auto* table : {&elementwise_rules(), &window_rules(), &matrix_rules(), &layout_rules(), &index_rules()}) {
    if (const NamedRule* found = find_in(*table, node.op)) return &found->rule;
  }
  return nullptr;
}

const Evaluator* find_evaluator(const Node& node) {
  if (!node.domain.empty()) return nullptr;
  for (const auto* table : {&arithmetic_evaluators(), &layout_evaluators(), &reduce_evaluators()}) {
    if (const NamedEvaluator* found = find_in(*table, node.op)) return &found->evaluate;
  }
  return nullptr;
}

}  // namespace finn::onnx
