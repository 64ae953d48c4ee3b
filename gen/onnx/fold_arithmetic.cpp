// SPDX-License-Identifier: Apache-2.0
// Evaluation of constant arithmetic: exact in 64 bits for integers (an overflow is an error), in double precision for
// reals. Nothing is rounded to float32 between nodes: what an exporter wrote as several float32 operations (a batch
// norm as Sub, Div, Pow, ...) is meant as one real function.
#include <algorithm>
#include <cmath>
#include <limits>

#include "onnx/draft.h"
#include "onnx/fold_tensor.h"

namespace finn::onnx {
namespace {

using Tensors = std::vector<Tensor>;
using RealFunction = double (*)(double);
using RealOperator = double (*)(double, double);
using IntegerOperator = std::int64_t (*)(std::int64_t, std::int64_t);

[[noreturn]] void overflow() { fold_error("a result does not fit 64 bits"); }

Evaluator real_function(RealFunction function) {
  return [function](const NodeView& view, const Outputs&) {
    Tensor out = as_reals(*view.constants[0]);
    for (double& value : out.reals) value = function(value);
    return Tensors{std::move(out)};
  };
}

/// Integers stay integers.
Evaluator function(RealFunction reals, std::int64_t (*integers)(std::int64_t)) {
  return [reals, integers](const NodeView& view, const Outputs&) {
    Tensor out = *view.constants[0];
    for (double& value : out.reals) value = reals(value);
    for (std::int64_t& value : out.integers) value = integers(value);
    return Tensors{std::move(out)};
  };
}

std::int64_t negate(std::int64_t value) {
  if (value == std::numeric_limits<std::int64_t>::min()) overflow();
  return -value;
}

double sign(double value) { return value > 0 ? 1 : value < 0 ? -1 : value; }
double round_half_even(double value) { return std::nearbyint(value); }  // in the default rounding mode
double relu(double value) { return value < 0 ? 0 : value; }
double sigmoid(double value) { return 1 / (1 + std::exp(-value)); }

Tensor combine(const Tensor& a, const Tensor& b, RealOperator reals, IntegerOperator integers) {
  const Dims dims = broadcast(a.shape, b.shape);
  Tensor left = expanded(a, dims);
  Tensor right = expanded(b, dims);
  if (left.is_integer && right.is_integer && integers != nullptr) {
    for (std::size_t i = 0; i < left.integers.size(); ++i)
      left.integers[i] = integers(left.integers[i], right.integers[i]);
    return left;
  }
  left = as_reals(std::move(left));
  for (std::size_t i = 0; i < left.reals.size(); ++i)
    left.reals[i] = reals(left.reals[i], right.real(static_cast<std::int64_t>(i)));
  return left;
}

/// Of two or more inputs, from the left.
Evaluator arithmetic(RealOperator reals, IntegerOperator integers) {
  return [reals, integers](const NodeView& view, const Outputs&) {
    Tensor out = *view.constants[0];
    for (std::size_t i = 1; i < view.constants.size(); ++i) out = combine(out, *view.constants[i], reals, integers);
    return Tensors{std::move(out)};
  };
}

Evaluator comparison(RealOperator reals, IntegerOperator integers) {
  return [reals, integers](const NodeView& view, const Outputs&) {
    Tensor out = combine(*view.constants[0], *view.constants[1], reals, integers);
    if (!out.is_integer) {
      out.integers.assign(out.reals.begin(), out.reals.end());  // each is 0 or 1
      out.reals.clear();
      out.is_integer = true;
    }
    return Tensors{std::move(out)};
  };
}

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_add_overflow(a, b, &out)) overflow();
  return out;
}
std::int64_t subtract(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_sub_overflow(a, b, &out)) overflow();
  return out;
}
std::int64_t multiply(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_mul_overflow(a, b, &out)) overflow();
  return out;
}
/// Integers are divided as in C: towards zero.
std::int64_t divide(std::int64_t a, std::int64_t b) {
  if (b == 0) fold_error("an integer is divided by 0");
  if (b == -1) return negate(a);
  return a / b;
}

std::int64_t power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) {
    if (base == 0) fold_error("0 to the power of {}", exponent);
    return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;  // towards zero
  }
  std::int64_t out = 1;
  while (exponent > 0) {
    if (exponent % 2 != 0) out = multiply(out, base);
    exponent /= 2;
    if (exponent > 0) base = multiply(base, base);
  }
  return out;
}

Tensors clip(const NodeView& view, const Outputs&) {
  Tensor out = *view.constants[0];
  const auto bound = [&](std::size_t input, const char* attribute, bool lower) {
    Tensor limit;
    if (view.given(input)) {
      limit = *view.constants[input];
    } else if (view.node.has(attribute)) {
      limit.reals = {view.node.real(attribute, 0)};
    } else {
      return;
    }
    if (limit.size() != 1) fold_error("a bound must be one number, got shape {}", dims_text(limit.shape));
    limit.shape.clear();
    const Dims shape = out.shape;
    out = lower ? combine(
                      out, limit, [](double a, double b) { return std::max(a, b); },
                      [](std::int64_t a, std::int64_t b) { return std::max(a, b); })
                : combine(
                      out, limit, [](double a, double b) { return std::min(a, b); },
                      [](std::int64_t a, std::int64_t b) { return std::min(a, b); });
    out.shape = shape;
  };
  bound(1, "min", true);
  bound(2, "max", false);
  return {std::move(out)};
}

Tensors where(const NodeView& view, const Outputs& outputs) {
  const Dims& dims = outputs[0].shape;
  const Tensor condition = expanded(*view.constants[0], dims);
  const bool is_integer = view.constants[1]->is_integer && view.constants[2]->is_integer;
  Tensor yes = expanded(*view.constants[1], dims);
  Tensor no = expanded(*view.constants[2], dims);
  if (!is_integer) {
    yes = as_reals(std::move(yes));
    no = as_reals(std::move(no));
  }
  for (std::int64_t i = 0; i < condition.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (condition.real(i) != 0) continue;
    if (is_integer) {
      yes.integers[at] = no.integers[at];
    } else {
      yes.reals[at] = no.reals[at];
    }
  }
  return {std::move(yes)};
}

/// The nearest number with `mantissa` bits after the leading one and exponents from `least`; infinity beyond `most`.
double narrowed(double value, int mantissa, int least, double most) {
  if (!std::isfinite(value) || value == 0) return value;
  int exponent = 0;
  std::frexp(value, &exponent);
  const int last = std::max(exponent - 1, least) - mantissa;
  const double out = std::ldexp(std::nearbyint(std::ldexp(value, -last)), last);
  return std::abs(out) > most ? std::copysign(std::numeric_limits<double>::infinity(), value) : out;
}

std::int64_t wrapped(std::int64_t value, const ElementKind& to) {
  const auto bits = static_cast<std::uint64_t>(value);
  if (to.kind == 'b') return value != 0 ? 1 : 0;
  if (to.bits == 64) {
    if (to.kind == 'u' && value < 0) fold_error("{} as uint64 does not fit 64 bits, signed", value);
    return value;
  }
  const int shift = 64 - to.bits;
  return to.kind == 'i' ? static_cast<std::int64_t>(bits << shift) >> shift
                        : static_cast<std::int64_t>(bits << shift >> shift);
}

std::int64_t truncated(double value, const ElementKind& to) {
  if (to.kind == 'b') return value != 0 ? 1 : 0;
  const double whole = std::trunc(value);
  // Beyond its type the result is undefined: nobody can rely on it.
  const double most = std::ldexp(1.0, to.kind == 'i' || to.bits == 64 ? std::min(to.bits, 64) - 1 : to.bits);
  const double least = to.kind == 'i' ? -most : 0;
  if (!(whole >= least && whole < most)) fold_error("{} does not fit the integer type it is cast to", value);
  return static_cast<std::int64_t>(whole);
}

Tensors cast(const NodeView& view, const Outputs&) {
  const auto to = element_kind(static_cast<int>(view.node.integer("to", 0)));
  const Tensor& in = *view.constants[0];
  Tensor out;
  if (to->kind == 'f') {
    out = as_reals(in);
    if (to->bits == 8) fold_error("constants are not cast to 8-bit reals");
    for (double& value : out.reals) {
      if (to->bits != 16) break;  // float32 and double: see the head of this file
      value = to->exponent == 5 ? narrowed(value, 10, -14, 65504) : narrowed(value, 7, -126, 0x1.FEp127);
    }
    return {std::move(out)};
  }
  out = zeros(in.shape, true);
  for (std::size_t i = 0; i < out.integers.size(); ++i)
    out.integers[i] = in.is_integer ? wrapped(in.integers[i], *to) : truncated(in.reals[i], *to);
  return {std::move(out)};
}

Tensors leaky_relu(const NodeView& view, const Outputs&) {
  Tensor out = as_reals(*view.constants[0]);
  const double alpha = view.node.real("alpha", 0.01F);
  for (double& value : out.reals) value = value < 0 ? alpha * value : value;
  return {std::move(out)};
}

}  // namespace

const std::vector<NamedEvaluator>& arithmetic_evaluators() {
  using I = std::int64_t;
  static const std::vector<NamedEvaluator> table = {
      {"Neg", function([](double v) { return -v; }, negate)},
      {"Abs", function([](double v) { return std::abs(v); }, [](I v) { return v < 0 ? negate(v) : v; })},
      {"Sign", function(sign, [](I v) { return v > 0   ? I{1}
                                               : v < 0 ? I{-1}
                                                       : I{0}; })},
      {"Relu", function(relu, [](I v) { return std::max(v, I{0}); })},
      {"Floor", function([](double v) { return std::floor(v); }, [](I v) { return v; })},
      {"Ceil", function([](double v) { return std::ceil(v); }, [](I v) { return v; })},
      {"Round", function(round_half_even, [](I v) { return v; })},
      {"Not", function([](double v) { return v == 0 ? 1.0 : 0.0; }, [](I v) { return v == 0 ? I{1} : I{0}; })},
      {"Sqrt", real_function([](double v) { return std::sqrt(v); })},
      {"Reciprocal", real_function([](double v) { return 1 / v; })},
      {"Exp", real_function([](double v) { return std::exp(v); })},
      {"Log", real_function([](double v) { return std::log(v); })},
      {"Tanh", real_function([](double v) { return std::tanh(v); })},
      {"Sigmoid", real_function(sigmoid)},
      {"Erf", real_function([](double v) { return std::erf(v); })},
      {"LeakyRelu", leaky_relu},
      {"Add", arithmetic([](double a, double b) { return a + b; }, add)},
      {"Sum", arithmetic([](double a, double b) { return a + b; }, add)},
      {"Sub", arithmetic([](double a, double b) { return a - b; }, subtract)},
      {"Mul", arithmetic([](double a, double b) { return a * b; }, multiply)},
      {"Div", arithmetic([](double a, double b) { return a / b; }, divide)},
      {"Pow", arithmetic([](double a, double b) { return std::pow(a, b); }, power)},
      {"Min", arithmetic([](double a, double b) { return std::min(a, b); }, [](I a, I b) { return std::min(a, b); })},
      {"Max", arithmetic([](double a, double b) { return std::max(a, b); }, [](I a, I b) { return std::max(a, b); })},
      {"Equal", comparison([](double a, double b) { return a == b ? 1.0 : 0.0; }, [](I a, I b) { return I{a == b}; })},
      {"Greater", comparison([](double a, double b) { return a > b ? 1.0 : 0.0; }, [](I a, I b) { return I{a > b}; })},
      {"GreaterOrEqual",
       comparison([](double a, double b) { return a >= b ? 1.0 : 0.0; }, [](I a, I b) { return I{a >= b}; })},
      {"Less", comparison([](double a, double b) { return a < b ? 1.0 : 0.0; }, [](I a, I b) { return I{a < b}; })},
      {"LessOrEqual",
       comparison([](double a, double b) { return a <= b ? 1.0 : 0.0; }, [](I a, I b) { return I{a <= b}; })},
      {"And", comparison([](double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; },
                         [](I a, I b) { return I{a != 0 && b != 0}; })},
      {"Or", comparison([](double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; },
                        [](I a, I b) { return I{a != 0 || b != 0}; })},
      {"Xor", comparison([](double a, double b) { return (a != 0) != (b != 0) ? 1.0 : 0.0; },
                         [](I a, I b) { return I{(a != 0) != (b != 0)}; })},
      {"Where", where},
      {"Clip", clip},
      {"Cast", cast},
  };
  return table;
}

}  // namespace finn::onnx
