// SPDX-License-Identifier: Apache-2.0
// An ONNX graph as plain data: nodes in topological order, constants by value, a known shape for every tensor.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace finn::onnx {

using Dims = std::vector<std::int64_t>;

/// A constant. Floating dtypes (float16, bfloat16, float, double) are widened to double, which is exact; integer and
/// bool dtypes to int64. Exactly one of the vectors is filled, in C order; a scalar has no dimensions and one element.
struct Tensor {
  Dims shape;
  bool is_integer = false;
  std::vector<double> reals;
  std::vector<std::int64_t> integers;

  std::int64_t size() const { return static_cast<std::int64_t>(is_integer ? integers.size() : reals.size()); }
  double real(std::int64_t i) const {
    const auto at = static_cast<std::size_t>(i);
    return is_integer ? static_cast<double>(integers[at]) : reals[at];
  }
};

using Attribute = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<double>,
                               std::vector<std::string>, Tensor>;

/// An attribute as a number, a list of integers: nothing if it is of another type or the conversion is not exact.
std::optional<std::int64_t> as_integer(const Attribute& value);
std::optional<double> as_real(const Attribute& value);
std::optional<std::vector<std::int64_t>> as_integers(const Attribute& value);

/// An attribute of a node has not the type that its operator gives it.
struct AttributeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Node {
  std::string name;                  ///< the exporter's; where that is empty or taken, "<op>_<position among its op>"
  std::string op;                    ///< e.g. "MatMul"
  std::string domain;                ///< "" is ai.onnx
  std::vector<std::string> inputs;   ///< "" is an optional input that was left out
  std::vector<std::string> outputs;  ///< the same
  std::map<std::string, Attribute, std::less<>> attributes;

  const std::string& input(std::size_t i) const;  ///< "" where there is none
  bool has(std::string_view attribute) const { return attributes.find(attribute) != attributes.end(); }
  /// Attribute values; a number of the other kind is converted where that is exact. Throws AttributeError on
  /// other types.
  std::int64_t integer(std::string_view attribute, std::int64_t otherwise) const;
  double real(std::string_view attribute, double otherwise) const;
  std::string text(std::string_view attribute, std::string_view otherwise) const;
  std::vector<std::int64_t> integers(std::string_view attribute, std::vector<std::int64_t> otherwise) const;
};

/// What is known of a tensor. The free batch dimension of a graph stands as 1.
struct ValueInfo {
  std::string name;
  Dims shape;
  bool is_integer = false;              ///< an integer dtype in the ONNX sense
  std::optional<std::string> datatype;  ///< FINN's annotation finn_datatype: "BIPOLAR", "INT4", ...
};

struct Model {
  std::string file;  ///< as the user named it
  std::string name;  ///< the graph's
  /// Producers before consumers. None has constant inputs alone, except quantizers (Quant, BipolarQuant, IntQuant,
  /// Trunc, FloatQuant, MultiThreshold: weights stay integers with a scale, what reshapes them stays behind them) and
  /// operators that the reader does not evaluate.
  std::vector<Node> nodes;
  std::map<std::string, Tensor> constants;       ///< initializers and what was folded
  std::map<std::string, std::string> datatypes;  ///< FINN's annotation finn_datatype of constants
  std::map<std::string, ValueInfo> values;  ///< of every tensor that is not a constant; only what an operator without
                                            ///< a shape rule makes, and what follows from it, may be missing
  std::vector<std::string> inputs;          ///< graph inputs that are not initializers, in order
  std::vector<std::string> outputs;         ///< in order
  std::map<std::string, std::int64_t> opsets;  ///< by domain; "" is ai.onnx (11 where the file says nothing)

  const Tensor* constant(const std::string& value) const {
    const auto at = constants.find(value);
    return at == constants.end() ? nullptr : &at->second;
  }
  /// Positions in `nodes` of the readers of a tensor, in order; a node that reads it twice stands there twice.
  std::vector<std::size_t> readers(std::string_view value) const;
};

}  // namespace finn::onnx
