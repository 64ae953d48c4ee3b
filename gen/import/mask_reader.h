// SPDX-License-Identifier: Apache-2.0
// Reader of pruning masks: which channels to remove although they are alive.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/network.h"

namespace finn {

/// Channels of one tensor, ascending.
struct MaskedChannels {
  TensorId tensor = kNone;
  std::vector<std::int64_t> channels;
  Location where;  ///< of the list in the mask's file
};

/// Reads {"layer or tensor": [channels...], ...}; a layer stands for its first output. Reports names that do not exist
/// (FR2161) and channels that do not, or twice (FR2162); nothing if there was an error.
std::optional<std::vector<MaskedChannels>> read_prune_mask(const std::filesystem::path& path, const Network& network,
                                                           Diagnostics& diagnostics);

}  // namespace finn
