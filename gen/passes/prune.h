// SPDX-License-Identifier: Apache-2.0
// Removes dead channels from an integer network, before it is folded (docs/pruning.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/mask_reader.h"

namespace finn {

struct PruneOptions {
  bool remove = false;               ///< false, and no mask: only count
  std::vector<MaskedChannels> mask;  ///< channels to remove although they are alive; implies `remove`
};

/// What a layer loses. Its tensor is its first output.
struct PrunedLayer {
  std::string layer;
  std::string tensor;
  std::int64_t channels_before = 0;
  std::int64_t channels_after = 0;
  std::vector<std::int64_t> constant;  ///< channels that went since they never change
  std::vector<std::int64_t> unused;    ///< since nobody needs them
  std::vector<std::int64_t> masked;    ///< since the mask says so
  std::int64_t weights_saved = 0;      ///< values of its constant tensors, of outputs and inputs that went
  std::int64_t weight_bits_saved = 0;  ///< the same in bits
  std::int64_t operations_saved = 0;   ///< a frame
};

struct PruneReport {
  bool applied = false;  ///< false: this is what would go
  std::vector<PrunedLayer> layers;
  std::int64_t weights_before = 0;  ///< of all layers
  std::int64_t operations_before = 0;

  bool changes_results() const;  ///< a mask removed something
};

/// Finds the channels that are constant, that nobody needs, or that the mask names, and removes them where the options
/// say so: rows and columns of weights, thresholds, tables. Without a mask every output stays what it was, to the bit:
/// what constant channels contributed moves into the thresholds behind. Graph inputs and outputs, and tensors of layers
/// whose constants the host may rewrite, keep their channels; every tensor keeps at least one.
/// Reports FR4004 where the mask cannot be followed, and what a kind cannot express (2xxx: sums of too many bits); the
/// network is unchanged then.
PruneReport prune(Network& network, const PruneOptions& options, Diagnostics& diagnostics);

/// Reports FR4005 for each layer whose fold does not fit it any more.
void check_pruned_folds(const Network& network, Diagnostics& diagnostics);

/// One line: "24 channels of 3 tensors (20 constant, 4 unused), 1234 of 5678 weights, 10 % of the operations".
std::string prune_text(const PruneReport& report);

}  // namespace finn
