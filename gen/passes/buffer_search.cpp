// SPDX-License-Identifier: Apache-2.0
#include "passes/buffer_search.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <utility>

#include "passes/buffer_region.h"

namespace finn {
namespace {

constexpr int kDoublings = 16;
constexpr std::int64_t kLeast = 2;      // beats of a buffer at all
constexpr std::int64_t kLatency = 3;    // beats at most that are in a buffer only because of its latency
constexpr std::int64_t kFullReady = 3;  // places that a buffer of block RAM cannot fill while it passes beats on

/// The next depth.
std::int64_t deeper(std::int64_t depth) { return depth == 0 ? kLeast : depth + 1; }

/// One search; stops its improvements when the effort is spent.
class Search {
 public:
  Search(BufferProblem& problem, const BufferSearchOptions& options) : problem_(problem), options_(options) {}

  BufferSearchResult run() {
    const std::size_t count = problem_.candidates().size();
    const Depths none(count, 0);
    if (problem_.meets(none)) return {none, true, 0, 0};
    if (count == 0) return {};
    const std::optional<Depths> held = at_even_pace();
    if (!held) return {};
    Depths bounds;
    Depths best = needs(*held, bounds);
    if (problem_.meets(best)) {
      if (best == bounds) return {best, true, problem_.bits(best), problem_.bits(best)};
    } else {
      best = with_rows(best, *held);
    }
    if (!problem_.meets(best))  // buffers in other branches have latencies, too
      for (std::int64_t& depth : best) depth += depth > 0 ? kLatency + kFullReady : 0;
    if (!problem_.meets(best)) {
      const std::optional<Depths> enough = with_latencies(*held);
      if (!enough) return {};
      best = between(best, *enough);
    }
    spent_before_ = problem_.effort();
    for (const std::size_t i : by_bits(best)) best[i] = least(best, i, bounds[i]);
    best = cheapest(bounds, best);
    return {best, true, problem_.bits(best), proved_ ? problem_.bits(best) : std::max(bound_, problem_.bits(bounds))};
  }

 private:
  bool spent() const { return problem_.effort() - spent_before_ > options_.effort; }

  /// With buffers without bound and beats that come at an even pace, a frame in the goal's cycles, no layer ever waits
  /// for a receiver: what the buffers hold at most is what they need. Handshakes only come earlier with beats that come
  /// earlier, so the same buffers serve an always valid source. Nothing if not even those buffers meet the goal.
  std::optional<Depths> at_even_pace() {
    const Depths unbounded(problem_.candidates().size(), BufferProblem::kUnbounded);
    const SimulateResult paced = problem_.run(unbounded, {.source_interval = problem_.goal()});
    if ((paced.deadlock || paced.interval() != problem_.goal()) && !problem_.meets(unbounded)) return std::nullopt;
    Depths depths = problem_.held(paced);
    for (std::int64_t& depth : depths) depth = depth > 0 ? depth + kLatency + kFullReady : 0;
    return depths;
  }

  /// Real buffers have latencies, for which others must make up. Nothing if no buffers do.
  std::optional<Depths> with_latencies(Depths depths) {
    if (!problem_.meets(Depths(depths.size(), BufferProblem::kUnbounded))) return std::nullopt;
    for (int doubling = 0; doubling < kDoublings; ++doubling) {
      if (problem_.meets(depths)) return depths;
      for (std::int64_t& depth : depths) depth = std::max(kLeast, 2 * depth);
    }
    return std::nullopt;
  }

  /// Depths from `low`, which miss the goal, towards `high`, which meet it: where beats wait although they come at an
  /// even pace, buffers grow by half of what is left.
  Depths between(const Depths& low, const Depths& high) {
    Depths depths = low;
    const std::int64_t before = problem_.effort();
    while (!problem_.meets(depths)) {
      if (problem_.effort() - before > options_.region_effort) return high;
      bool grown = false;
      const auto grow = [&](std::size_t i) {
        if (depths[i] >= high[i]) return;
        depths[i] = std::min(high[i], std::max(kLeast, depths[i] + (high[i] - depths[i] + 1) / 2));
        grown = true;
      };
      for (const std::size_t i : problem_.waiting(problem_.run(depths, {.source_interval = problem_.goal()}))) grow(i);
      for (std::size_t i = 0; i < depths.size() && !grown; ++i) grow(i);
      if (!grown) return high;  // depths that are deeper somewhere are slower
    }
    return depths;
  }

  std::vector<std::size_t> by_bits(const Depths& depths) const {
    std::vector<std::size_t> order(depths.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const auto& candidates = problem_.candidates();
      return depths[a] * candidates[a].width > depths[b] * candidates[b].width;
    });
    return order;
  }

  /// The least depth of candidate i, `from` or more, with which `depths` (which meets the goal) still does.
  std::int64_t least(const Depths& depths, std::size_t i, std::int64_t from) {
    return bisect_depth(from, depths[i], [&](std::int64_t depth) {
      if (spent()) return false;
      Depths others = depths;
      others[i] = depth;
      return problem_.meets(others);
    });
  }

  /// What buffer i needs by itself, at most `most`, if the `ideal` other ones have no bound and the rest is none.
  std::int64_t need(std::size_t i, std::int64_t most, const std::vector<bool>& ideal) {
    const BufferRegion region = buffer_region(problem_, i, ideal);
    const auto [at, added] = needs_.try_emplace({region.text, most}, 0);
    if (added) at->second = least_depth(region, most, problem_);
    return at->second;
  }

  /// What each buffer needs if no other one has a bound, at most `most`: lower bounds. What is not known in the effort
  /// for it has none, and gets what is enough.
  Depths needs(const Depths& most, Depths& bounds) {
    bounds.assign(most.size(), 0);
    Depths depths = most;
    const std::vector<bool> all(most.size(), true);
    const std::int64_t before = problem_.effort();
    for (const std::size_t i : by_bits(most)) {
      if (most[i] == 0 || problem_.effort() - before > options_.region_effort) continue;
      depths[i] = bounds[i] = need(i, most[i], all);
    }
    return depths;
  }

  /// The bounds, and a buffer in each row that needs one although no single place in it does: where it has the fewest
  /// bits.
  Depths with_rows(Depths depths, const Depths& most) {
    std::vector<bool> seen(most.size(), false);
    for (const std::size_t i : by_bits(most)) {
      if (most[i] == 0 || seen[i]) continue;
      const std::vector<std::size_t> row = candidates_in_row(problem_, i);
      std::vector<bool> others(most.size(), true);
      bool bounded = false;
      for (const std::size_t place : row) {
        seen[place] = true;
        others[place] = false;
        bounded = bounded || depths[place] > 0;
      }
      if (bounded || row.size() == 1) continue;
      std::size_t best = i;
      std::int64_t depth = need(i, most[i], others);
      for (const std::size_t place : row) {
        const std::int64_t limit = (depth * problem_.candidates()[best].width - 1) / problem_.candidates()[place].width;
        if (place == i || limit < kLeast || !meets_goal(buffer_region(problem_, place, others), limit, problem_))
          continue;
        best = place;
        depth = need(place, limit, others);
      }
      depths[best] = depth;
    }
    return depths;
  }

  /// In the order of their bits, from the lower bounds on: depths that differ from ones that are too slow in a buffer
  /// that made a beat wait there. The first that meets the goal is the cheapest of all.
  Depths cheapest(const Depths& bounds, const Depths& best) {
    using Item = std::pair<std::int64_t, Depths>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> open;
    std::set<Depths> seen{bounds};
    open.emplace(problem_.bits(bounds), bounds);
    while (!open.empty()) {
      const auto [bits, depths] = open.top();
      open.pop();
      bound_ = bits;
      if (bits >= problem_.bits(best)) break;
      if (spent()) return best;
      const SimulateResult simulated = problem_.run(depths);
      if (!simulated.deadlock && simulated.interval() == problem_.goal()) {
        proved_ = true;
        return depths;
      }
      for (const std::size_t i : problem_.waiting(simulated)) {
        Depths next = depths;
        next[i] = deeper(next[i]);
        if (seen.insert(next).second) open.emplace(problem_.bits(next), next);
      }
    }
    proved_ = true;
    return best;
  }

  BufferProblem& problem_;
  const BufferSearchOptions& options_;
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> needs_;  ///< many blocks of a network are alike
  bool proved_ = false;
  std::int64_t bound_ = 0;
  std::int64_t spent_before_ = 0;  ///< effort before improvements
};

}  // namespace

BufferSearchResult search_buffers(BufferProblem& problem, const BufferSearchOptions& options) {
  return Search(problem, options).run();
}

}  // namespace finn
