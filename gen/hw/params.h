// SPDX-License-Identifier: Apache-2.0
// Integer parameters of a cell, in the order in which they were set.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace finn {

class Params {
 public:
  Params() = default;
  Params(std::initializer_list<std::pair<std::string, std::int64_t>> items) : items_(items) {}

  void set(std::string_view name, std::int64_t value);
  bool has(std::string_view name) const;
  /// Throws Defect if the parameter is missing: an omitted parameter is never silently a default.
  std::int64_t at(std::string_view name) const;
  const std::vector<std::pair<std::string, std::int64_t>>& items() const { return items_; }

 private:
  std::vector<std::pair<std::string, std::int64_t>> items_;
};

}  // namespace finn
