// SPDX-License-Identifier: Apache-2.0
// Evaluation of reductions of constants, e.g. the product of a shape.
#include <algorithm>

#include "onnx/fold_tensor.h"

namespace finn::onnx {
namespace {

using RealOperator = double (*)(double, double);
using IntegerOperator = std::int64_t (*)(std::int64_t, std::int64_t);

/// For every element of the input in C order, the element of the output that it goes into.
std::vector<std::size_t> targets(const Dims& dims, const std::vector<std::size_t>& axes) {
  Dims kept = dims;
  for (const std::size_t axis : axes) kept[axis] = 1;
  auto strides = strides_of(kept);
  for (const std::size_t axis : axes) strides[axis] = 0;
  Tensor numbers = zeros(kept, true);
  for (std::size_t i = 0; i < numbers.integers.size(); ++i) numbers.integers[i] = static_cast<std::int64_t>(i);
  const Tensor all = strided(numbers, dims, 0, strides);
  return {all.integers.begin(), all.integers.end()};
}

template <typename T, typename Operator>
std::vector<T> reduced(const std::vector<T>& in, const std::vector<std::size_t>& to, std::size_t count,
                       Operator combine) {
  std::vector<T> out(count);
  std::vector<bool> begun(count, false);
  for (std::size_t i = 0; i < in.size(); ++i) {
    out[to[i]] = begun[to[i]] ? combine(out[to[i]], in[i]) : in[i];
    begun[to[i]] = true;
  }
  return out;
}

Evaluator reduce(RealOperator reals, IntegerOperator integers, bool mean = false) {
  return [=](const NodeView& view, const Outputs& outputs) {
    const Tensor& in = *view.constants[0];
    Tensor out = zeros(outputs[0].shape, in.is_integer);
    const auto count = static_cast<std::size_t>(out.size());
    if (in.size() == 0) fold_error("a reduction of no elements");
    const auto to = targets(in.shape, view.reduced_axes());
    if (in.is_integer) {
      out.integers = reduced(in.integers, to, count, integers);
    } else {
      out.reals = reduced(in.reals, to, count, reals);
    }
    const std::int64_t each = in.size() / out.size();
    if (mean) {
      for (double& value : out.reals) value /= static_cast<double>(each);
      for (std::int64_t& value : out.integers) value /= each;
    }
    return std::vector<Tensor>{std::move(out)};
  };
}

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_add_overflow(a, b, &out)) fold_error("a sum does not fit 64 bits");
  return out;
}

std::int64_t multiply(std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  if (__builtin_mul_overflow(a, b, &out)) fold_error("a product does not fit 64 bits");
  return out;
}

}  // namespace

const std::vector<NamedEvaluator>& reduce_evaluators() {
  using I = std::int64_t;
  static const std::vector<NamedEvaluator> table = {
      {"ReduceSum", reduce([](double a, double b) { return a + b; }, add)},
      {"ReduceMean", reduce([](double a, double b) { return a + b; }, add, true)},
      {"ReduceProd", reduce([](double a, double b) { return a * b; }, multiply)},
      {"ReduceMax", reduce([](double a, double b) { return std::max(a, b); }, [](I a, I b) { return std::max(a, b); })},
      {"ReduceMin", reduce([](double a, double b) { return std::min(a, b); }, [](I a, I b) { return std::min(a, b); })},
  };
  return table;
}

}  // namespace finn::onnx
