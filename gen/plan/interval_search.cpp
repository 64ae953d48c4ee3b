// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ctime>
#include <set>

#include "plan/frontier_search.h"
#include "plan/selection.h"
#include "plan/selection_program.h"

namespace finn {
namespace {

constexpr std::size_t kMostSteps = 400'000;  // of a frontier; a network has more only if many tensors stay open

/// The choice of least area whose layers all take at most `cycles`; `any`: any that fits will do. `known`: one that
/// does, or none.
Selection choice_at(const SelectionProblem& problem, std::int64_t cycles, double seconds, bool any,
                    const Selection& known = {}) {
  const std::clock_t start = std::clock();
  const auto is_spent = [&] { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC > seconds; };
  const std::optional<Frontier> frontier = make_frontier(problem, cycles, kMostSteps);
  if (!frontier) return solve_program(problem, cycles, ProgramGoal::kArea, seconds, any);
  const Way way = search_frontier(*frontier, any, {known.chosen, known.area}, is_spent);
  Selection selection;
  selection.proved = way.proved || !way.chosen.empty();
  if (way.chosen.empty()) return selection;
  selection = evaluate(problem, way.chosen);
  selection.feasible = true;
  if (!way.proved && selection.area > 0) selection.gap = std::clamp(1 - way.bound / selection.area, 0.0, 1.0);
  return selection;
}

/// The search for the shortest interval at which a choice fits.
class IntervalSearch {
 public:
  IntervalSearch(const SelectionProblem& problem, const SelectionOptions& options)
      : problem_(problem), options_(options), start_(std::clock()) {
    std::set<std::int64_t> all;
    for (const std::vector<Choice>& choices : problem.layers)
      for (const Choice& choice : choices) all.insert(choice.cycles);
    intervals_.assign(all.lower_bound(shortest_interval(problem)), all.end());
    high_ = intervals_.size();
  }

  Selection run(const Selection& known) {
    if (!known.chosen.empty()) begin_at(known);
    while (low_ < high_ && left() > 0) probe(low_ + (high_ - low_) / 2);
    prove_more();
    if (!best_.feasible) {
      best_.proved = proven_ == intervals_.size();
      return best_;
    }
    const std::int64_t interval = intervals_[high_];
    const double seconds = std::clamp(left(), 0.25 * options_.seconds, options_.seconds);
    best_ = choice_at(problem_, interval, seconds, false, best_);
    const double shortest = proven_ < high_ ? static_cast<double>(intervals_[proven_]) : static_cast<double>(interval);
    best_.proved = proven_ >= high_;
    if (!best_.proved) best_.gap = 1 - shortest / static_cast<double>(best_.interval);
    return best_;
  }

 private:
  static constexpr double kStep = 1.05;    // from one interval to the next that is tried while none is known to do
  static constexpr double kLittle = 0.02;  // of the time of one, for those that are likely to be decided at once
  static constexpr double kShare = 2;      // of all programs together, in the time of one

  /// Seconds of the processor, as CBC counts them, so that other programs on the machine change nothing.
  double left() const {
    return kShare * options_.seconds - static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC;
  }
  std::size_t index(std::int64_t interval) const {
    return static_cast<std::size_t>(std::lower_bound(intervals_.begin(), intervals_.end(), interval) -
                                    intervals_.begin());
  }

  void begin_at(const Selection& known) {
    Selection selection = evaluate(problem_, known.chosen);
    if (selection.feasible) {
      high_ = index(selection.interval);
      best_ = std::move(selection);
      best_.gap = 1;
      return;
    }
    for (std::size_t at = index(selection.interval); at < intervals_.size() && !best_.feasible && left() > 0;) {
      probe(at);
      at = std::max(at + 1, index(static_cast<std::int64_t>(kStep * static_cast<double>(intervals_[at]))));
    }
  }

  /// Does a choice fit at this interval? What is not known in time counts as no, but as not proven.
  void probe(std::size_t at) {
    const double seconds = std::clamp(0.5 * left(), 0.1 * options_.seconds, options_.seconds);
    Selection found = choice_at(problem_, intervals_[at], seconds, true);
    if (found.feasible) {
      best_ = std::move(found);
      high_ = at;
      return;
    }
    low_ = at + 1;
    if (found.proved) proven_ = at + 1;
  }

  /// Nothing is known of the intervals right below `low_` where the time for one was spent; of shorter ones more may
  /// be.
  void prove_more() {
    std::size_t unknown = std::min(low_, high_);
    while (proven_ < unknown) {
      const std::size_t at = proven_ + (unknown - proven_) / 2;
      const Selection found = choice_at(problem_, intervals_[at], kLittle * options_.seconds, true);
      if (!found.feasible && found.proved)
        proven_ = at + 1;
      else
        unknown = at;
    }
  }

  const SelectionProblem& problem_;
  const SelectionOptions& options_;
  std::clock_t start_;
  std::vector<std::int64_t> intervals_;
  Selection best_;
  std::size_t low_ = 0;
  std::size_t high_ = 0;    ///< what is at `high_` or beyond is known to fit, or not there
  std::size_t proven_ = 0;  ///< nothing fits below
};

}  // namespace

Selection least_area(const SelectionProblem& problem, std::int64_t cycles, const SelectionOptions& options) {
  return choice_at(problem, cycles, options.seconds, false);
}

Selection fastest(const SelectionProblem& problem, const SelectionOptions& options, const Selection& known) {
  return IntervalSearch(problem, options).run(known);
}

}  // namespace finn
