// SPDX-License-Identifier: Apache-2.0
// Where a monotone integer function of an integer argument changes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "ir/types.h"

namespace finn::qonnx {

/// A rising or falling function on the integers of a range.
using IntegerFunction = std::function<std::int64_t(std::int64_t)>;

/// entries[k - from] for k = from + 1 .. to: the smallest x of the domain with f(x) >= k, domain.max + 1 where there is
/// none; for a falling function the largest such x, domain.min - 1 where there is none. Evaluates f about as often as
/// it changes, times the logarithm of the domain.
std::vector<std::int64_t> level_edges(const IntegerFunction& f, bool falling, Range domain, std::int64_t from,
                                      std::int64_t to);

}  // namespace finn::qonnx
