// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace finn {

/// Writes report.html of a report folder anew from its report.json and, if there is one, its verify.json. Where these
/// cannot be read, or are not those of this version, the page goes: none is better than one that says something else.
void refresh_page(const std::filesystem::path& report_folder);

}  // namespace finn
