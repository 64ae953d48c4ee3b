// SPDX-License-Identifier: Apache-2.0
// Choosing, building, and choosing again with what the building showed.
#pragma once

#include <optional>
#include <set>
#include <utility>

#include "passes/compile.h"
#include "plan/plan.h"

namespace finn {

class Rounds {
 public:
  Rounds(const Network& network, Family family, Planner& planner)
      : network_(network), family_(family), planner_(planner) {}

  /// The best design, from this choice on, if any fits.
  std::optional<Design> run(Selection selection, Diagnostics& diagnostics);

  const Selection& chosen() const { return chosen_; }
  int rounds() const { return rounds_; }

 private:
  enum class Outcome { kDone, kAgain };

  bool learn_constants(const Selection& selection);
  Outcome build(const Selection& selection, Diagnostics diagnostics);
  bool has_room_for(const Cost& built, const Selection& selection);
  /// The network with the selection's foldings.
  Network folded(const Selection& selection) const;

  const Network& network_;
  Family family_;
  Planner& planner_;
  std::set<std::pair<std::size_t, std::size_t>> learned_;  ///< layer and choice
  Cost reserved_;
  Selection chosen_;
  std::optional<Design> best_;
  Diagnostics of_best_;
  int rounds_ = 0;
  int misfits_ = 0;
  double margin_ = 0;
};

}  // namespace finn
