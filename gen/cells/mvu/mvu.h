// SPDX-License-Identifier: Apache-2.0
// Cell mvu: a folded matrix-vector product (rtl_templates/mvu/).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compress/products.h"
#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

OperandKind operand_kind(DataType type);
/// kXnor for bipolar x bipolar, kAnd for binary x binary, kMac otherwise.
DotMode mvu_mode(DataType activation, DataType weight);

/// An MH x MW matrix on PE rows and SIMD columns at once; PE divides MH and SIMD divides MW.
struct MvuConfig {
  std::int64_t mw = 1;
  std::int64_t mh = 1;
  std::int64_t pe = 1;
  std::int64_t simd = 1;
  std::int64_t vectors = 1;  ///< a frame
  DataType activation = DataType::uint(1);
  DataType weight = DataType::uint(1);
  /// Bits of an accumulator, 1..62. Only the final sums must fit, partial sums may wrap.
  int acc_width = 1;
  /// Bipolar weights and other activations: sums of activations, their bits inverted where the weight is -1. What that
  /// leaves out depends on a row's weights alone and is in the output's encoding.
  bool flip = false;
  bool dsp = false;           ///< products in DSPs; see dsp_obstacle
  bool fixed_weights = true;  ///< nobody rewrites the memory, so that its contents can be relied on

  std::int64_t nf() const { return mh / pe; }
  std::int64_t sf() const { return mw / simd; }
  DotMode mode() const { return flip ? DotMode::kFlip : mvu_mode(activation, weight); }
};

/// The stream type of the accumulators when their *values* stay within `values`: the code range, the narrowest type
/// for it (its bits() is acc_width) and the encoding: value = 2 * code - MW in XNOR mode, value = code + b per row in
/// flip mode. Unsigned when no code can be negative. `matrix` as for mvu_memory, used in flip mode.
StreamType mvu_output_type(const MvuConfig& config, Range values, const std::vector<std::int64_t>& matrix);

/// `weights` is the memory: where one word is all there is (NF*SF = 1) and it is fixed, its bits become constants of
/// the logic.
Params mvu_params(const MvuConfig& config, const Memory& weights);

/// Contents of port `w`: NF*SF words of PE*SIMD weights. `matrix` holds the values row by row, MH x MW, with the
/// columns in the order of the input stream. Row r is in PE r mod PE; its column sf*SIMD + s is at address
/// (r / PE)*SF + sf, bit (p*SIMD + s)*W_WIDTH.
/// An empty matrix: a blank memory (hw/blank_memory.h).
Memory mvu_memory(const MvuConfig& config, const std::vector<std::int64_t>& matrix, std::string ram_style);

/// Memory::parts of port `w`; `matrix` as for mvu_memory(), of shape [MH, MW].
std::vector<MemoryPart> mvu_parts(const MvuConfig& config, const Recipe& matrix);

const Cell& cell_mvu();

}  // namespace finn
