// SPDX-License-Identifier: Apache-2.0
// Attributes of layers: their schema (what a kind declares) and their values (what a reader delivers).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ir/tensor.h"

namespace finn {

enum class AttrType {
  kInt,       ///< an integer in [min, max]
  kBool,      ///< true or false
  kIntList,   ///< `length` integers in [min, max] (length 0: any number)
  kBoolList,  ///< booleans (length 0: any number)
  kType,      ///< the name of a data type
  kTensor,    ///< {"type", "shape", "data" | "file"}
};

using AttrValue = std::variant<std::int64_t, bool, std::vector<std::int64_t>, std::vector<bool>, DataType,
                               std::shared_ptr<const Tensor>>;

struct AttrSpec {
  std::string_view name;
  AttrType type;
  std::string_view doc;  ///< one line for docs and error notes
  bool required = false;
  std::int64_t min = 0;  ///< for integers
  std::int64_t max = 0;
  std::size_t length = 0;                 ///< for lists
  std::size_t rank = 0;                   ///< for tensors: number of dimensions (0: any)
  int max_bits = DataType::kMaxFileBits;  ///< for tensors: the widest UINTn or INTn that a file may name, <= kMaxBits
};

using AttrSchema = std::vector<AttrSpec>;

/// Attribute values by name. Getters throw Defect on a wrong type: readers check against the schema first.
class Attrs {
 public:
  void set(std::string_view name, AttrValue value) { values_.insert_or_assign(std::string(name), std::move(value)); }
  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
  bool flag(std::string_view name, bool otherwise) const;
  std::vector<std::int64_t> integers(std::string_view name, std::vector<std::int64_t> otherwise) const;
  std::vector<bool> flags(std::string_view name) const;  ///< empty if absent
  DataType type(std::string_view name) const;
  const Tensor& tensor(std::string_view name) const;
  std::shared_ptr<const Tensor> tensor_ptr(std::string_view name) const;
  const std::map<std::string, AttrValue, std::less<>>& all() const { return values_; }

 private:
  template <typename T>
  const T& get(std::string_view name) const;
  std::map<std::string, AttrValue, std::less<>> values_;
};

}  // namespace finn
