// SPDX-License-Identifier: Apache-2.0
// Copies of library modules for an IP.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hw/cell.h"

namespace finn {

struct LibraryFile {
  std::string name;  ///< file name in the IP, after its module
  std::string contents;
};

/// Reads library files ("mvu/fr_mvu.v") from rtl_templates and gives each module, wherever it is named, its name in
/// the IP called `ip`; generated modules likewise. Throws std::runtime_error if a file cannot be read.
std::vector<LibraryFile> library_for_ip(const std::filesystem::path& rtl_templates,
                                        const std::vector<std::string>& files, const std::vector<RtlSource>& sources,
                                        const std::string& ip);

}  // namespace finn
