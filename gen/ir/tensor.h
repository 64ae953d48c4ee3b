// SPDX-License-Identifier: Apache-2.0
// Dense integer tensors, row-major.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/types.h"

namespace finn {

using Shape = std::vector<std::int64_t>;

/// Number of elements; 1 for an empty shape. The reader has checked that it fits.
std::int64_t element_count(const Shape& shape);
/// "[4, 4, 2]"
std::string shape_text(const Shape& shape);

struct Tensor {
  DataType type = DataType::sint(32);
  Shape shape;
  std::vector<std::int64_t> data;  ///< element_count(shape) values, last dimension fastest

  Tensor() = default;
  Tensor(DataType tensor_type, Shape tensor_shape)
      : type(tensor_type), shape(std::move(tensor_shape)), data(static_cast<std::size_t>(element_count(shape))) {}
  Tensor(DataType tensor_type, Shape tensor_shape, std::vector<std::int64_t> values)
      : type(tensor_type), shape(std::move(tensor_shape)), data(std::move(values)) {}

  std::int64_t size() const { return static_cast<std::int64_t>(data.size()); }
  std::int64_t dim(std::size_t axis) const { return shape.at(axis); }
};

}  // namespace finn
