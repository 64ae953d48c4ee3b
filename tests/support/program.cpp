// SPDX-License-Identifier: Apache-2.0
#include "support/program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace finn::test {
namespace fs = std::filesystem;
namespace {

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
}

ProgramResult run_program(const std::vector<std::string>& command, const fs::path& cwd) {
  const TemporaryFolder folder("run_program");
  std::string line;
  if (!cwd.empty()) line += "cd " + quoted(cwd.string()) + " && ";
  for (const std::string& word : command) line += quoted(word) + " ";
  line += "> " + quoted((folder / "out").string()) + " 2> " + quoted((folder / "err").string()) + " < /dev/null";
  const int status = std::system(line.c_str());
  ProgramResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = read_text(folder / "out");
  result.err = read_text(folder / "err");
  return result;
}

ProgramResult finn_rtlgen(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{FINN_RTLGEN};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_program(command);
}

TemporaryFolder::TemporaryFolder(const std::string& name) {
  static int counter = 0;
  path_ = fs::path(FINN_BINARY_DIR) / "test-tmp" /
          (name + "-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
  fs::remove_all(path_);
  fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  if (testing::Test::HasFailure()) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::pair<std::string, std::string>> folder_contents(const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.emplace_back(fs::relative(entry.path(), folder).string(), read_text(entry.path()));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace finn::test
