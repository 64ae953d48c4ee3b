// SPDX-License-Identifier: Apache-2.0
#include "verify/page.h"

#include <fstream>
#include <stdexcept>

#include "bench/vector_file.h"
#include "emit/html/page.h"

namespace finn {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json read_json(const fs::path& file) {
  std::ifstream stream(file);
  return Json::parse(stream);
}

}  // namespace

void refresh_page(const fs::path& report_folder) {
  const fs::path page = report_folder / "report.html";
  try {
    std::optional<Json> verification;
    if (fs::exists(report_folder / "verify.json")) verification = read_json(report_folder / "verify.json");
    replace_file(page, report_html(read_json(report_folder / "report.json"), verification));
  } catch (const Json::exception&) {
    fs::remove(page);
  } catch (const std::out_of_range&) {  // a layer reads what no layer makes
    fs::remove(page);
  }
}

}  // namespace finn
