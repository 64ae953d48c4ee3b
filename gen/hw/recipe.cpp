// SPDX-License-Identifier: Apache-2.0
#include "hw/recipe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace finn {
namespace {

std::string list(const std::vector<std::int64_t>& values) { return fmt::format("[{}]", fmt::join(values, ", ")); }

}  // namespace

Recipe Recipe::attribute(std::string_view name) { return Recipe(fmt::format(R"(["attribute", "{}"])", name)); }

Recipe Recipe::numbers(const std::vector<std::int64_t>& values) {
  return Recipe(fmt::format(R"(["numbers", {}])", list(values)));
}

Recipe Recipe::numbers(const std::vector<std::vector<std::int64_t>>& rows) {
  std::vector<std::string> lists;
  for (const std::vector<std::int64_t>& row : rows) lists.push_back(list(row));
  return Recipe(fmt::format(R"(["numbers", [{}]])", fmt::join(lists, ", ")));
}

Recipe Recipe::reshape(const std::vector<std::int64_t>& shape) const {
  return Recipe(fmt::format(R"(["reshape", {}, {}])", json_, list(shape)));
}

Recipe Recipe::transpose(const std::vector<std::int64_t>& axes) const {
  return Recipe(fmt::format(R"(["transpose", {}, {}])", json_, list(axes)));
}

Recipe Recipe::broadcast(const std::vector<std::int64_t>& shape) const {
  return Recipe(fmt::format(R"(["broadcast", {}, {}])", json_, list(shape)));
}

Recipe Recipe::pad(const std::vector<std::int64_t>& shape, std::int64_t value) const {
  return Recipe(fmt::format(R"(["pad", {}, {}, {}])", json_, list(shape), value));
}

Recipe Recipe::take(int axis, const std::vector<std::int64_t>& indices) const {
  return Recipe(fmt::format(R"(["take", {}, {}, {}])", json_, axis, list(indices)));
}

Recipe Recipe::take_along(const Recipe& indices) const {
  return Recipe(fmt::format(R"(["take_along", {}, {}])", json_, indices.json_));
}

Recipe Recipe::concatenate(int axis, const Recipe& behind) const {
  return Recipe(fmt::format(R"(["concatenate", {}, {}, {}])", axis, json_, behind.json_));
}

Recipe Recipe::plus(const Recipe& other) const {
  return Recipe(fmt::format(R"(["plus", {}, {}])", json_, other.json_));
}

Recipe Recipe::times(const Recipe& other) const {
  return Recipe(fmt::format(R"(["times", {}, {}])", json_, other.json_));
}

Recipe Recipe::ceil_divide(const Recipe& positive) const {
  return Recipe(fmt::format(R"(["ceil_divide", {}, {}])", json_, positive.json_));
}

Recipe Recipe::clip(std::int64_t min, std::int64_t max) const {
  return Recipe(fmt::format(R"(["clip", {}, {}, {}])", json_, min, max));
}

Recipe Recipe::choose(const Recipe& one, const Recipe& other) const {
  return Recipe(fmt::format(R"(["choose", {}, {}, {}])", json_, one.json_, other.json_));
}

Recipe code_recipe(DataType type, const Recipe& values) {
  if (!type.is_bipolar()) return values;
  return values.ceil_divide(Recipe::numbers(std::vector<std::int64_t>{2}));  // -1 and 1 become 0 and 1
}

}  // namespace finn
