// SPDX-License-Identifier: Apache-2.0
#include "streamline/levels.h"

#include <algorithm>
#include <numeric>

namespace finn::qonnx {
namespace {

struct Point {
  std::int64_t x;
  std::int64_t level;
};

/// Halves an interval between two points until its ends differ by one step of x or not at all in level.
/// `low` has the lower level.
class Search {
 public:
  Search(const IntegerFunction& f, std::int64_t from, std::int64_t to, std::vector<std::int64_t>& edges)
      : f_(f), from_(from), to_(to), edges_(edges) {}

  void between(const Point& low, const Point& high) {
    if (low.level >= to_ || high.level <= from_ || low.level == high.level) return;
    if (high.x == low.x + 1 || low.x == high.x + 1) {
      for (std::int64_t k = std::max(low.level, from_) + 1; k <= std::min(high.level, to_); ++k)
        edges_[static_cast<std::size_t>(k - from_ - 1)] = high.x;
      return;
    }
    const std::int64_t x = std::midpoint(low.x, high.x);  // the domain may be all doubles in order
    const Point middle{x, f_(x)};
    between(low, middle);
    between(middle, high);
  }

 private:
  const IntegerFunction& f_;
  std::int64_t from_;
  std::int64_t to_;
  std::vector<std::int64_t>& edges_;
};

}  // namespace

std::vector<std::int64_t> level_edges(const IntegerFunction& f, bool falling, Range domain, std::int64_t from,
                                      std::int64_t to) {
  const Point first{domain.min, f(domain.min)};
  const Point last{domain.max, f(domain.max)};
  const Point& low = falling ? last : first;
  const Point& high = falling ? first : last;
  const std::int64_t never = falling ? domain.min - 1 : domain.max + 1;
  std::vector<std::int64_t> edges(static_cast<std::size_t>(to - from), never);
  for (std::int64_t k = from + 1; k <= std::min(low.level, to); ++k)
    edges[static_cast<std::size_t>(k - from - 1)] = low.x;
  Search(f, from, to, edges).between(low, high);
  return edges;
}

}  // namespace finn::qonnx
