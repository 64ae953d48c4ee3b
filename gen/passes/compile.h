// SPDX-License-Identifier: Apache-2.0
// The way from an integer network to a hardware graph that emission prints.
#pragma once

#include <optional>
#include <vector>

#include "hw/graph.h"
#include "hw/simulate.h"
#include "kinds/kind.h"
#include "passes/buffers.h"
#include "passes/fold.h"

namespace finn {

/// A folded network and its hardware.
struct Design {
  Network network;                ///< its layers carry the decided folding
  std::vector<Folding> foldings;  ///< by layer id
  HwGraph graph;
  BufferReport buffers;
  SimulateResult predicted;
  IntervalProof proof = IntervalProof::kObservation;  ///< of predicted.interval()
  std::int64_t ideal = 0;                             ///< the largest layer's cycles
};

/// Runs all passes in order. Empty if a diagnostic of severity error was reported.
std::optional<Design> compile(Network network, const FoldOptions& options, Diagnostics& diagnostics);

}  // namespace finn
