// SPDX-License-Identifier: Apache-2.0
#include "ir/attrs.h"

#include "diag/diagnostics.h"

namespace finn {

template <typename T>
const T& Attrs::get(std::string_view name) const {
  const auto it = values_.find(name);
  if (it == values_.end()) throw Defect(fmt::format("attribute \"{}\" was not read", name));
  const T* value = std::get_if<T>(&it->second);
  if (value == nullptr) throw Defect(fmt::format("attribute \"{}\" has another type than its schema says", name));
  return *value;
}

std::int64_t Attrs::integer(std::string_view name, std::int64_t otherwise) const {
  return has(name) ? get<std::int64_t>(name) : otherwise;
}

bool Attrs::flag(std::string_view name, bool otherwise) const { return has(name) ? get<bool>(name) : otherwise; }

std::vector<std::int64_t> Attrs::integers(std::string_view name, std::vector<std::int64_t> otherwise) const {
  return has(name) ? get<std::vector<std::int64_t>>(name) : otherwise;
}

std::vector<bool> Attrs::flags(std::string_view name) const {
  return has(name) ? get<std::vector<bool>>(name) : std::vector<bool>{};
}

DataType Attrs::type(std::string_view name) const { return get<DataType>(name); }

std::shared_ptr<const Tensor> Attrs::tensor_ptr(std::string_view name) const {
  return get<std::shared_ptr<const Tensor>>(name);
}

const Tensor& Attrs::tensor(std::string_view name) const { return *tensor_ptr(name); }

}  // namespace finn
