// SPDX-License-Identifier: Apache-2.0
// What the quantizers of QONNX share: rounding modes, integer ranges, scales.
#pragma once

#include "streamline/flow.h"

namespace finn::qonnx {

/// The node's rounding_mode, in any case; refused if there is no such mode.
std::optional<Rounding> rounding_mode(Flow& flow, const char* otherwise);
/// Integers of `bits` bits, 1 to 62; `narrow`: without the smallest one, or the largest if unsigned.
Range integer_range(std::int64_t bits, bool is_signed, bool narrow);
/// Refused unless every scale is above 0.
bool check_scale(Flow& flow, const Flow::Reals& scale);

}  // namespace finn::qonnx
