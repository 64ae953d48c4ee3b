// SPDX-License-Identifier: Apache-2.0
// The part of a graph that one buffer can slow down while all other ones are ideal.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "passes/buffer_search.h"

namespace finn {

/// With ideal buffers everywhere else, data flows on but nothing is held back through them: a graph is then as fast as
/// the slowest of its strongly connected parts, where an edge leads along each stream, and back against those that have
/// no ideal buffer. The part that holds buffer i says what that buffer needs: two neighbouring layers in a chain, or
/// all of a block around which a shortcut leads. It is fed at an even pace, a frame in the goal's cycles; what enters
/// it comes from ideal buffers, so that in the whole graph it does not come earlier for ever.
struct BufferRegion {
  HwGraph graph;
  std::vector<BufferProblem::Candidate> candidates;
  std::size_t bounded;  ///< the number of the candidate that has a bound
  std::string text;     ///< equal for equal regions
};

/// The region of the candidate `i` of `whole`. `ideal`, by candidate: which others have ideal buffers; the rest has
/// none.
BufferRegion buffer_region(const BufferProblem& whole, std::size_t i, const std::vector<bool>& ideal);

/// The candidates in a row with candidate `i`, itself included: between them are nodes with one input and one output.
std::vector<std::size_t> candidates_in_row(const BufferProblem& whole, std::size_t i);

/// Does the region reach `whole`'s goal with this depth? The effort counts for `whole`.
bool meets_goal(const BufferRegion& region, std::int64_t depth, BufferProblem& whole);

/// The least depth, at most `most`, with which the region reaches `whole`'s goal. If
/// all other candidates have ideal buffers in it, the whole graph needs as much.
std::int64_t least_depth(const BufferRegion& region, std::int64_t most, BufferProblem& whole);

/// The least depth from `from` to `most` that `meets`, by bisection; `most` does.
std::int64_t bisect_depth(std::int64_t from, std::int64_t most, const std::function<bool(std::int64_t)>& meets);

}  // namespace finn
