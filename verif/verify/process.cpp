// SPDX-License-Identifier: Apache-2.0
#include "verify/process.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace finn {
namespace {

constexpr int kNotStarted = 127;

// Between fork and exec only calls that are safe there.
void redirect(const char* file, int descriptor, int flags) {
  const int opened = ::open(file, O_CREAT | O_WRONLY | O_CLOEXEC | flags, 0644);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(kNotStarted);
}

}  // namespace

Ended run_process(const Command& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const std::string folder = command.folder.string();
  const std::string output = command.output.string();
  const std::string errors = command.errors.string();
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "cannot start " + command.arguments.front());
  if (child == 0) {
    if (!output.empty()) redirect(output.c_str(), STDOUT_FILENO, O_TRUNC | O_APPEND);
    if (!errors.empty()) redirect(errors.c_str(), STDERR_FILENO, O_APPEND | (errors == output ? 0 : O_TRUNC));
    if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(kNotStarted);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(kNotStarted);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "cannot wait for a process");
  if (WIFSIGNALED(status)) return {128, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

FileLock::FileLock(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0)
    throw std::filesystem::filesystem_error("cannot make the lock", file,
                                            std::error_code(errno, std::generic_category()));
  while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

FileLock::~FileLock() { ::close(descriptor_); }

RunFolder::RunFolder(const std::filesystem::path& prefix, bool keep) : keep_(keep) {
  std::string name = prefix.string() + "XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    throw std::filesystem::filesystem_error("cannot make a folder", name,
                                            std::error_code(errno, std::generic_category()));
  path_ = name;
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!keep_) std::filesystem::remove_all(path_, ignored);
}

}  // namespace finn
