// SPDX-License-Identifier: Apache-2.0
// The choices of a layer that are worth considering.
#pragma once

#include "plan/selection.h"

namespace finn {

/// What layers and edges may take.
Cost limit_of(const SelectionProblem& problem);

struct Kept {
  std::size_t index;  ///< in the layer's choices
  const Choice* choice;
};

/// Choices of at most `cycles` that fit into `limit`, less those that another one with the same lanes beats in every
/// resource; `by_speed`: in cycles, span and tail too.
std::vector<Kept> worth_considering(const std::vector<Choice>& choices, std::int64_t cycles, const Cost& limit,
                                    bool by_speed);

}  // namespace finn
