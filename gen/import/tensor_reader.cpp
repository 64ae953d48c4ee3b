// SPDX-License-Identifier: Apache-2.0
#include "import/tensor_reader.h"

#include <algorithm>
#include <cstdint>

#include "import/npy.h"

namespace finn {
namespace {

using nlohmann::json;

std::string index_text(std::size_t flat, const Shape& shape) {
  std::vector<std::int64_t> index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const auto dim = static_cast<std::size_t>(shape[axis]);
    index[axis] = static_cast<std::int64_t>(flat % dim);
    flat /= dim;
  }
  return shape_text(index);
}

/// A value that is not of its type: where it stands in the tensor, and what it is.
struct BadValue {
  std::size_t flat = 0;
  std::string found;
};

/// Collects the first few bad values and counts the others.
class ValueCheck {
 public:
  explicit ValueCheck(DataType type) : type_(type) {}

  void take(std::size_t flat, std::int64_t value) {
    if (!type_.contains(value)) bad(flat, std::to_string(value));
  }
  void bad(std::size_t flat, std::string found) {
    if (++count_ <= kMostBadValues) first_.push_back({flat, std::move(found)});
  }
  /// Reports; `where` gives the place of a value, or nothing if it has been reported already. True if all are good.
  template <typename Where>
  bool report(const std::string& label, const Shape& shape, Diagnostics& diagnostics, Where where) const {
    for (const BadValue& value : first_) {
      const std::optional<Location> place = where(value.flat);
      if (!place) continue;
      Diagnostic& error = diagnostics.error(
          Code::FR2106, *place,
          fmt::format("{}: element {} must be of type {} ({}), got {}", label, index_text(value.flat, shape),
                      type_.name(), type_.is_bipolar() ? "-1 or 1" : fmt::format("{}..{}", type_.min(), type_.max()),
                      value.found));
      if (count_ > first_.size() && &value == &first_.back())
        error.notes.push_back(fmt::format("{} more elements are bad", count_ - first_.size()));
    }
    return first_.empty();
  }

 private:
  DataType type_;
  std::size_t count_ = 0;
  std::vector<BadValue> first_;
};

/// Inline data, flat or nested as the shape says.
class DataReader {
 public:
  DataReader(Tensor& tensor, JsonChecker& check) : tensor_(tensor), values_(tensor.type), check_(check) {}

  bool run(const JsonValue& data) {
    if (!check_.list(data)) return false;
    const std::int64_t count = element_count(tensor_.shape);
    nested_ = data.size() > 0 && data.json()[0].is_array();
    if (!nested_ && static_cast<std::int64_t>(data.size()) != count) {
      check_.diagnostics().error(Code::FR2102, data.where(),
                                 fmt::format("{} must have {} values for shape {}, got {}", data.label(), count,
                                             shape_text(tensor_.shape), data.size()));
      return false;
    }
    // No allocation by the shape alone: the file may lie about it.
    if (!nested_) tensor_.data.reserve(data.size());
    if (nested_ && !level(data, 0)) return false;
    if (!nested_) row(data.json());
    return values_.report(data.label(), tensor_.shape, check_.diagnostics(),
                          [&](std::size_t flat) -> std::optional<Location> {
                            const std::string pointer = data.pointer() + place(flat);
                            if (data.source().is_bad_number(pointer)) return std::nullopt;
                            return data.source().at(pointer);
                          });
  }

 private:
  std::string place(std::size_t flat) const {
    if (!nested_) return "/" + std::to_string(flat);
    std::string out;
    for (std::size_t axis = tensor_.shape.size(); axis-- > 0;) {
      const auto dim = static_cast<std::size_t>(tensor_.shape[axis]);
      out = "/" + std::to_string(flat % dim) + out;
      flat /= dim;
    }
    return out;
  }

  bool level(const JsonValue& list, std::size_t axis) {
    const auto dim = static_cast<std::size_t>(tensor_.shape[axis]);
    if (!list.is_list() || list.size() != dim) {
      check_.diagnostics().error(Code::FR2102, list.where(),
                                 fmt::format("{} must be a list of {} for dimension {} of shape {}, got {}",
                                             list.label(), dim, axis, shape_text(tensor_.shape), list.description()));
      return false;
    }
    if (axis + 1 == tensor_.shape.size()) {
      row(list.json());
      return true;
    }
    for (std::size_t i = 0; i < dim; ++i)
      if (!level(list.element(i), axis + 1)) return false;
    return true;
  }

  void row(const json& list) {
    for (const json& value : list) {
      const std::size_t flat = tensor_.data.size();
      const bool beyond = value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
      const bool integer = value.is_number_integer() && !beyond;
      tensor_.data.push_back(integer ? value.get<std::int64_t>() : 0);
      if (integer) {
        values_.take(flat, tensor_.data.back());
      } else {
        values_.bad(flat, value.is_array() || value.is_object() ? value.type_name() : shown(value));
      }
    }
  }

  static std::string shown(const json& value) {
    return value.is_string() ? "string " + in_quotes(value.get_ref<const std::string&>()) : value.dump();
  }

  Tensor& tensor_;
  ValueCheck values_;
  JsonChecker& check_;
  bool nested_ = false;
};

bool read_data_file(const JsonValue& file, const std::filesystem::path& folder, Tensor& tensor, JsonChecker& check) {
  const auto name = check.text(file);
  if (!name) return false;
  const Location where = file.where();
  const auto path = resolve_inside(folder, *name, where, check.diagnostics());
  if (!path) return false;
  auto array = read_npy(*path, check.diagnostics(), where);
  if (!array) return false;
  if (array->is_real) {
    check.diagnostics().error(Code::FR2108, where,
                              fmt::format("{} must hold integers, found dtype {}", in_quotes(*name), array->dtype));
    return false;
  }
  if (array->shape != tensor.shape) {
    check.diagnostics().error(Code::FR2107, where,
                              fmt::format("{} must have shape {}, found {}", in_quotes(*name), shape_text(tensor.shape),
                                          shape_text(array->shape)));
    return false;
  }
  tensor.data = std::move(array->integers);
  ValueCheck values(tensor.type);
  for (std::size_t i = 0; i < tensor.data.size(); ++i) values.take(i, tensor.data[i]);
  return values.report(in_quotes(*name), tensor.shape, check.diagnostics(),
                       [&](std::size_t) { return std::optional(where); });
}

}  // namespace

std::optional<std::filesystem::path> resolve_inside(const std::filesystem::path& folder, const std::string& name,
                                                    const Location& where, Diagnostics& diagnostics) {
  const auto fail = [&](std::string_view why) {
    diagnostics.error(Code::FR1201, where, fmt::format("the file name {} {}", in_quotes(name), why));
    return std::nullopt;
  };
  if (name.empty()) return fail("is empty");
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return fail("has a control character");
  const std::filesystem::path relative(name);
  if (relative.is_absolute()) return fail("is absolute; it must be relative to the folder of the network file");
  const std::filesystem::path normal = relative.lexically_normal();
  if (!normal.empty() && *normal.begin() == "..") return fail("leaves the folder of the network file");
  const std::filesystem::path base = folder.empty() ? std::filesystem::path(".") : folder;
  std::error_code error;
  const std::filesystem::path real_base = std::filesystem::weakly_canonical(base, error);
  if (error) return fail("cannot be resolved: " + error.message());
  const std::filesystem::path real = std::filesystem::weakly_canonical(base / relative, error);
  if (error) return fail("cannot be resolved: " + error.message());
  const auto [left, rest] = std::mismatch(real_base.begin(), real_base.end(), real.begin(), real.end());
  if (left != real_base.end()) return fail("leaves the folder of the network file through a symbolic link");
  return folder / relative;
}

std::shared_ptr<const Tensor> read_tensor(const JsonValue& value, std::size_t rank, int max_bits,
                                          const std::filesystem::path& folder, JsonChecker& check) {
  if (!check.object(value)) return nullptr;
  const bool complete = check.keys(value, {"type", "shape"}, {"data", "file"});
  auto tensor = std::make_shared<Tensor>();
  const auto type = value.has("type") ? check.type(value.member("type"), max_bits) : std::nullopt;
  auto shape = value.has("shape") ? check.shape(value.member("shape")) : std::nullopt;
  if (shape && rank != 0 && shape->size() != rank) {
    check.diagnostics().error(
        Code::FR2102, value.member("shape").where(),
        fmt::format("the shape of {} must have {} dimensions, got {}", value.label(), rank, shape_text(*shape)));
    shape.reset();
  }
  const bool has_data = value.has("data");
  const bool has_file = value.has("file");
  if (has_data == has_file) {
    check.diagnostics().error(
        Code::FR2101, value.where(),
        fmt::format("{} must have either \"data\" or \"file\", got {}", value.label(), has_data ? "both" : "neither"));
    return nullptr;
  }
  if (!complete || !type || !shape) return nullptr;
  tensor->type = *type;
  tensor->shape = *shape;
  const bool good = has_data ? DataReader(*tensor, check).run(value.member("data"))
                             : read_data_file(value.member("file"), folder, *tensor, check);
  return good ? tensor : nullptr;
}

}  // namespace finn
