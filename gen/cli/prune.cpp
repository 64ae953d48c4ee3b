// SPDX-License-Identifier: Apache-2.0
#include "cli/prune.h"

namespace finn {

void add_prune_options(CLI::App& app, PruneCliOptions& options) {
  app.add_flag("--prune", options.prune, "Remove channels that are constant or that nobody needs; results stay");
  app.add_option("--prune-mask", options.mask_file,
                 "JSON file {\"layer or tensor\": [channels...]} of channels to remove besides; results change");
}

std::optional<PruneReport> prune_network(Network& network, const PruneCliOptions& options, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  PruneOptions prune_options;
  prune_options.remove = options.prune || !options.mask_file.empty();
  if (!options.mask_file.empty()) {
    auto mask = read_prune_mask(options.mask_file, network, diagnostics);
    if (!mask) return std::nullopt;
    prune_options.mask = std::move(*mask);
  }
  PruneReport report = prune(network, prune_options, diagnostics);
  if (diagnostics.error_count() > before) return std::nullopt;
  return report;
}

}  // namespace finn
