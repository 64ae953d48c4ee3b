// SPDX-License-Identifier: Apache-2.0
// explore.html: explore.json as one page for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace finn {

/// One HTML file that needs nothing else: inline style and pictures, no scripts. Made of explore.json alone, whose
/// numbers stand in elements whose data-key attribute is their JSON pointer.
std::string explore_html(const nlohmann::ordered_json& json);

}  // namespace finn
