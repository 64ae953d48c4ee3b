// SPDX-License-Identifier: Apache-2.0
// Runs other programs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace finn {

struct Command {
  std::vector<std::string> arguments;  ///< the program first, looked for in PATH
  std::filesystem::path folder;        ///< working folder; empty: the same
  std::filesystem::path output;        ///< file that gets stdout; empty: the same as this program's
  std::filesystem::path errors;        ///< file that gets stderr, may equal `output`; empty: as this program's
};

/// How a program ended.
struct Ended {
  int code = 0;    ///< exit code; 127: it could not be started
  int signal = 0;  ///< the signal that ended it, or 0
  bool ok() const { return code == 0 && signal == 0; }
};

/// Runs a program to its end. Throws std::system_error if no process can be made.
Ended run_process(const Command& command);

/// Holds a lock file exclusively while it lives: other processes wait. Throws std::filesystem::filesystem_error if the
/// file cannot be made.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

/// A new folder of its own, "<prefix>XXXXXX", removed with its contents at the end unless it is kept.
class RunFolder {
 public:
  RunFolder(const std::filesystem::path& prefix, bool keep);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool keep_;
};

}  // namespace finn
