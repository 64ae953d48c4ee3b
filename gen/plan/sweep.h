// SPDX-License-Identifier: Apache-2.0
// Foldings from the smallest to the fastest that fit a device, and which of them are worth having.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/selection.h"

namespace finn {

struct SweepOptions {
  int points = 12;                    ///< about so many intervals between the slowest and the shortest; at least 2
  std::vector<std::int64_t> targets;  ///< intervals besides, in cycles: each gets a point of its own, or is missed
  bool least_latency = true;          ///< the folding of least latency is a point too
  SelectionOptions selection;
};

struct SweepPoint {
  Selection selection;
  double latency = 0;                  ///< latency_of() the selection, cycles
  std::optional<std::int64_t> target;  ///< one of SweepOptions::targets
  bool is_fastest = false;             ///< its interval is the shortest that was found to fit
  bool has_least_latency = false;
  bool on_front = false;  ///< no other point is at least as good in everything and better in something
};

struct Sweep {
  std::vector<SweepPoint> points;    ///< the longest interval first; empty: nothing fits
  std::vector<std::int64_t> missed;  ///< targets at which nothing was found to fit
  bool shortest_is_proved = true;    ///< nothing fits at a shorter interval than the fastest point's
};

/// The area that slower foldings save, relative, below which they are left out but for the smallest.
constexpr double kWorthSlowing = 0.05;

/// The least area of a problem at the shortest interval at which anything fits, at geometrically spread ones of those
/// that layers can have, up to where slower foldings save less than kWorthSlowing of the area, and without any limit.
Sweep sweep(const SelectionProblem& problem, const SweepOptions& options = {});

/// At most `count` (at least 2) of the values, which are above 0 and ascend: the first, the last, and between them
/// those that are nearest to a geometric series.
std::vector<std::int64_t> thin(const std::vector<std::int64_t>& values, int count);

/// For each of the rows, in each of which less is better: is no other row at most as much in every column and less in
/// one?
std::vector<bool> pareto_front(const std::vector<std::vector<double>>& rows);

/// The problem without the choices that do not fit by themselves, or that another one with the same lanes is as good as
/// in every way, whatever is asked for; `kept` gets, by layer, the numbers in `problem` of the choices that are left.
SelectionProblem reduced(const SelectionProblem& problem, std::vector<std::vector<std::size_t>>& kept);

}  // namespace finn
