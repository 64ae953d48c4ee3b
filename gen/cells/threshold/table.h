// SPDX-License-Identifier: Apache-2.0
// The look-up tables of fr_reach_table: an element against constant thresholds, on a carry chain.
#pragma once

#include <cstdint>
#include <vector>

namespace finn {

struct ReachTable {
  int width = 1;      ///< bits of the element
  int thr_width = 1;  ///< bits of a threshold
  bool is_signed = false;
  std::vector<std::int64_t> thresholds;  ///< 2^n of them, n <= 5
  std::vector<bool> up;                  ///< as many: counts x >= t, else x < t
};

/// LUTs of the module; `select_bits` choose the threshold.
std::int64_t reach_table_luts(int width, int thr_width, bool is_signed, int select_bits);

/// INIT of each of them.
std::vector<std::uint64_t> reach_table_init(const ReachTable& table);

}  // namespace finn
