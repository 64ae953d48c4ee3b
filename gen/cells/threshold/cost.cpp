// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/threshold/fold_address.h"
#include "cells/threshold/rtl.h"
#include "cells/threshold/search.h"
#include "cells/threshold/table.h"

namespace finn {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

/// Registers: the element, its fold and the bits found, in each stage but the first; the output; valid and last; the
/// fold counter, a LUT a bit. The memories' registers are theirs.
CostTerms threshold_cost(const Params& params, const std::vector<Memory>&, Family) {
  const ThresholdSearch search(params);
  const std::int64_t width = params.at("IN_WIDTH");
  std::int64_t tables = 0;
  std::int64_t compares = 0;
  std::int64_t lane_registers = search.out_width + (search.latency() - 1) * width;
  std::int64_t fold_registers = search.fold_bits;
  for (int step = 0; step < search.steps; ++step) {
    if (search.is_logic(step))
      tables += reach_table_luts(static_cast<int>(width), static_cast<int>(params.at("THR_WIDTH")),
                                 params.at("IN_SIGNED") != 0, search.select_bits(step));
    else
      compares += ceil_div(params.at("THR_WIDTH"), 2);
    lane_registers += search.latency() - 1 - search.stage(step);
  }
  const int last = search.steps - 1;
  const int fold_stages = search.is_logic(last) ? search.stage(last) : std::max(0, search.address_stage(last));
  fold_registers += fold_stages * search.fold_bits;
  const bool adds = search.offset != 0 && !search.complement_first;
  if (params.at("FLIP") != 0 && search.has_memories()) lane_registers += last - search.logic_steps;
  return {
      .lut = {{"tables", search.lanes * tables},
              {"compares", search.lanes * compares},
              {"offset", adds ? search.lanes * search.out_width : 0},
              {"folds", fold_address_luts(search.depth)},
              {"wraps", fold_wrap_luts(search.depth)},
              {"ahead", search.depth > 1 && !search.is_logic(0) ? 1 : 0},
              {"control", 1}},
      .ff = {{"lanes", search.lanes * lane_registers}, {"folds", fold_registers}, {"control", 2 * search.latency()}}};
}

}  // namespace finn
