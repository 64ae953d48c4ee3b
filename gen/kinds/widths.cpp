// SPDX-License-Identifier: Apache-2.0
#include "kinds/widths.h"

#include <algorithm>
#include <memory>
#include <random>

namespace finn {
namespace {

/// Evenly distributed as far as a remainder is; std's distributions differ from library to library.
std::int64_t draw(std::mt19937_64& random, Range range) {
  return range.min + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range.max - range.min + 1));
}

}  // namespace

DataType weight_type(DataType own, int bits) {
  if (own.bits() == bits) return own;
  return bits == 1 ? DataType::bipolar() : DataType::sint(bits);
}

DataType activation_type(DataType own, int bits) {
  if (own.bits() == bits) return own;
  const bool is_signed = own.is_bipolar() || own.is_signed_code();
  return is_signed && bits > 1 ? DataType::sint(bits) : DataType::uint(bits);
}

Tensor made_up_values(DataType type, const Shape& shape) {
  std::mt19937_64 random(1);
  Tensor tensor(type, shape);
  for (std::int64_t& value : tensor.data)
    value = type.is_bipolar() ? 2 * draw(random, {0, 1}) - 1 : draw(random, type.range());
  return tensor;
}

Tensor made_up_rows(Range range, const Shape& shape) {
  std::mt19937_64 random(1);
  Tensor tensor(DataType::smallest(range), shape);
  for (std::int64_t& value : tensor.data) value = draw(random, range);
  const std::int64_t columns = shape.back();
  for (auto row = tensor.data.begin(); row != tensor.data.end(); row += columns) std::sort(row, row + columns);
  return tensor;
}

void change_weights(const WidthChange& change, Attrs& attrs) {
  if (!change.weights) return;
  const Tensor& own = change.layer.attrs.tensor("weights");
  const DataType type = weight_type(own.type, *change.weights);
  if (type != own.type) attrs.set("weights", std::make_shared<const Tensor>(made_up_values(type, own.shape)));
}

}  // namespace finn
