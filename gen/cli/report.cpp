// SPDX-License-Identifier: Apache-2.0
#include "cli/report.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "emit/report.h"

namespace finn {
namespace {

std::optional<nlohmann::ordered_json> read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  return nlohmann::ordered_json::parse(in);
}

}  // namespace

int report_command(const std::string& folder) {
  const std::filesystem::path reports = std::filesystem::path(folder) / "report";
  try {
    const auto report = read_json(reports / "report.json");
    if (!report) {
      fmt::print(stderr, "{}: error: no report/report.json there; expected a folder that finn-rtlgen wrote\n", folder);
      return 1;
    }
    std::fputs(report_table(*report, read_json(reports / "verify.json")).c_str(), stdout);
    return 0;
  } catch (const nlohmann::json::exception& error) {
    fmt::print(stderr, "{}: error: broken report: {}\n", reports.string(), error.what());
    return 1;
  }
}

}  // namespace finn
