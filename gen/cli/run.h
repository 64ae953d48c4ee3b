// SPDX-License-Identifier: Apache-2.0
// finn-rtlgen run NET --input x.npy --output y.npy: the golden model.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/prune.h"
#include "streamline/load.h"

namespace finn {

struct RunOptions {
  std::string network;
  std::vector<std::string> inputs;   ///< FILE, or NAME=FILE for each input of the network
  std::vector<std::string> outputs;  ///< FILE, or NAME=FILE for any of the network's outputs
  qonnx::LoadOptions load;
  PruneCliOptions prune;
  bool raw = false;  ///< write the integers instead of raw * scale + bias
};

void add_run_options(CLI::App& app, RunOptions& options);

/// Runs all samples and writes the outputs: float64 [N, ...] in the host's layout, with `raw` int64 in the hardware's.
/// Nothing is written unless every sample is good. Returns the exit code.
int run_command(const RunOptions& options);

}  // namespace finn
