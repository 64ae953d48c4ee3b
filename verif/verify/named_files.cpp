// SPDX-License-Identifier: Apache-2.0
#include "verify/named_files.h"

#include <fmt/format.h>

namespace finn {

std::vector<std::string> files_by_name(const std::vector<std::string>& arguments, const std::vector<std::string>& names,
                                       std::string_view option) {
  std::vector<std::string> files(names.size());
  for (const std::string& argument : arguments) {
    std::size_t index = names.size();
    std::string file = argument;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!argument.starts_with(names[i] + "=")) continue;
      index = i;
      file = argument.substr(names[i].size() + 1);
    }
    if (index == names.size()) {
      if (names.size() != 1)
        throw UsageError(
            fmt::format("{} {}: the network has {}; say NAME=FILE", option, argument, fmt::join(names, ", ")));
      index = 0;
    }
    if (!files[index].empty()) throw UsageError(fmt::format("{}: \"{}\" is given twice", option, names[index]));
    files[index] = file;
  }
  return files;
}

}  // namespace finn
