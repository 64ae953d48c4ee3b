// SPDX-License-Identifier: Apache-2.0
#include "compress/plan.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr int kMaxStages = 24;

/// The heights after a stage; columns from `width` on are dropped.
std::vector<int> apply(const std::vector<int>& heights, const StageMove& move, int width) {
  std::vector<int> next(static_cast<std::size_t>(width), 0);
  const auto put = [&](std::size_t column, int count) {
    if (column < next.size()) next[column] += count;
  };
  for (std::size_t c = 0; c < next.size(); ++c) {
    const ColumnMove& m = move[c];
    const int atoms = m.full + m.six;
    put(c, heights[c] - 6 * m.full - 5 * m.six - 2 * m.adders);
    put(c + 1, atoms + m.adders);
    put(c + 2, atoms);
  }
  return next;
}

int stage_luts(const StageMove& move) {
  int luts = 0;
  for (const ColumnMove& m : move) luts += 2 * (m.full + m.six) + m.adders;
  return luts;
}

std::vector<int> with_extra(std::vector<int> heights, const std::vector<int>& extra) {
  for (std::size_t c = 0; c < heights.size(); ++c) heights[c] += extra[c];
  return heights;
}

/// Random choices around "as many full atoms as fit": what to do with the rest of a column is the question.
class Trial {
 public:
  Trial(std::mt19937_64& random, const std::vector<int>& extra)
      : random_(random), width_(static_cast<int>(extra.size())), extra_(extra) {}

  std::optional<CompressionPlan> run(std::vector<int> heights, int limit) {
    CompressionPlan plan;
    const unsigned laziness = pick(4);
    for (int stage = 0; stage < kMaxStages; ++stage) {
      if (const auto chain = final_chain(with_extra(heights, extra_), width_)) {
        plan.chain = *chain;
        plan.luts += static_cast<int>(chain->size());
        return plan;
      }
      StageMove move = choose(heights, laziness);
      const int luts = stage_luts(move);
      if (luts == 0) move = choose(heights, 0);
      plan.luts += stage_luts(move);
      heights = apply(heights, move, width_);
      plan.registers += std::accumulate(heights.begin(), heights.end(), 0);
      if (plan.weight() >= limit) return std::nullopt;
      plan.stages.push_back(std::move(move));
    }
    return std::nullopt;
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }

  StageMove choose(const std::vector<int>& heights, unsigned laziness) {
    StageMove move(heights.size());
    for (std::size_t c = 0; c < heights.size(); ++c) {
      ColumnMove& m = move[c];
      m.full = heights[c] / 7;
      if (m.full > 0 && pick(8) < laziness) --m.full;
      const int rest = heights[c] - 7 * m.full;
      const int keep = 3 - extra_[c];  // fits the chain as it is
      if (rest <= keep && pick(4) != 0) continue;
      if (rest >= 6 && pick(3) != 0) {
        m.six = 1;
      } else if (rest >= 3 && pick(4) >= laziness) {
        m.adders = 1 + static_cast<int>(pick(static_cast<unsigned>(rest / 3)));
      }
    }
    return move;
  }

  std::mt19937_64& random_;
  int width_;
  const std::vector<int>& extra_;
};

}  // namespace

std::optional<std::vector<FinalPosition>> final_chain(const std::vector<int>& heights, int width) {
  std::vector<FinalPosition> chain;
  bool active = false;  // a carry may come from below
  bool second = false;  // and a second one
  for (int c = 0; c < width; ++c) {
    const int bits = c < static_cast<int>(heights.size()) ? heights[static_cast<std::size_t>(c)] : 0;
    FinalPosition position{.column = c, .bits = bits, .starts = !active, .second_in = second};
    const int summands = bits + (second ? 1 : 0);
    if (!active) {
      if (bits <= 1) continue;
      if (bits > 4) return std::nullopt;
      if (bits == 3) {
        position.bits = 2;
        position.chain_in = true;
      }
    } else if (summands > 4) {
      return std::nullopt;
    }
    if (summands == 4 && !second) {
      position.bits = 3;
      position.bypass = true;
    }
    position.second_out = position.bits + (position.bypass || second ? 1 : 0) >= 3;
    active = summands > 0;
    second = position.second_out;
    chain.push_back(position);
    // The carry of a position without summands is 0; that of the last position is the top column, without a LUT.
    if (!second && c + 2 == width &&
        (c + 1 >= static_cast<int>(heights.size()) || heights[static_cast<std::size_t>(c) + 1] == 0))
      break;
  }
  return chain;
}

CompressionPlan plan_compression(const std::vector<int>& heights, const std::vector<int>& extra, int trials) {
  std::vector<int> start = heights;
  start.resize(extra.size(), 0);
  std::mt19937_64 random(1);
  std::optional<CompressionPlan> best;
  for (int trial = 0; trial < trials; ++trial) {
    const auto plan = Trial(random, extra).run(start, best ? best->weight() : 1 << 30);
    if (plan && (!best || plan->weight() < best->weight())) best = plan;
  }
  if (!best) throw Defect("compressor: no plan found");
  return *best;
}

}  // namespace finn
