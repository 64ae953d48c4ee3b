// SPDX-License-Identifier: Apache-2.0
#include "ir/tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace finn {

std::int64_t element_count(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t dim : shape) count *= dim;
  return count;
}

std::string shape_text(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

}  // namespace finn
