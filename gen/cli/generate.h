// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen NET -o DIR, and finn-rtlgen estimate NET.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/prune.h"
#include "emit/interface.h"
#include "streamline/load.h"

namespace finn {

struct GenerateOptions {
  std::string network;
  qonnx::LoadOptions load;
  std::string output;  ///< DIR; the accelerator goes to DIR/<name>/
  std::string platform = "pynq_z1";
  std::optional<double> clock_mhz;  ///< absent: the platform's
  std::optional<double> target_fps;
  std::string fold_file;
  std::string goal;          ///< "fps", "area", "latency" or empty: no search for the best folding
  double utilization = 0.7;  ///< with a goal: the part of the platform that may be taken
  double search_seconds = 0.5;
  int regret_draws = 0;
  PruneCliOptions prune;
  Shell shell;
  bool json = false;  ///< estimate: report.json to stdout instead of the table
};

/// Options that say what to build; shared by both commands.
void add_design_options(CLI::App& app, GenerateOptions& options);

/// Writes DIR/<name>/ and prints the report. Returns the exit code.
int generate_command(const GenerateOptions& options);

/// Cycles, resources and frames a second without writing RTL. Returns the exit code.
int estimate_command(const GenerateOptions& options);

}  // namespace finn
