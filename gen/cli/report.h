// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen report DIR/<name>: the report of a generated accelerator as a table.
#pragma once

#include <string>

namespace finn {

/// Prints report/report.json, with report/verify.json if there is one. Returns the exit code.
int report_command(const std::string& folder);

}  // namespace finn
