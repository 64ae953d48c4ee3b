// SPDX-License-Identifier: Apache-2.0
// Diagnostics: errors are data. Code that checks user input reports into a Diagnostics object and goes on,
// so that one run shows everything that is wrong with a file.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace finn {

/// Where a diagnostic points. Lines and columns count from 1; 0 means "unknown".
struct Location {
  std::string file;  ///< as the user named it
  int line = 0;
  int column = 0;
  std::string pointer;  ///< JSON pointer (RFC 6901), or empty
};

enum class Severity { kError, kWarning };

/// One line of codes.def.
struct CodeInfo {
  int number;             ///< e.g. 2103, shown as FR2103
  std::string_view slug;  ///< e.g. "attr-type"
  std::string_view summary;
};

enum class Code : int {
#define FINN_CODE(number, slug, summary) FR##number = (number),
#include "diag/codes.def"
#undef FINN_CODE
};

const CodeInfo& code_info(Code code);
const std::vector<CodeInfo>& all_codes();

struct Diagnostic {
  Severity severity = Severity::kError;
  Code code;
  Location where;
  std::string message;
  std::vector<std::string> notes;
};

/// Collects diagnostics in the order of their discovery.
class Diagnostics {
 public:
  /// Reports an error. The reference stays valid until the next report; use it to add notes.
  Diagnostic& error(Code code, Location where, std::string message);
  Diagnostic& warning(Code code, Location where, std::string message);

  template <typename... Args>
  Diagnostic& error(Code code, Location where, fmt::format_string<Args...> format, Args&&... args) {
    return error(code, std::move(where), fmt::format(format, std::forward<Args>(args)...));
  }

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }

  /// All diagnostics as text, ordered by file, line and column:
  ///   net.json:5:12: error FR2103: "pe" must be an integer, got string "4" [attr-type]
  ///     at /layers/0/pe
  ///     note: ...
  std::string text() const;

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

/// Thrown where going on is impossible; the diagnostics that explain it are already reported.
struct InputRejected : std::exception {
  const char* what() const noexcept override { return "input rejected"; }
};

/// A defect of this program (never of its input): ends with exit code 3.
struct Defect : std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace finn
