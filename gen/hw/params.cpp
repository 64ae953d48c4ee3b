// SPDX-License-Identifier: Apache-2.0
#include "hw/params.h"

#include <algorithm>

#include "diag/diagnostics.h"

namespace finn {
namespace {

template <typename Items>
auto find(Items& items, std::string_view name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.first == name; });
}

}  // namespace

void Params::set(std::string_view name, std::int64_t value) {
  if (const auto it = find(items_, name); it != items_.end())
    it->second = value;
  else
    items_.emplace_back(std::string(name), value);
}

bool Params::has(std::string_view name) const { return find(items_, name) != items_.end(); }

std::int64_t Params::at(std::string_view name) const {
  const auto it = find(items_, name);
  if (it == items_.end()) throw Defect(fmt::format("cell parameter {} was not set", name));
  return it->second;
}

}  // namespace finn
