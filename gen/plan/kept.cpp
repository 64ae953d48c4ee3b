// SPDX-License-Identifier: Apache-2.0
#include "plan/kept.h"

#include <algorithm>

namespace finn {

Cost limit_of(const SelectionProblem& problem) {
  Cost limit;
  for (const auto resource : kResources)
    limit.*resource =
        problem.capacity.*resource > 0 ? std::max(0.0, problem.capacity.*resource - problem.reserved.*resource) : 0;
  return limit;
}

std::vector<Kept> worth_considering(const std::vector<Choice>& choices, std::int64_t cycles, const Cost& limit,
                                    bool by_speed) {
  std::vector<Kept> kept;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = choices[i];
    if (choice.cycles > cycles || !fits(choice.cost, limit)) continue;
    const auto beats = [&](const Choice& x, const Choice& y) {
      return x.in_lanes == y.in_lanes && x.out_lanes == y.out_lanes && fits(x.cost, y.cost) &&
             (!by_speed || (x.cycles <= y.cycles && x.span <= y.span && x.tail <= y.tail));
    };
    if (std::any_of(kept.begin(), kept.end(), [&](const Kept& other) { return beats(*other.choice, choice); }))
      continue;
    std::erase_if(kept, [&](const Kept& other) { return beats(choice, *other.choice); });
    kept.push_back({i, &choice});
  }
  return kept;
}

}  // namespace finn
