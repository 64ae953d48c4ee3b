// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen platforms: the boards and parts that --platform knows.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace finn {

struct PlatformsOptions {
  std::vector<std::string> names;  ///< names or files; empty: all that are shipped
};

void add_platforms_options(CLI::App& app, PlatformsOptions& options);

/// Prints a table; of platforms that were named also where their figures come from. Returns the exit code.
int platforms_command(const PlatformsOptions& options);

}  // namespace finn
