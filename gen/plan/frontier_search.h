// SPDX-License-Identifier: Apache-2.0
// The way of least area through a frontier, or any that fits.
#pragma once

#include <functional>

#include "plan/frontier.h"

namespace finn {

struct Way {
  std::vector<std::size_t> chosen;  ///< by layer; empty: none was found
  double area = 0;
  double bound = 0;     ///< no way that fits has less area
  bool proved = false;  ///< this way is the best, or there is none
};

/// `any`: the first way found that fits will do, proved or not. Ends early, with what is known by then, when
/// `is_spent`.
///
/// The bounds are Lagrange's: for weights w >= 0 of the resources, no way that fits has less area than
///   min over all ways of (area + w * (parts - budget)),
/// which dynamic programming over the states computes from the end, for every state. Subgradients lead to good weights;
/// then ways grow from the first state on, stage by stage. One is dropped if another one at its state takes no more of
/// anything, or if a bound of what must follow shows that it cannot fit or not be better than the best one known
/// (resource-constrained shortest paths: Irnich and Desaulniers, Column Generation, 2005).
Way search_frontier(const Frontier& frontier, bool any, Way known, const std::function<bool()>& is_spent);

}  // namespace finn
