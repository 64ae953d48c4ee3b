// SPDX-License-Identifier: Apache-2.0
#include "compress/plan.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr std::size_t kMaxStages = 24;
constexpr int kMostInChain = 4;  // bits of a column of the final chain

int stage_luts(const StageMove& move) {
  int luts = 0;
  for (const ColumnMove& m : move) luts += 2 * (m.full + m.six) + m.adders;
  return luts;
}

/// Random choices around "as many full atoms as fit": what to do with the rest of a column is the question. Thousands
/// of trials share their memory.
class Trials {
 public:
  Trials(const std::vector<int>& heights, const std::vector<int>& extra)
      : start_(heights), extra_(extra), width_(extra.size()), moves_(kMaxStages, StageMove(extra.size())) {
    start_.resize(width_, 0);
  }

  /// A plan that weighs less than `limit`, if this trial gives one.
  std::optional<CompressionPlan> run(int limit) {
    CompressionPlan plan;
    heights_ = start_;
    const unsigned laziness = pick(4);
    for (std::size_t stage = 0; stage < kMaxStages; ++stage) {
      if (auto chain = last_chain()) {
        plan.chain = std::move(*chain);
        plan.luts += static_cast<int>(plan.chain.size());
        plan.stages.assign(moves_.begin(), moves_.begin() + static_cast<std::ptrdiff_t>(stage));
        return plan;
      }
      StageMove& move = moves_[stage];
      choose(laziness, move);
      if (stage_luts(move) == 0) choose(0, move);
      plan.luts += stage_luts(move);
      apply(move);
      plan.registers += std::accumulate(heights_.begin(), heights_.end(), 0);
      if (plan.weight() >= limit) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }

  /// The final chain of the heights, if one can take them: no column of more than four bits.
  std::optional<std::vector<FinalPosition>> last_chain() {
    sums_.resize(width_);
    for (std::size_t c = 0; c < width_; ++c) {
      sums_[c] = heights_[c] + extra_[c];
      if (sums_[c] > kMostInChain) return std::nullopt;
    }
    return final_chain(sums_, static_cast<int>(width_));
  }

  void choose(unsigned laziness, StageMove& move) {
    for (std::size_t c = 0; c < width_; ++c) {
      ColumnMove& m = move[c];
      m = {};
      m.full = heights_[c] / 7;
      if (m.full > 0 && pick(8) < laziness) --m.full;
      const int rest = heights_[c] - 7 * m.full;
      const int keep = 3 - extra_[c];  // fits the chain as it is
      if (rest <= keep && pick(4) != 0) continue;
      if (rest >= 6 && pick(3) != 0) {
        m.six = 1;
      } else if (rest >= 3 && pick(4) >= laziness) {
        m.adders = 1 + static_cast<int>(pick(static_cast<unsigned>(rest / 3)));
      }
    }
  }

  /// The heights after a stage; columns beyond the width are dropped.
  void apply(const StageMove& move) {
    int carried = 0;  // into this column, by the one before
    int twice = 0;    // by the one before that
    for (std::size_t c = 0; c < width_; ++c) {
      const ColumnMove& m = move[c];
      const int atoms = m.full + m.six;
      const int left = heights_[c] - 6 * m.full - 5 * m.six - 2 * m.adders;
      heights_[c] = left + carried;
      carried = twice + atoms + m.adders;
      twice = atoms;
    }
  }

  std::mt19937_64 random_{1};
  std::vector<int> start_;
  const std::vector<int>& extra_;
  std::size_t width_;
  std::vector<StageMove> moves_;  ///< by stage
  std::vector<int> heights_;
  std::vector<int> sums_;
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
  Trials all(heights, extra);
  std::optional<CompressionPlan> best;
  for (int trial = 0; trial < trials; ++trial)
    if (auto plan = all.run(best ? best->weight() : 1 << 30)) {
      if (!best || plan->weight() < best->weight()) best = std::move(plan);
    }
  if (!best) throw Defect("compressor: no plan found");
  return *best;
}

}  // namespace finn
