// SPDX-License-Identifier: Apache-2.0
#include "streamline/number.h"

namespace finn::qonnx {

ExactInt floor_of(const Exact& value) {
  const ExactInt top = numerator(value);
  const ExactInt bottom = denominator(value);  // positive
  ExactInt quotient = top / bottom;            // towards zero
  if (top < 0 && quotient * bottom != top) --quotient;
  return quotient;
}

}  // namespace finn::qonnx
