// SPDX-License-Identifier: Apache-2.0
#include "emit/cost_json.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "cells/cost.h"

namespace finn {

void put_cost(nlohmann::ordered_json& json, const Cost& cost) {
  json["lut"] = static_cast<std::int64_t>(std::llround(cost.lut));
  json["ff"] = static_cast<std::int64_t>(std::llround(cost.ff));
  json["bram36"] = cost.bram18 / 2;
  json["uram"] = static_cast<std::int64_t>(std::llround(cost.uram));
  json["dsp"] = static_cast<std::int64_t>(std::llround(cost.dsp));
}

std::string cost_model(const Cost& total, Family family) {
  const std::optional<FitError> error = fit_error(family);
  if (!total.fitted || !error) return "structural, not fitted to synthesis";
  return fmt::format("fitted to {} synthesis, {}: held-out LUT error median {:.1f} %, 95th percentile {:.1f} %",
                     error->tool, family_title(family), error->lut_median, error->lut_p95);
}

}  // namespace finn
