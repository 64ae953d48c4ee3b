// SPDX-License-Identifier: Apache-2.0
// Resources in JSON files, and what they rest on.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "hw/cost.h"

namespace finn {

/// Sets "lut", "ff", "bram36", "uram" and "dsp".
void put_cost(nlohmann::ordered_json& json, const Cost& cost);

/// One phrase: "structural, ..." or "fitted to ..." with the error.
std::string cost_model(const Cost& total, Family family);

}  // namespace finn
