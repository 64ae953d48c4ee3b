// SPDX-License-Identifier: Apache-2.0
#include "passes/ready_paths.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "cells/plumbing.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

/// Bits of the streams cut behind a node's inputs, at least, by the run that begins there: so many cells at most with a
/// combinational ready up to the next register.
using BitsByRun = std::array<std::int64_t, kMaxReadyRun + 1>;

int shortest_run(const BitsByRun& bits) {
  return static_cast<int>(std::min_element(bits.begin(), bits.end()) - bits.begin());
}

class ReadyPaths {
 public:
  explicit ReadyPaths(HwGraph& graph)
      : graph_(graph), order_(graph.topological_order()), outputs_(graph.nodes.size()), inputs_(graph.nodes.size(), 0) {
    for (const Stream& stream : graph.streams) {
      if (stream.source.node != kNone) outputs_[index(stream.source.node)].push_back(stream.id);
      if (stream.sink.node != kNone) ++inputs_[index(stream.sink.node)];
    }
  }

  void cut() {
    bits_.resize(graph_.nodes.size());
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) bits_[index(*node)] = bits_behind(*node);
    run_.assign(graph_.nodes.size(), kMaxReadyRun);
    std::vector<StreamId> cuts;
    for (const NodeId node : order_) {
      // The first node of a path runs on as far as is best; a node of several inputs has but one run (bits_behind).
      const int run = std::min(run_[index(node)], shortest_run(bits_[index(node)]));
      for (const StreamId stream : outputs_[index(node)]) {
        const int allowed = run_behind(node, run);
        const NodeId sink = graph_.streams[index(stream)].sink.node;
        const bool is_cut = is_cut_cheaper(stream, allowed);
        if (is_cut) cuts.push_back(stream);
        if (sink != kNone) run_[index(sink)] = std::min(run_[index(sink)], is_cut ? kMaxReadyRun : allowed);
      }
    }
    for (const StreamId stream : cuts) cut_ready(graph_, stream);
  }

 private:
  bool cuts(NodeId node) const { return graph_.nodes[index(node)].cell->cuts_ready; }
  /// The run that may begin behind a node from whose inputs on `run` cells may pass.
  int run_behind(NodeId node, int run) const { return cuts(node) ? kMaxReadyRun : run - 1; }

  std::int64_t bits_if_cut(StreamId stream) const {
    const NodeId sink = graph_.streams[index(stream)].sink.node;
    return graph_.streams[index(stream)].width() + (sink == kNone ? 0 : bits_[index(sink)][kMaxReadyRun]);
  }
  std::int64_t bits_if_not(StreamId stream, int run) const {
    const Stream& of = graph_.streams[index(stream)];
    if (of.sink.node == kNone) return of.source.node != kNone && cuts(of.source.node) ? 0 : kNever;
    return bits_[index(of.sink.node)][index(run)];
  }
  bool is_cut_cheaper(StreamId stream, int run) const { return bits_if_cut(stream) < bits_if_not(stream, run); }

  BitsByRun bits_behind(NodeId node) const {
    BitsByRun bits;
    for (int run = 0; run <= kMaxReadyRun; ++run) {
      const int behind = run_behind(node, run);
      std::int64_t sum = behind < 0 ? kNever : 0;
      for (const StreamId stream : outputs_[index(node)])
        if (sum < kNever) sum = std::min(kNever, sum + std::min(bits_if_cut(stream), bits_if_not(stream, behind)));
      bits[index(run)] = sum;
    }
    if (inputs_[index(node)] < 2) return bits;
    const int best = shortest_run(bits);
    std::fill(bits.begin(), bits.begin() + best, kNever);
    std::fill(bits.begin() + best, bits.end(), 0);  // counted here, not by each of its producers
    return bits;
  }

  HwGraph& graph_;
  std::vector<NodeId> order_;
  std::vector<std::vector<StreamId>> outputs_;  ///< by node
  std::vector<int> inputs_;                     ///< by node: how many
  std::vector<BitsByRun> bits_;                 ///< by node
  std::vector<int> run_;                        ///< by node: what its inputs allow
};

}  // namespace

void cut_ready_paths(HwGraph& graph) { ReadyPaths(graph).cut(); }

}  // namespace finn
