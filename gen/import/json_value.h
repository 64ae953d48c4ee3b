// SPDX-License-Identifier: Apache-2.0
// A value of a JSON file together with its place, and the checks that turn it into what the program needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/json_source.h"
#include "ir/tensor.h"

namespace finn {

/// Size of one dimension of any tensor.
constexpr std::int64_t kMaxDimension = std::int64_t{1} << 24;
/// Dimensions of one tensor.
constexpr std::size_t kMaxRank = 8;
/// Longest name of a network, layer or tensor.
constexpr std::size_t kMaxNameLength = 128;

/// A view; the source outlives it.
class JsonValue {
 public:
  explicit JsonValue(const JsonSource& source) : source_(&source), json_(&source.root()) {}

  const nlohmann::json& json() const { return *json_; }
  const JsonSource& source() const { return *source_; }
  const std::string& pointer() const { return pointer_; }
  Location where() const { return source_->at(pointer_); }
  Location key_where() const { return source_->at_key(pointer_); }

  bool is_object() const { return json_->is_object(); }
  bool is_list() const { return json_->is_array(); }
  bool has(const std::string& key) const { return json_->is_object() && json_->contains(key); }
  std::size_t size() const { return json_->size(); }
  /// A member that `has` says is there.
  JsonValue member(const std::string& key) const;
  JsonValue element(std::size_t index) const;

  /// The last part of the pointer, for messages: "pe", "stride"[1], or: the top level.
  std::string label() const;
  /// What it is, for messages: string "4", integer 7, a list of 3.
  std::string description() const;

 private:
  const JsonSource* source_;
  const nlohmann::json* json_;
  std::string pointer_;
};

/// Checks of one value. Each reports what is wrong with it and returns nothing then.
/// Wrong JSON types are FR2103, numbers out of range FR2104, lists of a wrong length FR2105.
class JsonChecker {
 public:
  explicit JsonChecker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
  Diagnostics& diagnostics() { return diagnostics_; }

  bool object(const JsonValue& value);
  bool list(const JsonValue& value);
  /// Unknown keys (FR2003, with the nearest known one) and missing ones (FR2004). False if a required one is missing.
  bool keys(const JsonValue& value, const std::vector<std::string>& required, const std::vector<std::string>& optional);

  std::optional<std::int64_t> integer(const JsonValue& value, std::int64_t min, std::int64_t max);
  std::optional<bool> boolean(const JsonValue& value);
  std::optional<double> real(const JsonValue& value);
  std::optional<std::string> text(const JsonValue& value);
  /// One of a few words (FR2006).
  std::optional<std::string> choice(const JsonValue& value, const std::vector<std::string>& legal);
  /// [A-Za-z_][A-Za-z0-9_]*, at most kMaxNameLength characters (FR2005).
  std::optional<std::string> name(const JsonValue& value);
  /// The name of a data type (FR2007).
  std::optional<DataType> type(const JsonValue& value, int max_bits = DataType::kMaxFileBits);
  /// `length` integers (0: any number).
  std::optional<std::vector<std::int64_t>> integers(const JsonValue& value, std::size_t length, std::int64_t min,
                                                    std::int64_t max);
  std::optional<std::vector<bool>> booleans(const JsonValue& value, std::size_t length);
  /// A list of one or more dimensions of 1..kMaxDimension with at most kMaxTensorElements elements in all (FR2013).
  std::optional<Shape> shape(const JsonValue& value);

  /// Reports FR2103: `value` must be `expected`.
  void wrong_type(const JsonValue& value, std::string_view expected);

 private:
  bool length(const JsonValue& value, std::size_t expected);
  Diagnostics& diagnostics_;
};

/// "a", "b" or "c"
std::string one_of(const std::vector<std::string>& words);
/// Adds the note `did you mean "x"?` if one of the candidates is near.
void suggest(Diagnostic& diagnostic, std::string_view name, const std::vector<std::string>& candidates);
/// True for the reserved words of Verilog and SystemVerilog, which cannot name a module.
bool is_reserved_word(std::string_view name);

}  // namespace finn
