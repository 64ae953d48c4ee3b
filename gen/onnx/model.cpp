// SPDX-License-Identifier: Apache-2.0
#include "onnx/model.h"

#include <fmt/format.h>

#include <cmath>

#include "diag/diagnostics.h"

namespace finn::onnx {
namespace {

/// 2^53: integers up to it are real numbers of double precision.
constexpr std::int64_t kExactReal = std::int64_t{1} << 53;

[[noreturn]] void wrong_type(const Node& node, std::string_view attribute, std::string_view wanted) {
  throw AttributeError(fmt::format("node {} ({}): attribute {} is not {}", node.name, node.op, attribute, wanted));
}

}  // namespace

std::optional<std::int64_t> as_integer(const Attribute& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  const auto* real = std::get_if<double>(&value);
  if (real == nullptr || *real != std::floor(*real) || std::abs(*real) > static_cast<double>(kExactReal))
    return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

std::optional<double> as_real(const Attribute& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  const auto* integer = std::get_if<std::int64_t>(&value);
  if (integer == nullptr || *integer > kExactReal || *integer < -kExactReal) return std::nullopt;
  return static_cast<double>(*integer);
}

std::optional<std::vector<std::int64_t>> as_integers(const Attribute& value) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value)) return *integers;
  const auto* reals = std::get_if<std::vector<double>>(&value);
  if (reals == nullptr) return std::nullopt;
  std::vector<std::int64_t> out;
  for (const double real : *reals) {
    const auto integer = as_integer(Attribute(real));
    if (!integer) return std::nullopt;
    out.push_back(*integer);
  }
  return out;
}

const std::string& Node::input(std::size_t i) const {
  static const std::string none;
  return i < inputs.size() ? inputs[i] : none;
}

std::int64_t Node::integer(std::string_view attribute, std::int64_t otherwise) const {
  const auto at = attributes.find(attribute);
  if (at == attributes.end()) return otherwise;
  const auto value = as_integer(at->second);
  if (!value) wrong_type(*this, attribute, "an integer");
  return *value;
}

double Node::real(std::string_view attribute, double otherwise) const {
  const auto at = attributes.find(attribute);
  if (at == attributes.end()) return otherwise;
  const auto value = as_real(at->second);
  if (!value) wrong_type(*this, attribute, "a number");
  return *value;
}

std::string Node::text(std::string_view attribute, std::string_view otherwise) const {
  const auto at = attributes.find(attribute);
  if (at == attributes.end()) return std::string(otherwise);
  const auto* value = std::get_if<std::string>(&at->second);
  if (value == nullptr) wrong_type(*this, attribute, "a text");
  return *value;
}

std::vector<std::int64_t> Node::integers(std::string_view attribute, std::vector<std::int64_t> otherwise) const {
  const auto at = attributes.find(attribute);
  if (at == attributes.end()) return otherwise;
  auto value = as_integers(at->second);
  if (!value) wrong_type(*this, attribute, "a list of integers");
  return *std::move(value);
}

std::vector<std::size_t> Model::readers(std::string_view value) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const std::string& input : nodes[i].inputs) {
      if (input == value) out.push_back(i);
    }
  }
  return out;
}

}  // namespace finn::onnx
