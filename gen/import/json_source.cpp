// SPDX-License-Identifier: Apache-2.0
#include "import/json_source.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "import/json_text.h"

namespace finn {
namespace {

using nlohmann::json;

/// Bytes between the places where characters have been counted: files of one long line are common.
constexpr std::size_t kBlock = 1024;

bool is_first_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Collects what nlohmann-json says about broken text; takes no values.
struct ErrorCatcher : nlohmann::json_sax<json> {
  std::size_t position = 0;
  std::string token;
  std::string message;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string& last_token, const nlohmann::detail::exception& error) override {
    position = at;
    token = last_token;
    message = error.what();
    return false;
  }
};

std::string after(const std::string& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? std::string() : text.substr(at + mark.size());
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-';
}

/// Offset of the token that an error is about. nlohmann's position is the last byte read, counted from 1; its token
/// text is reliable for strings alone.
std::size_t token_offset(const ErrorCatcher& error, std::string_view text) {
  if (error.position > text.size()) return text.size();
  const std::size_t last = error.position == 0 ? 0 : error.position - 1;
  const auto has = [&](std::string_view what) { return error.message.find(what) != std::string::npos; };
  if (has("invalid string") && !has("missing closing quote")) return last;  // the bad character itself
  const std::size_t length = error.token.size();
  if ((has("unexpected string") || has("missing closing quote")) && last + 1 >= length) return last + 1 - length;
  std::size_t begin = last;
  while (begin > 0 && is_word(text[begin]) && is_word(text[begin - 1])) --begin;
  return begin;
}

/// The word at the offset, or the character there.
std::string_view word_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(begin, std::max<std::size_t>(end - begin, 1));
}

/// "expected X, found Y" from nlohmann's "... syntax error while parsing <place> - <what>; expected <X>".
std::string reason(const ErrorCatcher& error, std::string_view near) {
  const std::string what = after(error.message, " - ");
  const std::string expected = after(what, "; expected ");
  std::string found = what.substr(0, what.find("; "));
  if (found.rfind("unexpected ", 0) == 0) {
    found = found.substr(std::string_view("unexpected ").size());
    // Where it asks for the closing bracket, a comma would have done as well.
    const bool closing = expected == "'}'" || expected == "']'";
    return fmt::format("expected {}{}, found {}", closing ? "',' or " : "", expected.empty() ? "a value" : expected,
                       found);
  }
  return fmt::format("{} at {}", found, in_quotes(near));
}

std::string escape_pointer(std::string_view key) {
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

std::string unescape_pointer(std::string_view segment) {
  std::string out;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] == '~' && i + 1 < segment.size()) {
      out += segment[++i] == '1' ? '/' : '~';
    } else {
      out += segment[i];
    }
  }
  return out;
}

bool is_integer_token(std::string_view token) { return token.find_first_of(".eE") == std::string_view::npos; }

bool fits_int64(std::string_view token) {
  std::int64_t value = 0;
  return std::from_chars(token.data(), token.data() + token.size(), value).ec == std::errc();
}

}  // namespace

/// Walks once through correct text; notes where members stand, and reports what nlohmann-json accepts silently.
class JsonIndexer {
 public:
  JsonIndexer(JsonSource& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics), cursor_(source.text_, source.begin_) {}

  void run() { value(); }

 private:
  void value() {
    const char c = cursor_.peek();
    const std::size_t begin = cursor_.offset();
    if (c == '{') {
      object(begin);
    } else if (c == '[') {
      list(begin);
    } else {
      const std::string_view token = cursor_.token();
      if ((c != '-' && (c < '0' || c > '9')) || !is_integer_token(token) || fits_int64(token)) return;
      source_.bad_numbers_.insert(begin);
      diagnostics_.error(Code::FR1007, source_.at_offset(begin, pointer()),
                         fmt::format("the integer {} does not fit 64 bits, signed; write a real number with a point "
                                     "or an exponent",
                                     token.substr(0, 40)));
    }
  }

  void object(std::size_t begin) {
    cursor_.step();
    std::unordered_map<std::string, JsonPlace> members;
    while (cursor_.peek() == '"') {
      JsonPlace place;
      place.key = cursor_.offset();
      std::string key = json::parse(cursor_.token()).get<std::string>();
      cursor_.peek();
      cursor_.step();  // the colon
      cursor_.peek();
      place.value = cursor_.offset();
      path_.push_back(escape_pointer(key));
      const auto before = members.find(key);
      if (before != members.end()) {
        const Location first = source_.at_offset(before->second.key, {});
        diagnostics_
            .error(Code::FR1005, source_.at_offset(place.key, pointer()),
                   fmt::format("the key {} stands twice in one object", in_quotes(key)))
            .notes.push_back(fmt::format("the first one is at {}:{}", first.line, first.column));
      }
      // nlohmann-json keeps the last value of a key, so its place is the one to remember.
      members.insert_or_assign(std::move(key), place);
      value();
      path_.pop_back();
      if (cursor_.peek() == ',') cursor_.step();
    }
    cursor_.step();
    source_.objects_.emplace(begin, std::move(members));
  }

  void list(std::size_t begin) {
    cursor_.step();
    std::vector<std::size_t> elements;
    bool containers = true;
    for (std::size_t index = 0;; ++index) {
      const char c = cursor_.peek();
      if (c == ']' || c == '\0') break;
      containers = containers && (c == '[' || c == '{');
      if (containers) elements.push_back(cursor_.offset());
      index_.push_back(index);
      path_.emplace_back();  // rendered from index_ only when needed
      value();
      path_.pop_back();
      index_.pop_back();
      if (cursor_.peek() == ',') cursor_.step();
    }
    cursor_.step();
    if (containers && !elements.empty()) source_.lists_.emplace(begin, std::move(elements));
  }

  std::string pointer() const {
    std::string out;
    std::size_t next_index = 0;
    for (std::size_t i = 0; i < path_.size(); ++i) {
      out += '/';
      if (path_[i].has_value()) {
        out += *path_[i];
      } else {
        out += std::to_string(index_[next_index++]);
      }
    }
    return out;
  }

  JsonSource& source_;
  Diagnostics& diagnostics_;
  JsonCursor cursor_;
  std::vector<std::optional<std::string>> path_;  ///< a key, or nothing for an element of a list
  std::vector<std::size_t> index_;                ///< the indices of those elements
};

std::optional<std::string> read_file(const std::filesystem::path& path, std::uintmax_t limit, const Location& where,
                                     Diagnostics& diagnostics) {
  std::error_code error;
  const std::string name = in_quotes(path.string());
  const auto fail = [&](std::string_view why) {
    diagnostics.error(Code::FR1001, where, fmt::format("cannot read {}: {}", name, why));
    return std::nullopt;
  };
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return fail("there is no such file");
  if (error) return fail(error.message());
  if (std::filesystem::is_directory(status)) return fail("it is a folder");
  if (!std::filesystem::is_regular_file(status)) return fail("it is not a regular file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return fail(error.message());
  if (size > limit) {
    diagnostics.error(Code::FR1002, where, fmt::format("{} has {} bytes; at most {} are accepted", name, size, limit));
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!stream || !stream.read(text.data(), static_cast<std::streamsize>(size))) return fail("it cannot be opened");
  return text;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string shown(text.substr(0, kLongest));
  if (text.size() > kLongest) shown += "...";
  return json(shown).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::shared_ptr<const JsonSource> JsonSource::read(const std::filesystem::path& path, Diagnostics& diagnostics) {
  std::optional<std::string> text = read_file(path, kMaxJsonBytes, Location{path.string(), 0, 0, {}}, diagnostics);
  return text ? parse(std::move(*text), path.string(), diagnostics) : nullptr;
}

std::shared_ptr<const JsonSource> JsonSource::parse(std::string text, std::string file, Diagnostics& diagnostics) {
  auto source = std::make_shared<JsonSource>();
  source->file_ = std::move(file);
  source->text_ = std::move(text);
  if (source->text_.rfind(kByteOrderMark, 0) == 0) source->text_.erase(0, kByteOrderMark.size());
  source->index_lines();
  const std::string& all = source->text_;
  if (const auto bad = first_invalid_utf8(all)) {
    diagnostics.error(
        Code::FR1004, source->at_offset(*bad, {}),
        fmt::format("expected UTF-8 text, found the byte 0x{:02X}", static_cast<unsigned char>(all[*bad])));
    return nullptr;
  }
  if (const auto deep = first_too_deep(all, kMaxJsonDepth)) {
    diagnostics.error(Code::FR1006, source->at_offset(*deep, {}),
                      fmt::format("lists and objects are nested more than {} levels deep", kMaxJsonDepth));
    return nullptr;
  }
  source->root_ = json::parse(all, nullptr, false);
  if (source->root_.is_discarded()) {
    ErrorCatcher error;
    json::sax_parse(all, &error);
    const std::size_t begin = token_offset(error, all);
    const Location where = source->at_offset(begin, {});
    if (error.message.find("out_of_range") != std::string::npos) {
      diagnostics.error(Code::FR1007, where, fmt::format("the number {} does not fit a double", error.token));
    } else {
      diagnostics.error(Code::FR1003, where, "broken JSON: " + reason(error, word_at(all, begin)));
    }
    return nullptr;
  }
  JsonCursor cursor(all);
  cursor.peek();
  source->begin_ = cursor.offset();
  JsonIndexer(*source, diagnostics).run();
  return source;
}

void JsonSource::index_lines() {
  lines_.push_back(0);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (i % kBlock == 0) characters_.push_back(characters);
    characters += is_first_byte(text_[i]) ? 1 : 0;
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
  characters_.push_back(characters);
}

std::size_t JsonSource::characters_before(std::size_t offset) const {
  const std::size_t block = offset / kBlock;
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(block * kBlock);
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(offset);
  return characters_.at(block) + static_cast<std::size_t>(std::count_if(begin, end, is_first_byte));
}

Location JsonSource::at_offset(std::size_t offset, std::string pointer) const {
  const auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const std::size_t column = characters_before(offset) - characters_before(*(next - 1)) + 1;
  return Location{file_, static_cast<int>(next - lines_.begin()), static_cast<int>(column), std::move(pointer)};
}

std::size_t JsonSource::element_offset(std::size_t list, std::size_t index) const {
  if (const auto known = lists_.find(list); known != lists_.end())
    return index < known->second.size() ? known->second[index] : std::string::npos;
  JsonCursor cursor(text_, list);
  cursor.step();
  for (std::size_t i = 0;; ++i) {
    const char c = cursor.peek();
    if (c == ']' || c == '\0') return std::string::npos;
    if (i == index) return cursor.offset();
    cursor.skip_value();
    if (cursor.peek() == ',') cursor.step();
  }
}

JsonSource::Found JsonSource::find(std::string_view pointer) const {
  Found found{{begin_, begin_}, 0};
  while (found.pointer_length < pointer.size()) {
    const std::size_t begin = found.pointer_length + 1;
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    const std::string_view segment = pointer.substr(begin, end - begin);
    if (const auto members = objects_.find(found.place.value); members != objects_.end()) {
      const auto member = members->second.find(unescape_pointer(segment));
      if (member == members->second.end()) break;
      found.place = member->second;
    } else {
      std::size_t index = 0;
      const auto [stop, error] = std::from_chars(segment.data(), segment.data() + segment.size(), index);
      if (error != std::errc() || stop != segment.data() + segment.size()) break;
      if (found.place.value >= text_.size() || text_[found.place.value] != '[') break;
      const std::size_t offset = element_offset(found.place.value, index);
      if (offset == std::string::npos) break;
      found.place = {offset, offset};
    }
    found.pointer_length = end;
  }
  return found;
}

Location JsonSource::at(std::string_view pointer) const {
  const Found found = find(pointer);
  return at_offset(found.place.value, std::string(pointer.substr(0, found.pointer_length)));
}

Location JsonSource::at_key(std::string_view pointer) const {
  const Found found = find(pointer);
  return at_offset(found.place.key, std::string(pointer.substr(0, found.pointer_length)));
}

bool JsonSource::is_bad_number(std::string_view pointer) const {
  return !bad_numbers_.empty() && bad_numbers_.count(find(pointer).place.value) > 0;
}

}  // namespace finn
