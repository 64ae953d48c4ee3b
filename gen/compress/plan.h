// SPDX-License-Identifier: Apache-2.0
// Which counters reduce a heap, found by search on the heights of its columns alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace finn {

/// Counters of a column in one stage. `full` and `six` are atoms of two LUTs and two carry positions that turn seven
/// (six) bits of column c into one of columns c, c + 1 and c + 2; `adders` are full adders of one LUT each, three bits
/// into one of columns c and c + 1.
struct ColumnMove {
  int full = 0;
  int six = 0;
  int adders = 0;
};

using StageMove = std::vector<ColumnMove>;

/// One position of the final carry chain: the sum of `bits` LUT bits, a bit that enters by the bypass pin, the second
/// carry of the position below, and the chain's carry. With three or more summands it gives a second carry.
struct FinalPosition {
  int column = 0;
  int bits = 0;
  bool bypass = false;     ///< one more bit as di
  bool starts = false;     ///< no carry comes from below: a chain begins here
  bool chain_in = false;   ///< one more bit as the chain's ci: only where it begins
  bool second_in = false;  ///< the position below gives a second carry
  bool second_out = false;
};

/// Final carry chain over columns of the given heights, or nothing if they are too high. At most 4 bits stand in the
/// first column that needs adding and 3 in those above, 4 where no second carry comes in. `width` columns are wanted.
std::optional<std::vector<FinalPosition>> final_chain(const std::vector<int>& heights, int width);

struct CompressionPlan {
  std::vector<StageMove> stages;
  std::vector<FinalPosition> chain;
  int luts = 0;       ///< of all stages and of the chain
  int registers = 0;  ///< behind the stages
  int weight() const { return 16 * luts + registers; }
};

/// Looks for few LUTs, of which one weighs as much as 16 registers. The chain has as many columns as `extra`, which
/// says how many bits (0 or 1) more stand in each of them: the row that is accumulated. Same arguments, same plan; more
/// trials give better ones.
CompressionPlan plan_compression(const std::vector<int>& heights, const std::vector<int>& extra, int trials);

}  // namespace finn
