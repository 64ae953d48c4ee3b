// SPDX-License-Identifier: Apache-2.0
// How a host computes the contents of a writable memory from a layer's tensors: for the driver, which knows no layers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ir/types.h"

namespace finn {

/// An array of 64-bit integers, as an expression: JSON lists ["operation", operands...] whose operations are numpy's
/// (ip/driver/python/finn_rtlgen_driver/recipe.py evaluates them). Arithmetic broadcasts and is modulo 2^64.
class Recipe {
 public:
  /// An attribute of the layer by name; flags are 0 and 1.
  static Recipe attribute(std::string_view name);
  static Recipe numbers(const std::vector<std::int64_t>& values);  ///< shape [n]
  static Recipe numbers(const std::vector<std::vector<std::int64_t>>& rows);

  Recipe reshape(const std::vector<std::int64_t>& shape) const;
  Recipe transpose(const std::vector<std::int64_t>& axes) const;
  Recipe broadcast(const std::vector<std::int64_t>& shape) const;
  /// Behind what there is, to this shape.
  Recipe pad(const std::vector<std::int64_t>& shape, std::int64_t value) const;
  /// The entries of an axis with these indices.
  Recipe take(int axis, const std::vector<std::int64_t>& indices) const;
  /// Of each row its own entries: `indices` has as many rows.
  Recipe take_along(const Recipe& indices) const;
  Recipe concatenate(int axis, const Recipe& behind) const;

  Recipe plus(const Recipe& other) const;
  Recipe times(const Recipe& other) const;
  Recipe ceil_divide(const Recipe& positive) const;
  Recipe clip(std::int64_t min, std::int64_t max) const;
  /// Where this is not 0 the one, elsewhere the other.
  Recipe choose(const Recipe& one, const Recipe& other) const;

  const std::string& json() const { return json_; }

 private:
  explicit Recipe(std::string json) : json_(std::move(json)) {}
  std::string json_;
};

/// Codes of values of a type: their low bits are DataType::encode().
Recipe code_recipe(DataType type, const Recipe& values);

/// Fields of all rows of a memory: field i of a row are `bits` bits from bit first + i * step on, and get the low bits
/// of element [row, i] of `values`.
struct MemoryPart {
  std::int64_t first = 0;
  std::int64_t step = 1;
  int bits = 1;
  Recipe values;
};

}  // namespace finn
