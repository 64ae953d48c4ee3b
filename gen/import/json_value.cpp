// SPDX-License-Identifier: Apache-2.0
#include "import/json_value.h"

#include <algorithm>
#include <limits>

#include "diag/nearest.h"
#include "kinds/support.h"

namespace finn {
namespace {

/// Bad entries of one list that are reported; a list of a million strings needs no million messages.
constexpr std::size_t kMostBadEntries = 5;

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string escape(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string keys_note(const std::vector<std::string>& required, const std::vector<std::string>& optional) {
  std::vector<std::string> all = required;
  all.insert(all.end(), optional.begin(), optional.end());
  std::sort(all.begin(), all.end());
  std::string out;
  for (const std::string& key : all) out += (out.empty() ? "" : ", ") + in_quotes(key);
  return "known keys: " + out;
}

}  // namespace

JsonValue JsonValue::member(const std::string& key) const {
  JsonValue out = *this;
  out.json_ = &(*json_)[key];
  out.pointer_ += '/' + escape(key);
  return out;
}

JsonValue JsonValue::element(std::size_t index) const {
  JsonValue out = *this;
  out.json_ = &(*json_)[index];
  out.pointer_ += '/' + std::to_string(index);
  return out;
}

std::string JsonValue::label() const {
  if (pointer_.empty()) return "the top level";
  std::string indices;
  std::size_t end = pointer_.size();
  for (;;) {
    const std::size_t begin = pointer_.rfind('/', end - 1);
    const std::string segment = pointer_.substr(begin + 1, end - begin - 1);
    const bool number = !segment.empty() && segment.find_first_not_of("0123456789") == std::string::npos;
    if (!number) return in_quotes(segment) + indices;
    indices = '[' + segment + ']' + indices;
    if (begin == 0) return "the top level" + indices;
    end = begin;
  }
}

std::string JsonValue::description() const {
  switch (json_->type()) {
    case nlohmann::json::value_t::null:
      return "null";
    case nlohmann::json::value_t::object:
      return "an object";
    case nlohmann::json::value_t::array:
      return json_->empty() ? "an empty list" : fmt::format("a list of {}", json_->size());
    case nlohmann::json::value_t::string:
      return "string " + in_quotes(json_->get_ref<const std::string&>());
    case nlohmann::json::value_t::boolean:
      return json_->get<bool>() ? "true" : "false";
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned:
      return "integer " + json_->dump();
    case nlohmann::json::value_t::number_float:
      return "number " + json_->dump();
    default:
      return "something else";
  }
}

void JsonChecker::wrong_type(const JsonValue& value, std::string_view expected) {
  if (value.json().is_number() && value.source().is_bad_number(value.pointer())) return;
  diagnostics_.error(Code::FR2103, value.where(),
                     fmt::format("{} must be {}, got {}", value.label(), expected, value.description()));
}

bool JsonChecker::object(const JsonValue& value) {
  if (!value.is_object()) wrong_type(value, "an object");
  return value.is_object();
}

bool JsonChecker::list(const JsonValue& value) {
  if (!value.is_list()) wrong_type(value, "a list");
  return value.is_list();
}

bool JsonChecker::keys(const JsonValue& value, const std::vector<std::string>& required,
                       const std::vector<std::string>& optional) {
  std::vector<std::string> absent;
  for (const std::string& key : required)
    if (!value.has(key)) absent.push_back(key);
  const auto known = [&](const std::string& key) {
    return std::find(required.begin(), required.end(), key) != required.end() ||
           std::find(optional.begin(), optional.end(), key) != optional.end();
  };
  std::vector<std::string> unset = absent;
  for (const std::string& key : optional)
    if (!value.has(key)) unset.push_back(key);
  for (const auto& item : value.json().items()) {
    if (known(item.key())) continue;
    Diagnostic& error =
        diagnostics_.error(Code::FR2003, value.member(item.key()).key_where(),
                           fmt::format("{} has the unknown key {}", value.label(), in_quotes(item.key())));
    suggest(error, item.key(), unset);
    error.notes.push_back(keys_note(required, optional));
  }
  for (const std::string& key : absent)
    diagnostics_.error(Code::FR2004, value.where(), fmt::format("{} lacks the key {}", value.label(), in_quotes(key)));
  return absent.empty();
}

std::optional<std::int64_t> JsonChecker::integer(const JsonValue& value, std::int64_t min, std::int64_t max) {
  const nlohmann::json& json = value.json();
  const bool too_large =
      json.is_number_unsigned() &&
      json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!json.is_number_integer() || too_large) {
    wrong_type(value, "an integer");
    return std::nullopt;
  }
  const auto number = json.get<std::int64_t>();
  if (number >= min && number <= max) return number;
  const std::string range = min == max ? fmt::format("be {}", min) : fmt::format("be in {}..{}", min, max);
  diagnostics_.error(Code::FR2104, value.where(), fmt::format("{} must {}, got {}", value.label(), range, number));
  return std::nullopt;
}

std::optional<bool> JsonChecker::boolean(const JsonValue& value) {
  if (value.json().is_boolean()) return value.json().get<bool>();
  wrong_type(value, "true or false");
  return std::nullopt;
}

std::optional<double> JsonChecker::real(const JsonValue& value) {
  if (value.json().is_number() && !value.source().is_bad_number(value.pointer())) return value.json().get<double>();
  wrong_type(value, "a number");
  return std::nullopt;
}

std::optional<std::string> JsonChecker::text(const JsonValue& value) {
  if (value.json().is_string()) return value.json().get<std::string>();
  wrong_type(value, "a string");
  return std::nullopt;
}

std::optional<std::string> JsonChecker::choice(const JsonValue& value, const std::vector<std::string>& legal) {
  std::optional<std::string> word = text(value);
  if (!word || std::find(legal.begin(), legal.end(), *word) != legal.end()) return word;
  Diagnostic& error =
      diagnostics_.error(Code::FR2006, value.where(),
                         fmt::format("{} must be {}, got {}", value.label(), one_of(legal), in_quotes(*word)));
  suggest(error, *word, legal);
  return std::nullopt;
}

std::optional<std::string> JsonChecker::name(const JsonValue& value) {
  std::optional<std::string> word = text(value);
  if (!word) return word;
  if (is_identifier(*word) && word->size() <= kMaxNameLength) return word;
  const std::string why = word->empty()          ? "it is empty"
                          : is_identifier(*word) ? fmt::format("it has {} characters", word->size())
                                                 : "found " + in_quotes(*word);
  diagnostics_.error(Code::FR2005, value.where(), fmt::format("{} must be an identifier; {}", value.label(), why))
      .notes.push_back(fmt::format("letters, digits and _, not a digit first, at most {} characters", kMaxNameLength));
  return std::nullopt;
}

std::optional<DataType> JsonChecker::type(const JsonValue& value, int max_bits) {
  const std::optional<std::string> word = text(value);
  if (!word) return std::nullopt;
  const std::optional<DataType> type = DataType::parse(*word, max_bits);
  if (type) return type;
  Diagnostic& error = diagnostics_.error(Code::FR2007, value.where(),
                                         fmt::format("{}: there is no type {}", value.label(), in_quotes(*word)));
  std::vector<std::string> names = {"BIPOLAR", "BINARY", "TERNARY"};
  for (int bits = 1; bits <= max_bits; ++bits) {
    names.push_back(fmt::format("UINT{}", bits));
    names.push_back(fmt::format("INT{}", bits));
  }
  std::string upper = *word;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  suggest(error, upper, names);
  error.notes.push_back(fmt::format("legal: BIPOLAR, BINARY, TERNARY, UINTn and INTn with n = 1..{}", max_bits));
  return std::nullopt;
}

bool JsonChecker::length(const JsonValue& value, std::size_t expected) {
  if (expected == 0 || value.size() == expected) return true;
  diagnostics_.error(Code::FR2105, value.where(),
                     fmt::format("{} must have {} {}, got {}", value.label(), expected,
                                 expected == 1 ? "entry" : "entries", value.size()));
  return false;
}

std::optional<std::vector<std::int64_t>> JsonChecker::integers(const JsonValue& value, std::size_t expected,
                                                               std::int64_t min, std::int64_t max) {
  if (!list(value)) return std::nullopt;
  if (!length(value, expected)) return std::nullopt;
  std::size_t bad = 0;
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < value.size() && bad < kMostBadEntries; ++i) {
    const auto number = integer(value.element(i), min, max);
    if (!number) ++bad;
    out.push_back(number.value_or(min));
  }
  if (bad > 0) return std::nullopt;
  return out;
}

std::optional<std::vector<bool>> JsonChecker::booleans(const JsonValue& value, std::size_t expected) {
  if (!list(value)) return std::nullopt;
  if (!length(value, expected)) return std::nullopt;
  std::size_t bad = 0;
  std::vector<bool> out;
  for (std::size_t i = 0; i < value.size() && bad < kMostBadEntries; ++i) {
    const auto flag = boolean(value.element(i));
    if (!flag) ++bad;
    out.push_back(flag.value_or(false));
  }
  if (bad > 0) return std::nullopt;
  return out;
}

std::optional<Shape> JsonChecker::shape(const JsonValue& value) {
  if (!list(value)) return std::nullopt;
  if (value.size() == 0 || value.size() > kMaxRank) {
    diagnostics_.error(Code::FR2105, value.where(),
                       fmt::format("{} must have 1..{} dimensions, got {}", value.label(), kMaxRank, value.size()));
    return std::nullopt;
  }
  const auto dims = integers(value, 0, 1, kMaxDimension);
  if (!dims) return std::nullopt;
  std::int64_t count = 1;
  for (const std::int64_t dim : *dims) {
    count *= dim;  // both are at most 2^28 here
    if (count <= kMaxTensorElements) continue;
    diagnostics_.error(
        Code::FR2013, value.where(),
        fmt::format("{} {} has more than {} elements", value.label(), shape_text(*dims), kMaxTensorElements));
    return std::nullopt;
  }
  return *dims;
}

std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += in_quotes(words[i]);
  }
  return out;
}

void suggest(Diagnostic& diagnostic, std::string_view name, const std::vector<std::string>& candidates) {
  // The edit distance is quadratic: hostile input must not make it slow.
  if (name.size() > kMaxNameLength || candidates.size() > 1000) return;
  const auto near = nearest_name(name, candidates);
  // Any two names of one letter are a single edit apart.
  if (near && std::max(name.size(), near->size()) > 1)
    diagnostic.notes.push_back(fmt::format("did you mean {}?", in_quotes(*near)));
}

}  // namespace finn
