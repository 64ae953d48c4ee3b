// SPDX-License-Identifier: Apache-2.0
// Runs programs for end-to-end tests.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace finn::test {

struct ProgramResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs a program with arguments, in folder `cwd` if given; never through a shell's interpretation of the arguments.
ProgramResult run_program(const std::vector<std::string>& command, const std::filesystem::path& cwd = {});

/// finn-rtlgen of this build.
ProgramResult finn_rtlgen(const std::vector<std::string>& arguments);

/// A folder below the build tree that is empty now and removed at the end of the test (kept if the test failed).
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& sub) const { return path_ / sub; }

 private:
  std::filesystem::path path_;
};

/// All regular files below a folder with their contents, by relative path.
std::vector<std::pair<std::string, std::string>> folder_contents(const std::filesystem::path& folder);

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace finn::test
