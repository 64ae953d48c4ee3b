// SPDX-License-Identifier: Apache-2.0
// A JSON file: its text, its values (nlohmann-json) and the place of each value in the text.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "diag/diagnostics.h"

namespace finn {

/// Lists and objects may be nested this deeply; more is an error (FR1006).
constexpr int kMaxJsonDepth = 64;
/// Bytes of the largest JSON file that is read; more is an error (FR1002).
constexpr std::uintmax_t kMaxJsonBytes = std::uintmax_t{256} << 20;

/// Reads a whole regular file of at most `limit` bytes. Reports FR1001 or FR1002 at `where` otherwise.
std::optional<std::string> read_file(const std::filesystem::path& path, std::uintmax_t limit, const Location& where,
                                     Diagnostics& diagnostics);

/// Text for messages: quoted as in JSON, long text cut, control characters escaped.
std::string in_quotes(std::string_view text);

/// Where a member stands in the text: byte offsets of its key and of its value.
struct JsonPlace {
  std::size_t key = 0;
  std::size_t value = 0;
};

/// Immutable; shared by everything that may have to point into the file.
class JsonSource {
 public:
  /// Reads and parses a file. Broken JSON (FR1003), text that is not UTF-8 (FR1004) and too deep nesting (FR1006) give
  /// null; duplicate keys (FR1005) and integers beyond 64 bits (FR1007) are reported and reading goes on.
  static std::shared_ptr<const JsonSource> read(const std::filesystem::path& path, Diagnostics& diagnostics);
  /// The same for a text in memory; `file` is its name in diagnostics.
  static std::shared_ptr<const JsonSource> parse(std::string text, std::string file, Diagnostics& diagnostics);

  const nlohmann::json& root() const { return root_; }
  const std::string& file() const { return file_; }

  /// Line and column of the value that a JSON pointer (RFC 6901) names. Where it does not exist, the innermost value
  /// around it that does, with the pointer of that one. Columns count characters, not bytes.
  Location at(std::string_view pointer) const;
  /// The same, but of the member's key where the pointer names a member of an object.
  Location at_key(std::string_view pointer) const;
  /// True if the number at the pointer has been reported already (FR1007).
  bool is_bad_number(std::string_view pointer) const;

 private:
  friend class JsonIndexer;
  struct Found {
    JsonPlace place;
    std::size_t pointer_length = 0;  ///< of the part of the pointer that exists
  };
  Found find(std::string_view pointer) const;
  std::size_t element_offset(std::size_t list, std::size_t index) const;
  Location at_offset(std::size_t offset, std::string pointer) const;
  void index_lines();
  std::size_t characters_before(std::size_t offset) const;

  std::string file_;
  std::string text_;
  nlohmann::json root_;
  std::vector<std::size_t> lines_;       ///< offset of each line's first byte
  std::vector<std::size_t> characters_;  ///< characters before each block of the text
  std::size_t begin_ = 0;                ///< offset of the root value
  /// Members by the offset of their object; elements by the offset of their list, for lists of lists or objects alone:
  /// the elements of lists of plain values are found by scanning, so that long data costs no memory.
  std::unordered_map<std::size_t, std::unordered_map<std::string, JsonPlace>> objects_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> lists_;
  std::unordered_set<std::size_t> bad_numbers_;
};

}  // namespace finn
