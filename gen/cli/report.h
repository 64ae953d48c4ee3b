// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen report DIR/<name>: the report of a generated accelerator, and what Vivado measured, as tables.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace finn {

struct ReportOptions {
  std::string folder;
  bool json = false;
  bool vivado = false;  ///< Vivado's reports must be there
};

void add_report_options(CLI::App& app, ReportOptions& options);

/// Prints report/report.json, with report/verify.json if there is one, and vivado/reports compared with the estimate
/// where that folder is. FR5201: no accelerator; FR5203, FR5204: Vivado's reports. Returns the exit code.
int report_command(const ReportOptions& options);

}  // namespace finn
