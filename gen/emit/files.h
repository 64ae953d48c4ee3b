// SPDX-License-Identifier: Apache-2.0
// Whole text files.
#pragma once

#include <filesystem>
#include <string>

namespace finn {

/// Both throw std::filesystem::filesystem_error, which names the file.
std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace finn
