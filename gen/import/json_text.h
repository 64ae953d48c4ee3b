// SPDX-License-Identifier: Apache-2.0
// Walking through JSON text: checks before it is parsed, and a scanner for text that is known to be correct.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace finn {

/// Offset of the first byte that is not part of valid UTF-8.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Offset of the first bracket that opens a level beyond `limit`. Works on broken JSON too.
std::optional<std::size_t> first_too_deep(std::string_view text, int limit);

/// A position in correct JSON text. No function reads beyond the end, even if the text is broken.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text, std::size_t offset = 0) : text_(text), at_(offset) {}

  std::size_t offset() const { return at_; }
  /// The next character that is not white space, which is not consumed; 0 at the end.
  char peek();
  /// Consumes one character.
  void step() {
    if (at_ < text_.size()) ++at_;
  }
  /// Consumes a string, a number or a literal and returns its text (a string with its quotes).
  std::string_view token();
  /// Consumes a value of any kind.
  void skip_value();

 private:
  std::string_view text_;
  std::size_t at_;
};

}  // namespace finn
