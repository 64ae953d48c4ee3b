// SPDX-License-Identifier: Apache-2.0
// What Vivado reported of an accelerator, beside what was estimated.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "diag/diagnostics.h"

namespace finn {

/// Figures of vivado/reports, which vivado/synth_ooc.tcl writes.
struct Measured {
  std::string design;  ///< module that was implemented
  std::string device;  ///< as the report names it
  std::string state;   ///< "Routed", "Fully Placed", "Synthesized"
  double lut = 0;      ///< logic and memory
  double ff = 0;
  double bram36 = 0;  ///< Block RAM tiles; half a tile is a BRAM18
  double uram = 0;    ///< 0 where the device has none
  double dsp = 0;
  double wns_ns = 0;  ///< worst slack, setup; negative: the clock is missed
  double whs_ns = 0;  ///< worst slack, hold
};

/// Reads utilization.rpt (report_utilization) and timing_summary.rpt (report_timing_summary) of `reports`; reports what
/// is missing (FR5203) or not understood (FR5204), everything in one run, and gives nothing then.
/// Formats: UG835, and reports of Vivado 2018 to 2025, whose names of rows differ between device families.
std::optional<Measured> read_measured(const std::filesystem::path& reports, Diagnostics& diagnostics);

/// For report.json's "vivado": design, device, state, wns_ns, whs_ns, fmax_mhz (the clock at which the slack would be
/// 0), and lut, ff, bram36, uram, dsp, each {estimate, measured, error}; error = (estimate - measured) / measured, null
/// where nothing was measured.
nlohmann::ordered_json measured_json(const Measured& measured, const nlohmann::ordered_json& report);

/// The same as a table for a terminal.
std::string measured_table(const nlohmann::ordered_json& vivado);

}  // namespace finn
