// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen explore NET: the best foldings over targets, platforms and widths of operands.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/prune.h"
#include "streamline/load.h"

namespace finn {

struct ExploreCliOptions {
  std::string network;
  qonnx::LoadOptions load;
  PruneCliOptions prune;
  std::vector<std::string> platforms;  ///< names or files, "all"; empty: a few from small to large
  std::optional<double> clock_mhz;     ///< absent: each platform's
  std::vector<double> target_fps;
  std::vector<int> weights;  ///< bits of what-if networks
  std::vector<int> activations;
  std::vector<int> inputs;
  double utilization = 0.7;
  int points = 12;
  double search_seconds = 1;
  bool exact = false;
  std::string json_file;
  std::string html_file;
  std::string output;  ///< folder for explore.json and explore.html
};

void add_explore_options(CLI::App& app, ExploreCliOptions& options);

/// Prints the tables and writes the files. Returns the exit code: 1 too if a platform or what-if network was rejected,
/// the others having been explored, or if nothing fits anywhere.
int explore_command(const ExploreCliOptions& options);

}  // namespace finn
