// SPDX-License-Identifier: Apache-2.0
#include "emit/files.h"

#include <fstream>
#include <sstream>
#include <system_error>

namespace finn {
namespace {

std::filesystem::filesystem_error failure(const char* what, const std::filesystem::path& file) {
  return {what, file, std::make_error_code(std::errc::io_error)};
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw failure("cannot read", file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw failure("cannot write", file);
}

}  // namespace finn
