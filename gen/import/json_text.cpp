// SPDX-License-Identifier: Apache-2.0
#include "import/json_text.h"

#include <cstdint>

namespace finn {
namespace {

/// Length of the UTF-8 sequence at the offset, or 0 if it is none (overlong forms and surrogates are none).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const int first = byte(at);
  const int second = byte(at + 1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || !continues(at + 1)) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    return continues(at + 2) ? 3 : 0;
  }
  if (first > 0xF4 || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return continues(at + 2) && continues(at + 3) ? 4 : 0;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_too_deep(std::string_view text, int limit) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > limit) return at;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return std::nullopt;
}

char JsonCursor::peek() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

std::string_view JsonCursor::token() {
  const bool is_string = peek() == '"';
  const std::size_t begin = at_;
  if (is_string) {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    step();
    if (at_ > text_.size()) at_ = text_.size();
  } else {
    constexpr std::string_view kEnds = ",:[]{}\" \t\r\n";
    while (at_ < text_.size() && kEnds.find(text_[at_]) == std::string_view::npos) ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

void JsonCursor::skip_value() {
  int depth = 0;
  do {
    const char c = peek();
    if (c == '\0') return;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (std::string_view("[]{},:").find(c) != std::string_view::npos) {
      step();
    } else if (token().empty()) {
      return;
    }
  } while (depth > 0);
}

}  // namespace finn
