// SPDX-License-Identifier: Apache-2.0
#include "emit/data_dir.h"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace finn {
namespace {

namespace fs = std::filesystem;

/// The Verilog library is what no use of the data can do without.
bool holds_data(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "rtl_templates", ignored);
}

/// The running program's file, or an empty path where the system does not tell.
fs::path executable() {
  std::error_code failed;
  const fs::path path = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::path() : path;
}

bool is_below(const fs::path& path, const fs::path& folder) {
  std::error_code failed;
  const fs::path base = fs::weakly_canonical(folder, failed);
  const fs::path relative = path.lexically_relative(base);
  return !failed && !relative.empty() && *relative.begin() != "..";
}

/// Places to look at, best first.
std::vector<fs::path> candidates() {
  const char* chosen = std::getenv("FINN_RTLGEN_DATA");
  if (chosen != nullptr && *chosen != '\0') return {fs::absolute(chosen)};
  std::vector<fs::path> found;
  const fs::path program = executable();
  if (program.empty()) return found;
  found.push_back(program.parent_path().parent_path() / "share" / "finn-rtlgen");
#if defined(FINN_DATA_SOURCE_DIR) && defined(FINN_DATA_BINARY_DIR)
  // An installed program must not quietly read the tree that it was built from.
  if (is_below(program, FINN_DATA_BINARY_DIR)) found.emplace_back(FINN_DATA_SOURCE_DIR);
#endif
  return found;
}

}  // namespace

fs::path data_dir(Diagnostics& diagnostics) {
  const std::vector<fs::path> places = candidates();
  for (const fs::path& place : places) {
    if (holds_data(place)) return place;
  }
  Diagnostic& error = diagnostics.error(Code::FR5001, {}, "the program's data (folder rtl_templates) was not found");
  for (const fs::path& place : places) error.notes.push_back("looked in " + place.string());
  error.notes.emplace_back("set FINN_RTLGEN_DATA to the folder that holds rtl_templates/, or install again");
  throw InputRejected();
}

fs::path data_dir() {
  Diagnostics diagnostics;
  try {
    return data_dir(diagnostics);
  } catch (const InputRejected&) {
    throw std::runtime_error(diagnostics.text());
  }
}

}  // namespace finn
