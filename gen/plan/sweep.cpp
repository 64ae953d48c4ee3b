// SPDX-License-Identifier: Apache-2.0
#include "plan/sweep.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace finn {
namespace {

/// Intervals that a layer's choice can set, from the shortest that any layer allows on.
std::vector<std::int64_t> intervals_of(const SelectionProblem& problem) {
  std::set<std::int64_t> all;
  for (const std::vector<Choice>& choices : problem.layers)
    for (const Choice& choice : choices) all.insert(choice.cycles);
  return {all.lower_bound(shortest_interval(problem)), all.end()};
}

class Sweeper {
 public:
  Sweeper(const SelectionProblem& problem, const SweepOptions& options) : problem_(problem), options_(options) {}

  Sweep run() {
    for (const std::vector<Choice>& choices : problem_.layers)
      if (choices.empty()) return missing_all();
    Selection fastest_one = fastest(problem_, of_search());
    if (!fastest_one.feasible) return missing_all();
    Selection soonest;
    if (options_.least_latency) soonest = least_latency(problem_, options_.selection, fastest_one);
    if (soonest.feasible && soonest.interval < fastest_one.interval)  // which time did not allow to find
      fastest_one = fastest(problem_, of_search(), soonest);
    sweep_.shortest_is_proved = fastest_one.proved;
    add(fastest_one).is_fastest = true;
    if (soonest.feasible) add(soonest).has_least_latency = true;
    const Selection smallest = least_area(problem_, INT64_MAX, options_.selection);
    if (smallest.feasible) add(smallest);
    for (const std::int64_t interval : thin(worthwhile(fastest_one, smallest), options_.points))
      if (interval != fastest_one.interval) try_at(interval);
    for (const std::int64_t target : options_.targets)
      if (SweepPoint* point = try_at(target))
        point->target = target;
      else
        sweep_.missed.push_back(target);
    std::stable_sort(sweep_.points.begin(), sweep_.points.end(), [](const SweepPoint& a, const SweepPoint& b) {
      return a.selection.interval > b.selection.interval;
    });
    return std::move(sweep_);
  }

 private:
  Sweep missing_all() {
    sweep_.missed = options_.targets;
    return std::move(sweep_);
  }

  /// Intervals from the shortest up to the first at which more cycles hardly save area.
  std::vector<std::int64_t> worthwhile(const Selection& shortest, const Selection& smallest) const {
    std::vector<std::int64_t> intervals = intervals_of(problem_);
    intervals.erase(intervals.begin(), std::lower_bound(intervals.begin(), intervals.end(), shortest.interval));
    if (!smallest.feasible) return intervals;
    intervals.erase(std::upper_bound(intervals.begin(), intervals.end(), smallest.interval), intervals.end());
    const auto saves = [&](std::int64_t interval) {
      const Selection selection = least_area(problem_, interval, options_.selection);
      return !selection.feasible || selection.area * (1 - kWorthSlowing) > smallest.area;
    };
    const auto enough = std::partition_point(intervals.begin(), intervals.end(), saves);
    if (enough != intervals.end()) intervals.erase(enough + 1, intervals.end());
    return intervals;
  }

  /// The search for the shortest interval is many programs in the time of one.
  SelectionOptions of_search() const {
    constexpr double kTimes = 3;  // fastest() takes twice as long for all that it tries
    return {kTimes * options_.selection.seconds};
  }

  SweepPoint* try_at(std::int64_t interval) {
    const Selection selection = least_area(problem_, interval, options_.selection);
    return selection.feasible ? &add(selection) : nullptr;
  }

  /// The selection's point: a new one unless there is the same already.
  SweepPoint& add(const Selection& selection) {
    for (SweepPoint& point : sweep_.points)
      if (point.selection.chosen == selection.chosen) return point;
    SweepPoint& point = sweep_.points.emplace_back();
    point.selection = selection;
    point.latency = latency_of(problem_, selection.chosen);
    return point;
  }

  const SelectionProblem& problem_;
  const SweepOptions& options_;
  Sweep sweep_;
};

void mark_front(std::vector<SweepPoint>& points) {
  std::vector<std::vector<double>> rows;
  for (const SweepPoint& point : points) {
    const Cost& cost = point.selection.cost;
    rows.push_back(
        {static_cast<double>(point.selection.interval), point.latency, cost.lut, cost.bram18, cost.uram, cost.dsp});
  }
  const std::vector<bool> front = pareto_front(rows);
  for (std::size_t i = 0; i < points.size(); ++i) points[i].on_front = front[i];
}

}  // namespace

std::vector<std::int64_t> thin(const std::vector<std::int64_t>& values, int count) {
  if (values.size() <= static_cast<std::size_t>(count)) return values;
  const double low = std::log(static_cast<double>(values.front()));
  const double high = std::log(static_cast<double>(values.back()));
  std::set<std::int64_t> picked;
  for (int i = 0; i < count; ++i) {
    const double wanted = low + (high - low) * i / (count - 1);
    const auto distance = [&](std::int64_t value) { return std::abs(std::log(static_cast<double>(value)) - wanted); };
    picked.insert(*std::min_element(values.begin(), values.end(),
                                    [&](std::int64_t a, std::int64_t b) { return distance(a) < distance(b); }));
  }
  return {picked.begin(), picked.end()};
}

std::vector<bool> pareto_front(const std::vector<std::vector<double>>& rows) {
  const auto beats = [](const std::vector<double>& a, const std::vector<double>& b) {
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] > b[i]) return false;
      better = better || a[i] < b[i];
    }
    return better;
  };
  std::vector<bool> front;
  for (const auto& row : rows)
    front.push_back(std::none_of(rows.begin(), rows.end(), [&](const auto& other) { return beats(other, row); }));
  return front;
}

SelectionProblem reduced(const SelectionProblem& problem, std::vector<std::vector<std::size_t>>& kept) {
  SelectionProblem less = problem;
  kept.clear();
  const auto beats = [](const Choice& a, const Choice& b) {
    return a.in_lanes == b.in_lanes && a.out_lanes == b.out_lanes && a.cycles <= b.cycles && a.span <= b.span &&
           a.tail <= b.tail && fits(a.cost, b.cost);
  };
  for (std::vector<Choice>& choices : less.layers) {
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (!fits(choices[i].cost, problem.capacity)) continue;
      if (std::any_of(left.begin(), left.end(), [&](std::size_t other) { return beats(choices[other], choices[i]); }))
        continue;
      std::erase_if(left, [&](std::size_t other) { return beats(choices[i], choices[other]); });
      left.push_back(i);
    }
    std::vector<Choice> few;
    for (const std::size_t i : left) few.push_back(choices[i]);
    choices = std::move(few);
    kept.push_back(std::move(left));
  }
  return less;
}

Sweep sweep(const SelectionProblem& problem, const SweepOptions& options) {
  std::vector<std::vector<std::size_t>> kept;
  const SelectionProblem less = reduced(problem, kept);
  Sweep found = Sweeper(less, options).run();
  mark_front(found.points);
  for (SweepPoint& point : found.points)
    for (std::size_t layer = 0; layer < kept.size(); ++layer)
      point.selection.chosen[layer] = kept[layer][point.selection.chosen[layer]];
  return found;
}

}  // namespace finn
