// SPDX-License-Identifier: Apache-2.0
#include "diag/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace finn {
namespace {

/// Keys of hostile files may hold control characters; terminals must not see them.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

const std::vector<CodeInfo>& all_codes() {
  static const std::vector<CodeInfo> table = {
#define FINN_CODE(number, slug, summary) {number, slug, summary},
#include "diag/codes.def"
#undef FINN_CODE
  };
  return table;
}

const CodeInfo& code_info(Code code) {
  const auto& table = all_codes();
  const auto it = std::find_if(table.begin(), table.end(),
                               [&](const CodeInfo& info) { return info.number == static_cast<int>(code); });
  if (it == table.end()) throw Defect("diagnostic code is not in codes.def");
  return *it;
}

Diagnostic& Diagnostics::error(Code code, Location where, std::string message) {
  ++errors_;
  return all_.emplace_back(Diagnostic{Severity::kError, code, std::move(where), std::move(message), {}});
}

Diagnostic& Diagnostics::warning(Code code, Location where, std::string message) {
  return all_.emplace_back(Diagnostic{Severity::kWarning, code, std::move(where), std::move(message), {}});
}

std::string Diagnostics::text() const {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& d : all_) sorted.push_back(&d);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic* x, const Diagnostic* y) {
    return std::tie(x->where.file, x->where.line, x->where.column) <
           std::tie(y->where.file, y->where.line, y->where.column);
  });
  std::string out;
  for (const Diagnostic* d : sorted) {
    if (!d->where.file.empty()) {
      out += d->where.file;
      if (d->where.line > 0) out += fmt::format(":{}:{}", d->where.line, d->where.column);
      out += ": ";
    }
    const CodeInfo& info = code_info(d->code);
    out += fmt::format("{} FR{}: {} [{}]\n", d->severity == Severity::kError ? "error" : "warning", info.number,
                       d->message, info.slug);
    if (!d->where.pointer.empty()) out += fmt::format("  at {}\n", printable(d->where.pointer));
    for (const std::string& note : d->notes) out += fmt::format("  note: {}\n", note);
  }
  return out;
}

}  // namespace finn
