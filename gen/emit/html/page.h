// SPDX-License-Identifier: Apache-2.0
// report.html: report.json as one page for people.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace finn {

/// One HTML file that needs nothing else: inline style and pictures, no scripts. Made of report.json alone, and of
/// verify.json if there is one. Every number of report.json stands in an element whose data-key attribute is its
/// JSON pointer; those of verify.json in elements with data-verify.
std::string report_html(const nlohmann::ordered_json& report,
                        const std::optional<nlohmann::ordered_json>& verification = std::nullopt);

}  // namespace finn
