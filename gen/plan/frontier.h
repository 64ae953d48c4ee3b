// SPDX-License-Identifier: Apache-2.0
// The choice of foldings as a way through a graph of states.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "plan/selection.h"

namespace finn {

/// Parts of the capacity, by resource (kResources).
using Parts = std::array<double, std::size(kResources)>;

Parts& operator+=(Parts& sum, const Parts& added);
double dot(const Parts& a, const Parts& b);

/// Layers are decided one after the other, in a topological order. A state is the lanes of all tensors that are decided
/// but not yet read by all their readers; a way from the first state to the last one is a choice for every layer, and
/// what it takes is the sum over its steps.
struct Frontier {
  struct Option {
    std::size_t choice;  ///< in the layer's choices
    Parts parts;
  };
  /// Choices with the same lanes.
  using Group = std::vector<Option>;
  struct Step {
    int from;   ///< state before
    int group;  ///< of the stage
    int to;     ///< state behind
    Parts edges;
  };
  struct Stage {
    std::size_t layer;
    std::vector<Group> groups;
    std::vector<Step> steps;  ///< by state before
    int states;               ///< before
  };
  std::vector<Stage> stages;  ///< in the order of deciding; the last one leads to one state
  Parts budget;               ///< of what may be taken; 0 of a resource that there is none of
};

/// Of choices of at most `cycles`. Empty if there are more than `most_steps` steps: too many tensors stay open at once.
std::optional<Frontier> make_frontier(const SelectionProblem& problem, std::int64_t cycles, std::size_t most_steps);

}  // namespace finn
