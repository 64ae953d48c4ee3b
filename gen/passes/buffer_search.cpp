// SPDX-License-Identifier: Apache-2.0
#include "passes/buffer_search.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <utility>

namespace finn {
namespace {

constexpr int kDoublings = 16;
constexpr std::int64_t kLeast = 2;           // beats of a buffer at all
constexpr std::int64_t kShiftRegister = 32;  // beats; above, block RAM cannot fill all its places while it passes beats
constexpr std::int64_t kLatency = 3;         // beats at most that are in a buffer only because of its latency
constexpr std::int64_t kFullReady = 3;       // places that a buffer of block RAM cannot fill while it passes beats on

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
    const Depths unbounded(count, BufferProblem::kUnbounded);
    if (!problem_.meets(unbounded)) return {};
    const std::optional<Depths> enough = from_even_pace(unbounded);
    if (!enough) return {};
    Depths best = *enough;
    for (const std::size_t i : by_bits(best)) best[i] = least(best, i, 0);
    const Depths bounds = lower_bounds(best);
    if (bounds != best) best = cheapest(bounds, best);
    return {best, true, problem_.bits(best), proved_ ? problem_.bits(best) : std::max(bound_, problem_.bits(bounds))};
  }

 private:
  bool spent() const { return problem_.effort() > options_.effort; }

  /// With buffers without bound and beats that come at an even pace, a frame in the goal's cycles, no layer ever waits
  /// for a receiver: what the buffers hold at most is what they need. Handshakes only come earlier with beats that come
  /// earlier, so the same buffers serve an always valid source.
  std::optional<Depths> from_even_pace(const Depths& unbounded) {
    Depths depths = problem_.held(problem_.run(unbounded, {.source_interval = problem_.goal()}));
    for (std::int64_t& depth : depths) depth = depth > 0 ? depth + kLatency + kFullReady : 0;
    // Real buffers have latencies, for which others must make up.
    for (int doubling = 0; doubling < kDoublings; ++doubling) {
      if (problem_.meets(depths)) return depths;
      for (std::int64_t& depth : depths) depth = std::max(kLeast, 2 * depth);
    }
    return std::nullopt;
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

  bool meets_with(Depths depths, std::size_t i, std::int64_t depth) {
    depths[i] = depth;
    return problem_.meets(depths);
  }

  /// The least depth of candidate i, `from` or more, with which `depths` (which meets the goal) still does.
  std::int64_t least(const Depths& depths, std::size_t i, std::int64_t from) {
    const std::int64_t most = depths[i];
    if (most <= from || spent()) return most;
    if (meets_with(depths, i, from)) return from;
    std::int64_t low = std::max(from, kLeast - 1);  // too little
    std::int64_t high = most;
    // A shift register of 32 beats can do more than the next larger buffers.
    if (most > kShiftRegister && low < kShiftRegister) {
      if (meets_with(depths, i, kShiftRegister))
        high = kShiftRegister;
      else
        low = kShiftRegister;
    }
    while (low + 1 < high && !spent()) {
      const std::int64_t middle = low + (high - low) / 2;
      (meets_with(depths, i, middle) ? high : low) = middle;
    }
    return high;
  }

  /// What each buffer needs if no other one has a bound.
  Depths lower_bounds(const Depths& best) {
    Depths bounds(best.size(), 0);
    for (const std::size_t i : by_bits(best)) {
      if (best[i] == 0 || spent()) continue;
      Depths others(best.size(), BufferProblem::kUnbounded);
      others[i] = best[i];
      const std::int64_t needed = least(others, i, 0);
      if (!spent()) bounds[i] = needed;
    }
    return bounds;
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
  bool proved_ = false;
  std::int64_t bound_ = 0;
};

}  // namespace

BufferSearchResult search_buffers(BufferProblem& problem, const BufferSearchOptions& options) {
  return Search(problem, options).run();
}

}  // namespace finn
