// SPDX-License-Identifier: Apache-2.0
// Chooses the folding of every layer that the network file does not fix.
#pragma once

#include <optional>
#include <vector>

#include "kinds/kind.h"

namespace finn {

struct FoldOptions {
  /// Most cycles a frame may take; absent: as few as `parallel_bits` allows.
  std::optional<std::int64_t> target_cycles;
  /// Without a target: bound on the sum over MAC layers of PE * SIMD * input bits.
  std::int64_t parallel_bits = 2048;
};

/// One folding per layer, by layer id. MAC layers: what the file says; otherwise the fold with the smallest PE*SIMD
/// that meets the target (ties: the larger SIMD). Other layers: the smallest parallelism, not below their
/// producer's, that never makes them slower than their neighbouring MAC layers.
/// Reports FR4001 if a layer cannot meet the target at its highest parallelism.
std::vector<Folding> fold_network(const Network& network, const FoldOptions& options, Diagnostics& diagnostics);

/// All legal foldings of a layer that agree with what the file fixes.
std::vector<Folding> legal_foldings(const Network& network, const Layer& layer);

/// Writes the decided foldings into the network, as a file would say them.
void apply_folding(Network& network, const std::vector<Folding>& foldings);

}  // namespace finn
