// SPDX-License-Identifier: Apache-2.0
// Diagnostics as short lines, so that tests can compare all of them at once.
#pragma once

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "diag/diagnostics.h"

namespace finn::test {

/// "net.json:5:12 FR2103 /layers/0/pe"; "-" where there is no pointer, 0:0 where there is no line. Sorted.
inline std::vector<std::string> report_lines(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    const Location& where = diagnostic.where;
    lines.push_back(fmt::format("{}:{}:{} FR{} {}", std::filesystem::path(where.file).filename().string(), where.line,
                                where.column, static_cast<int>(diagnostic.code),
                                where.pointer.empty() ? "-" : where.pointer));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

inline std::set<int> report_codes(const Diagnostics& diagnostics) {
  std::set<int> codes;
  for (const Diagnostic& diagnostic : diagnostics.all()) codes.insert(static_cast<int>(diagnostic.code));
  return codes;
}

/// Codes that the inputs of special_test.cpp provoke; their own tests check the details.
std::set<int> special_codes();
/// Codes that the models of onnx/ provoke.
std::set<int> onnx_codes();

}  // namespace finn::test
