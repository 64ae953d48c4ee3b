// SPDX-License-Identifier: Apache-2.0
// The choice of one folding for each layer: least area within a device at a given interval, or
// the shortest interval that fits.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "hw/cost.h"

namespace finn {

/// One folding of a layer, as far as the choice depends on it.
struct Choice {
  std::int64_t cycles = 1;  ///< of a frame
  std::int64_t span = 0;    ///< cycles from its first output to its last one, at least
  std::int64_t tail = 0;    ///< cycles for which its output goes on after its last input, at least
  Cost cost = {};
  std::vector<std::int64_t> in_lanes;   ///< elements of a beat, by layer input
  std::vector<std::int64_t> out_lanes;  ///< by layer output
};

/// A tensor between two layers: what stands between them depends on both choices.
struct ChoiceEdge {
  std::size_t from = 0;
  std::size_t from_output = 0;
  std::size_t to = 0;
  std::size_t to_input = 0;
  std::function<Cost(std::int64_t out_lanes, std::int64_t in_lanes)> cost;
};

/// What a layer's latency depends on whatever its folding.
struct LayerPace {
  double head = 0;         ///< part of its input's time that passes before its first output
  std::int64_t depth = 0;  ///< cycles of its pipeline
  bool is_first = false;   ///< an input of it is the network's
};

struct SelectionProblem {
  std::vector<std::vector<Choice>> layers;
  std::vector<ChoiceEdge> edges;
  Cost capacity;  ///< of each resource: what area is measured by, and what may be taken; none of one that is 0
  std::vector<LayerPace> paces;  ///< by layer; only latency depends on them
  Cost reserved;  ///< the part of the capacity that layers and edges may not take; below 0: they may take more
};

struct SelectionOptions {
  double seconds =
      1;  ///< of the processor for one search; twice that for all that try intervals, eight times for latency
};

struct Selection {
  bool feasible = false;
  std::vector<std::size_t> chosen;  ///< by layer
  std::int64_t interval = 0;        ///< the largest chosen cycles
  double area = 0;                  ///< sum over the resources of use / capacity
  double latency = 0;               ///< cycles, where the latency was asked for (latency_of)
  Cost cost;

  /// How much better than this the best choice could be at most, relative: in latency or in interval where that was
  /// asked for, in area if no shorter interval is possible. 0: this is the best.
  double gap = 0;
  /// False: the time was spent before it was known whether anything fits, or (fastest) fits at a shorter interval.
  bool proved = true;
};

/// All resources.
inline constexpr double Cost::*kResources[] = {&Cost::lut, &Cost::ff, &Cost::bram18, &Cost::uram, &Cost::dsp};

/// Is no resource's use above the capacity?
bool fits(const Cost& cost, const Cost& capacity);

/// The part of the capacity that a cost takes, summed over the resources. Of a resource that there is none of, any use
/// counts nothing here; nothing that uses it is feasible.
double area_of(const Cost& cost, const Cost& capacity);

/// What a choice for every layer amounts to. Feasible: it fits.
Selection evaluate(const SelectionProblem& problem, std::vector<std::size_t> chosen);

/// The choice of least area whose layers all take at most `cycles`, or none. Area is the sum over resources of the part
/// of the capacity that is used. Solved exactly (plan/frontier_search.h; an integer program where many tensors stay
/// open at once) unless the time is spent.
Selection least_area(const SelectionProblem& problem, std::int64_t cycles, const SelectionOptions& options = {});

/// Cycles from a frame's first input to its last output, when nothing was before it, as far as choices tell. With s and
/// f the cycles of a layer's first and last output, for each layer p before it:
///   s >= s_p + head * (f_p - s_p) + depth      what the first output waits for comes at p's pace
///   f >= f_p + tail, s_p + cycles, s + span
/// and for a layer at the network's input s >= head * cycles + depth and f >= cycles + depth.
double latency_of(const SelectionProblem& problem, const std::vector<std::size_t>& chosen);

/// The choice of least latency that fits.
Selection least_latency(const SelectionProblem& problem, const SelectionOptions& options = {},
                        const Selection& known = {});

/// The interval of each layer's fastest choice, whatever it takes.
std::int64_t shortest_interval(const SelectionProblem& problem);

/// The shortest interval at which a choice fits, and the choice of least area at it. The search begins at what is known
/// to do, or did in a problem that is nearly the same.
Selection fastest(const SelectionProblem& problem, const SelectionOptions& options = {}, const Selection& known = {});

}  // namespace finn
