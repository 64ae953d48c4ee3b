// SPDX-License-Identifier: Apache-2.0
#include "cli/report.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "emit/report.h"
#include "emit/vivado/measured.h"

namespace finn {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

std::optional<Json> read_json(const fs::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  return Json::parse(in);
}

/// Prints everything, or reports why not.
void print_report(const ReportOptions& options, Diagnostics& diagnostics) {
  const fs::path folder = options.folder;
  std::optional<Json> report = read_json(folder / "report" / "report.json");
  if (!report) {
    diagnostics.error(Code::FR5201, {options.folder, 0, 0, {}},
                      "no report/report.json there; expected a folder that finn-rtlgen wrote");
    return;
  }
  const std::optional<Json> verification = read_json(folder / "report" / "verify.json");
  std::string text = report_table(*report, verification);
  const fs::path reports = folder / "vivado" / "reports";
  if (options.vivado || fs::is_directory(reports)) {
    const std::optional<Measured> measured = read_measured(reports, diagnostics);
    if (!measured) return;
    (*report)["vivado"] = measured_json(*measured, *report);
    text += measured_table(report->at("vivado"));
  }
  std::fputs(options.json ? (report->dump(2) + "\n").c_str() : text.c_str(), stdout);
}

}  // namespace

void add_report_options(CLI::App& app, ReportOptions& options) {
  app.add_option("FOLDER", options.folder, "DIR/<name>")->required();
  app.add_flag("--json", options.json, "Print report.json, with \"vivado\" where Vivado's reports are");
  app.add_flag("--vivado", options.vivado, "Vivado's reports must be there: vivado/synth_ooc.tcl writes them");
}

int report_command(const ReportOptions& options) {
  Diagnostics diagnostics;
  try {
    print_report(options, diagnostics);
  } catch (const nlohmann::json::exception& error) {
    diagnostics.error(Code::FR5201, {(fs::path(options.folder) / "report").string(), 0, 0, {}}, "broken report: {}",
                      error.what());
  }
  std::fputs(diagnostics.text().c_str(), stderr);
  return diagnostics.has_errors() ? 1 : 0;
}

}  // namespace finn
