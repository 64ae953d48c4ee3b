// SPDX-License-Identifier: Apache-2.0
// report.json and the table that people read.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "emit/interface.h"
#include "emit/platform.h"
#include "passes/compile.h"

namespace finn {

/// report.json. Cycles are exact; resources are estimates, whose error "cost_model" states.
nlohmann::ordered_json report_json(const Design& design, const Platform& platform, double clock_mhz,
                                   const Shell& shell = {});

/// A report.json as a table for a terminal, with the outcome of verify.json if there is one.
std::string report_table(const nlohmann::ordered_json& report,
                         const std::optional<nlohmann::ordered_json>& verification = std::nullopt);

}  // namespace finn
