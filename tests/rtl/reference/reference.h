// SPDX-License-Identifier: Apache-2.0
// What a cell must compute, said a second time and independently of its Verilog and its actor.
// tests/rtl/reference/<cell>.cpp registers one CellReference; a cell without one fails its test.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

#include "hw/cell.h"

namespace finn::rtltest {

using Rng = std::mt19937_64;

/// One transfer of a stream.
struct Beat {
  BitWord data;
  bool last = false;
  bool operator==(const Beat&) const = default;
};
using Beats = std::vector<Beat>;

/// A stream of a cell at given parameters.
struct StreamShape {
  std::int64_t bits = 1;         ///< of tdata
  std::int64_t frame_beats = 1;  ///< beats from one tlast to the next
};

/// All members must be set. Where a cell has nothing to say: no_memories, random_beat.
struct CellReference {
  /// Streams in the order of RtlBinding::inputs and ::outputs.
  std::vector<StreamShape> (*inputs)(const Params&);
  std::vector<StreamShape> (*outputs)(const Params&);
  /// Random legal contents, in the order of RtlBinding::memories (one entry a lane).
  std::vector<Memory> (*memories)(const Params&, Rng&);
  /// Legal random data of one beat of an input (a lut takes only codes that its table has).
  BitWord (*random)(const Params&, int input, Rng&);
  /// Whole frames in (one list an input), whole frames out (one list an output), with their last.
  std::vector<Beats> (*run)(const Params&, const std::vector<Memory>&, const std::vector<Beats>& inputs);
  /// As the module header states it: cycles from the transfer of the first input beat to that of the first output
  /// beat, source always valid, sink always ready.
  std::int64_t (*latency)(const Params&);
  /// The cell ignores s_axis_tlast: the inputs then carry a random one.
  bool ignores_last = false;
};

/// Looks up by cell name; null if there is none.
const CellReference* find_reference(std::string_view cell);

/// `const RegisterReference registered("skid", reference);` at namespace scope of reference/<cell>.cpp.
struct RegisterReference {
  RegisterReference(std::string_view cell, CellReference reference);
};

/// For cells without memories.
std::vector<Memory> no_memories(const Params&, Rng&);
/// `bits` uniformly random bits.
BitWord random_word(std::int64_t bits, Rng& rng);
/// Two's complement or unsigned reading of `width` bits at `at`.
std::int64_t get_code(const BitWord& word, std::int64_t at, int width, bool is_signed);
/// Writes the low `width` bits of value at `at` (which must still be zero).
void put_code(BitWord& word, std::int64_t at, int width, std::int64_t value);

}  // namespace finn::rtltest
