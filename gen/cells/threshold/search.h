// SPDX-License-Identifier: Apache-2.0
// The binary search that a threshold cell is.
//
// Step k = 0 .. steps-1 finds bit steps-1-k of the output code, by comparing the element with one of 2^k thresholds
// of its channel: the one that the channel's fold and the k bits found so far name. Where these are at most
// kLogicBits bits and the thresholds never change, the step is logic; else its thresholds are a memory's.
#pragma once

#include <cstdint>

#include "hw/params.h"

namespace finn {

/// Fold and found bits that a table in logic takes. At five a position of its carry chain still handles a bit of the
/// element in one LUT; a memory of 32 words would take as many LUTs for its words alone.
constexpr int kLogicBits = 5;

struct ThresholdSearch {
  std::int64_t lanes = 1;
  std::int64_t depth = 1;  ///< folds with thresholds of their own
  int fold_bits = 0;
  int steps = 1;
  int logic_steps = 0;  ///< the first ones
  int padding = 0;      ///< levels below the lowest, so that there are 2^steps - 1: reached by every element
  int out_width = 1;
  std::uint64_t offset = 0;  ///< output code of the search's 0, modulo 2^out_width
  /// The offset is the highest bit: the first step then finds that bit's complement, and nothing is added.
  bool complement_first = false;

  explicit ThresholdSearch(const Params& params);

  bool is_logic(int step) const { return step < logic_steps; }
  bool has_memories() const { return logic_steps < steps; }
  /// Bits that select a step's threshold.
  int select_bits(int step) const { return fold_bits + step; }
  /// The register stage whose logic holds the step's comparison; 0 takes the cell's input. Two steps in logic share a
  /// stage; what a memory gives comes in a stage of its own, and only the first step's word waits there already.
  int stage(int step) const;
  int latency() const { return stage(steps - 1) + 1; }
  /// The stage that addresses a step's memory (the first step's address comes from the fold counter instead).
  int address_stage(int step) const { return stage(step) - 1; }
};

/// The search's number of logic steps where thresholds never change.
int count_logic_steps(std::int64_t depth, int steps);

/// Bits of a count to `levels`.
int search_steps(std::int64_t levels);

}  // namespace finn
