// SPDX-License-Identifier: Apache-2.0
#include "passes/compile.h"

#include "passes/buffers.h"
#include "passes/check.h"
#include "passes/connect.h"
#include "passes/layer_cycles.h"
#include "passes/lower.h"
#include "passes/memories.h"
#include "passes/ready_paths.h"

namespace finn {

HwGraph build_graph(const Network& network, const std::vector<Folding>& foldings) {
  HwGraph graph = lower_network(network, foldings);
  fan_out_streams(graph);
  count_input_frames(graph);
  match_widths(graph);
  cut_ready_paths(graph);
  check_graph(graph);
  return graph;
}

std::optional<Design> compile(Network network, const FoldOptions& options, Diagnostics& diagnostics) {
  Design design;
  design.network = std::move(network);
  design.foldings = fold_network(design.network, options, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  apply_folding(design.network, design.foldings);

  design.graph = build_graph(design.network, design.foldings);
  BufferPlan buffers = size_buffers(design.graph);
  design.buffers = buffers.report;
  design.proof = buffers.proof;
  design.predicted = std::move(buffers.simulated);
  build_memories(design.graph);
  check_graph(design.graph);

  design.ideal = ideal_interval(design.graph);
  if (design.predicted.deadlock)
    throw Defect("the hardware graph deadlocks in the cycle model: " + design.predicted.waiting);
  if (design.predicted.interval() != design.ideal)
    diagnostics.warning(Code::FR4002, {design.network.file, 0, 0, {}},
                        fmt::format("the accelerator takes {} cycles a frame, its slowest layer {}",
                                    design.predicted.interval(), design.ideal));
  return design;
}

}  // namespace finn
