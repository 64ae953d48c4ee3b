// SPDX-License-Identifier: Apache-2.0
// The choice of one folding for each layer, as an integer program: least area within a device at a given interval, or
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
  Cost cost;
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

struct SelectionProblem {
  std::vector<std::vector<Choice>> layers;
  std::vector<ChoiceEdge> edges;
  Cost capacity;  ///< what the layers and edges may take of each resource; none of one that is 0
};

struct SelectionOptions {
  double seconds = 60;  ///< for one integer program
};

struct Selection {
  bool feasible = false;
  std::vector<std::size_t> chosen;  ///< by layer
  std::int64_t interval = 0;        ///< the largest chosen cycles
  double area = 0;                  ///< sum over the resources of use / capacity
  double bound = 0;                 ///< no choice has less area at this interval; == area: proved optimal
  Cost cost;
};

/// The choice of least area whose layers all take at most `cycles`, or none. Area is the sum over resources of the part
/// of the capacity that is used. Solved exactly (branch and cut, COIN-OR CBC) unless the time is spent.
Selection least_area(const SelectionProblem& problem, std::int64_t cycles, const SelectionOptions& options = {});

/// The shortest interval at which a choice fits, and the choice of least area at it.
Selection fastest(const SelectionProblem& problem, const SelectionOptions& options = {});

}  // namespace finn
