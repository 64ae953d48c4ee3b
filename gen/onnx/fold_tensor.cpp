// SPDX-License-Identifier: Apache-2.0
#include "onnx/fold_tensor.h"

namespace finn::onnx {
namespace {

template <typename T>
std::vector<T> pick(const std::vector<T>& in, const Dims& dims, std::int64_t base,
                    const std::vector<std::int64_t>& strides) {
  const std::int64_t count = count_elements(dims);
  std::vector<T> out;
  out.reserve(static_cast<std::size_t>(count));
  std::vector<std::int64_t> index(dims.size(), 0);
  std::int64_t at = base;
  for (std::int64_t i = 0; i < count; ++i) {
    out.push_back(in[static_cast<std::size_t>(at)]);
    for (std::size_t axis = dims.size(); axis-- > 0;) {
      if (++index[axis] < dims[axis]) {
        at += strides[axis];
        break;
      }
      at -= strides[axis] * (dims[axis] - 1);
      index[axis] = 0;
    }
  }
  return out;
}

}  // namespace

std::vector<std::int64_t> strides_of(const Dims& dims) {
  std::vector<std::int64_t> out(dims.size());
  std::int64_t step = 1;
  for (std::size_t axis = dims.size(); axis-- > 0;) {
    out[axis] = step;
    step *= dims[axis];
  }
  return out;
}

Tensor strided(const Tensor& in, const Dims& dims, std::int64_t base, const std::vector<std::int64_t>& strides) {
  Tensor out;
  out.shape = dims;
  out.is_integer = in.is_integer;
  if (in.is_integer) {
    out.integers = pick(in.integers, dims, base, strides);
  } else {
    out.reals = pick(in.reals, dims, base, strides);
  }
  return out;
}

Tensor expanded(const Tensor& in, const Dims& dims) {
  if (in.shape == dims) return in;
  const auto own = strides_of(in.shape);
  const std::size_t missing = dims.size() - in.shape.size();
  std::vector<std::int64_t> strides(dims.size(), 0);
  for (std::size_t axis = 0; axis < in.shape.size(); ++axis)
    strides[missing + axis] = in.shape[axis] == 1 ? 0 : own[axis];
  return strided(in, dims, 0, strides);
}

Tensor as_reals(Tensor in) {
  if (!in.is_integer) return in;
  in.reals.assign(in.integers.begin(), in.integers.end());
  in.integers.clear();
  in.is_integer = false;
  return in;
}

Tensor zeros(const Dims& dims, bool is_integer) {
  Tensor out;
  out.shape = dims;
  out.is_integer = is_integer;
  const auto count = static_cast<std::size_t>(count_elements(dims));
  if (is_integer) {
    out.integers.resize(count);
  } else {
    out.reals.resize(count);
  }
  return out;
}

}  // namespace finn::onnx
