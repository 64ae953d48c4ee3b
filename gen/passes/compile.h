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
#include "passes/prune.h"

namespace finn {

/// How much worse than the best one a chosen folding may be since estimates err: relative, in what was to be least.
struct RegretReport {
  int draws = 0;       ///< of the true costs
  double spread = 0;   ///< of the logarithm of true cost / estimate, standard deviation
  double misfits = 0;  ///< part of the draws in which the chosen folding is above the limit
  double median = 0;
  double p95 = 0;
  double worst = 0;
};

/// How a folding was chosen.
struct PlanReport {
  std::string goal;         ///< "fps", "area", "latency"; empty: by fold_network()
  double utilization = 1;   ///< the part of the platform that might be taken
  std::size_t choices = 0;  ///< foldings of all layers that were looked at
  double gap = 0;           ///< how much better the best choice could be at most, relative; 0: this is the best
  double latency = 0;       ///< by the planner's formula, cycles
  Cost estimate;            ///< of what was chosen, before anything was built
  std::optional<RegretReport> regret;
  int rounds = 0;  ///< of choosing, building and choosing again with what the building showed
};

/// A folded network and its hardware.
struct Design {
  Network network;                ///< its layers carry the decided folding
  std::vector<Folding> foldings;  ///< by layer id
  HwGraph graph;
  BufferReport buffers;
  SimulateResult predicted;
  PruneReport pruned;  ///< of whoever pruned the network before; empty: nobody looked
  PlanReport plan;
  IntervalProof proof = IntervalProof::kObservation;  ///< of predicted.interval()
  std::int64_t ideal = 0;                             ///< the largest layer's cycles
};

/// The hardware of a network that carries its folding, complete but for the buffers between layers and the arrays that
/// memories are built of.
HwGraph build_graph(const Network& network, const std::vector<Folding>& foldings);

/// Runs all passes in order. Empty if a diagnostic of severity error was reported.
std::optional<Design> compile(Network network, const FoldOptions& options, Diagnostics& diagnostics);

}  // namespace finn
