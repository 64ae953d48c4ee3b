// SPDX-License-Identifier: Apache-2.0
// The smallest buffers between layers with which a hardware graph runs at its slowest layer's rate.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "hw/graph.h"
#include "hw/simulate.h"

namespace finn {

/// Depths of the candidates' buffers, in beats: 0 (none) or 2 and more.
using Depths = std::vector<std::int64_t>;

/// Where buffers may stand, and what depths of them do. A beat that comes earlier never makes a graph slower, nor does
/// room for more beats: what is too slow with buffers that are never full and take no time (kUnbounded) is too slow
/// with any. A real buffer costs a cycle or three, so that a deeper one elsewhere may be needed: real depths are not
/// monotone.
class BufferProblem {
 public:
  /// A place for a buffer: a stream into a layer's cell from elsewhere, into a width converter that
  /// splits beats, or to the boundary behind a fork; and, where that is asked for, between cells of a layer. Behind a
  /// graph input alone a buffer would serve nothing: its source may wait.
  struct Candidate {
    StreamId stream;
    std::int64_t width;  ///< bits of a beat
  };

  /// Depth of an ideal buffer: never full, without latency.
  static constexpr std::int64_t kUnbounded = std::int64_t{1} << 40;

  enum class Places { kBetweenLayers, kEverywhere };

  /// The graph's lanes must agree already. `goal`: the interval to reach, cycles.
  BufferProblem(const HwGraph& graph, std::int64_t goal, Places places = Places::kBetweenLayers);
  /// With places of one's own. The graph has no contents of memories.
  BufferProblem(HwGraph graph, std::int64_t goal, std::vector<Candidate> candidates);

  /// Without buffers and without contents of memories.
  const HwGraph& graph() const { return skeleton_; }
  const std::vector<Candidate>& candidates() const { return candidates_; }
  std::int64_t goal() const { return goal_; }
  /// Data bits that buffers of these depths hold.
  std::int64_t bits(const Depths& depths) const;

  /// Simulates with such buffers. The goal is the interval's known lower bound.
  SimulateResult run(const Depths& depths, SimulateOptions options = {}) const;
  /// Does it reach the goal? Answers are kept.
  bool meets(const Depths& depths);
  /// What was simulated of depths that meets() found to reach the goal, if they were the last ones that did.
  const SimulateResult* simulated(const Depths& depths) const {
    return met_ && met_->first == depths ? &met_->second : nullptr;
  }
  /// Candidates at which a beat had to wait in the steady state of the last run() of these depths: only a deeper buffer
  /// at one of them can make the graph faster, as room elsewhere changes nothing (Stuijk, Geilen, Basten: Exploring
  /// trade-offs in buffer requirements and throughput constraints for synchronous dataflow graphs, DAC 2006).
  std::vector<std::size_t> waiting(const SimulateResult& simulated) const;
  /// Per candidate: the most beats that its buffer held; none without a buffer there.
  Depths held(const SimulateResult& simulated) const;
  /// The same of buffers without bound, source always valid, until an interval after the first frame left.
  const Depths& held_at_first() const { return held_at_first_; }

  /// Simulated cycles times cells so far: a measure of the effort that no machine's speed changes.
  std::int64_t effort() const { return effort_; }
  /// Counts effort that was spent on a part of the graph.
  void spend(std::int64_t effort) { effort_ += effort; }
  /// A graph with such buffers for simulation, without contents of memories.
  HwGraph with(const Depths& depths) const;
  /// Puts real buffers into a graph that has the candidates' streams.
  void apply(const Depths& depths, HwGraph& graph) const;

 private:
  void run_first();

  HwGraph skeleton_;
  std::int64_t goal_;
  std::int64_t patience_ = 0;  ///< cycles without a frame
  std::vector<Candidate> candidates_;
  Depths held_at_first_;
  std::map<Depths, bool> known_;
  std::optional<std::pair<Depths, SimulateResult>> met_;
  mutable std::int64_t effort_ = 0;
};

struct BufferSearchOptions {
  /// Simulated cycles times cells after which depths that meet the goal are not improved any more; about a second for
  /// each 5e7.
  std::int64_t effort = 50'000'000;
  /// The same for what parts of the graph need (BufferRegion), which is found out before, those with the most bits
  /// first.
  std::int64_t region_effort = 1'000'000'000;
};

struct BufferSearchResult {
  Depths depths;
  bool found = false;  ///< the goal is met
  std::int64_t bits = 0;
  std::int64_t lower_bound = 0;  ///< bits: no buffers with fewer meet the goal; == bits: proved optimal
};

/// Bits that FINN's method gives the same graph: buffers without bound and an always valid source until an interval
/// after the first frame left, then the most that each held: none up to 2 beats, 32 up to 32, else the next power of
/// two (FINN's SetFIFODepths and RemoveShallowFIFOs).
std::int64_t finn_method_bits(const BufferProblem& problem);

/// Fewest bits that meet the goal. Not found: not even buffers without bound do.
BufferSearchResult search_buffers(BufferProblem& problem, const BufferSearchOptions& options = {});

}  // namespace finn
