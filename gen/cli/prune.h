// SPDX-License-Identifier: Apache-2.0
// --prune and --prune-mask, for every command that takes a network.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "passes/prune.h"

namespace finn {

struct PruneCliOptions {
  bool prune = false;
  std::string mask_file;
};

void add_prune_options(CLI::App& app, PruneCliOptions& options);

/// Reads the mask and prunes the network as the options say. Nothing if there was an error.
std::optional<PruneReport> prune_network(Network& network, const PruneCliOptions& options, Diagnostics& diagnostics);

}  // namespace finn
