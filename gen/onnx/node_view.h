// SPDX-License-Identifier: Apache-2.0
// What the shape rules and the evaluators of the constant folder see of a node.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/model.h"

namespace finn::onnx {

/// Thrown by rules, caught in infer(): the node cannot be right (FR3103), or a constant one cannot be evaluated
/// (FR3104).
struct NodeError {
  std::string what;
};
struct FoldError {
  std::string what;
};
/// The shape depends on data (FR3105).
struct DynamicShape {
  std::string what;
};
/// A shape that is needed is not known; why has been said already, or will be by whoever refuses an operator.
struct UnknownShape {};

template <typename... Args>
[[noreturn]] void node_error(fmt::format_string<Args...> format, Args&&... args) {
  throw NodeError{fmt::format(format, std::forward<Args>(args)...)};
}
template <typename... Args>
[[noreturn]] void fold_error(fmt::format_string<Args...> format, Args&&... args) {
  throw FoldError{fmt::format(format, std::forward<Args>(args)...)};
}

std::string dims_text(const Dims& dims);

/// Most elements that any shape may have while rules compute with it; keeps products within 64 bits.
constexpr std::int64_t kMostElements = std::int64_t{1} << 40;

/// Number of elements; 1 without dimensions. Throws NodeError beyond kMostElements.
std::int64_t count_elements(const Dims& dims);

/// The common shape of NumPy's broadcasting. Throws NodeError where there is none.
Dims broadcast(const Dims& a, const Dims& b);

struct Output {
  Dims shape;
  bool is_integer = false;
};
using Outputs = std::vector<Output>;

struct NodeView {
  const Node& node;
  std::int64_t opset = 0;                     ///< of ai.onnx
  bool channels_last = false;                 ///< of the domain qonnx.custom_op.channels_last
  std::vector<const Dims*> shapes = {};       ///< of the inputs; null: left out or unknown
  std::vector<const Tensor*> constants = {};  ///< null: not constant
  std::vector<bool> integer = {};             ///< element types

  bool given(std::size_t i) const { return !node.input(i).empty(); }
  /// Throws NodeError if the input is left out, UnknownShape if its shape is not known.
  const Dims& shape(std::size_t i) const;
  /// The same for an input of at least `rank` dimensions.
  const Dims& shape_of_rank(std::size_t i, std::size_t rank) const;
  bool is_integer(std::size_t i) const { return i < integer.size() && integer[i]; }
  /// Throws NodeError if the input is left out, DynamicShape if it is not constant. `what` names it: "the axes".
  const Tensor& constant(std::size_t i, std::string_view what) const;
  /// The same as a list of integers.
  std::vector<std::int64_t> integers(std::size_t i, std::string_view what) const;
  /// An axis in 0..rank-1 from one that may count from the end. Throws NodeError outside.
  std::size_t axis(std::int64_t value, std::size_t rank) const;
  /// Distinct axes; sorted.
  std::vector<std::size_t> axes(const std::vector<std::int64_t>& values, std::size_t rank) const;
  /// "axes" as attribute or as constant input `i`; nothing if there is neither.
  std::optional<std::vector<std::int64_t>> axes_values(std::size_t i) const;
  /// The axes of a Reduce operator; sorted.
  std::vector<std::size_t> reduced_axes() const;
};

using ShapeRule = std::function<Outputs(const NodeView&)>;
/// The rule of an operator, or null.
const ShapeRule* find_rule(const Node& node);

/// Tables of rules, one a file of shapes_*.cpp; find_rule() looks through them.
struct NamedRule {
  std::string_view op;
  ShapeRule rule;
};
const std::vector<NamedRule>& elementwise_rules();
const std::vector<NamedRule>& window_rules();
const std::vector<NamedRule>& matrix_rules();
const std::vector<NamedRule>& layout_rules();
const std::vector<NamedRule>& index_rules();
/// Of FINN's hardware nodes, whatever their domain.
const std::vector<NamedRule>& finn_rules();

/// Evaluates a node whose inputs are constants. `outputs` are what its shape rule said, their size has been checked.
using Evaluator = std::function<std::vector<Tensor>(const NodeView&, const Outputs& outputs)>;
/// The evaluator of an operator, or null.
const Evaluator* find_evaluator(const Node& node);
struct NamedEvaluator {
  std::string_view op;
  Evaluator evaluate;
};
const std::vector<NamedEvaluator>& arithmetic_evaluators();
const std::vector<NamedEvaluator>& layout_evaluators();
const std::vector<NamedEvaluator>& reduce_evaluators();

/// The bounds of a Slice as its rule and its evaluator use them, for every axis of the input.
struct SliceRange {
  std::int64_t start = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
};
std::vector<SliceRange> slice_ranges(const NodeView& view);

}  // namespace finn::onnx
