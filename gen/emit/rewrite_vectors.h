// SPDX-License-Identifier: Apache-2.0
// What the bench of a shell needs to rewrite parameters: two sets of them, and what the second one makes of the frames.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "bench/sim_folder.h"
#include "ir/network.h"

namespace finn {

/// Writes parameters0.bin (the network's own words), parameters1.bin (random ones) and, for each output,
/// rewritten<i>.bin: the outputs that the second ones make of `inputs` ([input][frame]). Nothing for a network without
/// runtime layers. Its layers must carry their folding.
void write_rewrite_vectors(const std::filesystem::path& folder, const BenchDescription& description,
                           const Network& network, const std::vector<std::vector<Tensor>>& inputs, std::uint64_t seed);

}  // namespace finn
