// SPDX-License-Identifier: Apache-2.0
// Estimates of what cells and memories cost: their terms times the coefficients of gen/cells/costs.def, which
// bench/fit/run.py fits to synthesis.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hw/cell.h"

namespace finn {

/// Estimate of one cell without its memories. `memories` as for Cell::cost.
Cost cell_cost(const Cell& cell, const Params& params, Family family, const std::vector<Memory>& memories = {});

/// The parts beside cells that have coefficients: arrays of read-only memory in logic, and the selection of their
/// segments (hw/rom_plan.h).
inline constexpr std::string_view kRomPart = "rom";
inline constexpr std::string_view kRomSelectPart = "rom_select";

/// Terms of an array of `rows` words of `width` bits in logic. One row is constant and costs nothing.
CostTerms rom_terms(std::int64_t width, std::int64_t rows);
/// Terms of the selection of segments of `step` rows.
CostTerms rom_select_terms(std::int64_t width, std::int64_t depth, std::int64_t step);

/// The estimate that the terms of a part (a cell's name, kRomPart or kRomSelectPart) make. LUTs and flip-flops count
/// with coefficient 1 where the part has no coefficients for its terms; the cost is not fitted then.
Cost estimate(std::string_view part, const CostTerms& terms, Family family);

/// Errors of the estimates of single modules that the fit has not seen, relative to synthesis.
struct FitError {
  std::string_view tool;  ///< what synthesised: "Yosys 0.23"
  int configurations = 0;
  double lut_median = 0;  ///< per cent
  double lut_p95 = 0;
};
std::optional<FitError> fit_error(Family family);

/// One line of costs.def.
struct CostCoefficient {
  Family family;
  std::string_view part;
  std::string_view resource;  ///< "lut" or "ff"
  std::string_view term;
  double value;
};
const std::vector<CostCoefficient>& cost_coefficients();

}  // namespace finn
