// SPDX-License-Identifier: Apache-2.0
// Cell mvu: a folded matrix-vector product (rtl_templates/mvu/fr_mvu.v).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "ir/types.h"

namespace finn {

/// How an operand's code is read: parameters A_KIND and W_KIND.
enum class OperandKind : std::uint8_t { kUnsigned = 0, kSigned = 1, kBipolar = 2 };

/// What a lane computes: parameter MODE.
/// kMac: product of the decoded operands. kXnor: 1 where two bipolar codes agree, so that
/// value = 2 * sum - MW. kAnd: 1 where two binary codes are both 1, which is their product.
enum class MvuMode : std::uint8_t { kMac = 0, kXnor = 1, kAnd = 2 };

OperandKind operand_kind(DataType type);
/// kXnor for bipolar x bipolar, kAnd for binary x binary, kMac otherwise.
MvuMode mvu_mode(DataType activation, DataType weight);

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
  int dot_latency = 1;  ///< registered stages of the dot product, 1..32; mvu_dot_latency() is a good choice

  std::int64_t nf() const { return mh / pe; }
  std::int64_t sf() const { return mw / simd; }
  MvuMode mode() const { return mvu_mode(activation, weight); }
};

/// Stages that keep the adders behind one register to about 64 lane bits.
int mvu_dot_latency(std::int64_t simd, DataType activation, DataType weight);

/// The stream type of the accumulators when their *values* stay within `values`: the code range, the narrowest type
/// for it (its bits() is acc_width) and, in XNOR mode, the encoding value = 2 * code - MW.
/// Unsigned when no code can be negative.
StreamType mvu_output_type(const MvuConfig& config, Range values);

Params mvu_params(const MvuConfig& config);

/// Contents of port `w`: NF*SF words of PE*SIMD weights. `matrix` holds the values row by row, MH x MW, with the
/// columns in the order of the input stream. Row r is in PE r mod PE; its column sf*SIMD + s is at address
/// (r / PE)*SF + sf, bit (p*SIMD + s)*W_WIDTH.
Memory mvu_memory(const MvuConfig& config, const std::vector<std::int64_t>& matrix, std::string ram_style);

const Cell& cell_mvu();

}  // namespace finn
