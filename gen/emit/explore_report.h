// SPDX-License-Identifier: Apache-2.0
// explore.json, and the table that people read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "emit/exploration.h"

namespace finn {

/// explore.json; docs/explore.md says what its keys are.
nlohmann::ordered_json explore_json(const Exploration& exploration);

/// An explore.json as tables for a terminal.
std::string explore_table(const nlohmann::ordered_json& json);

}  // namespace finn
