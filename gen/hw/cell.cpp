// SPDX-License-Identifier: Apache-2.0
#include "hw/cell.h"

namespace finn {

Cost& Cost::operator+=(const Cost& other) {
  lut += other.lut;
  ff += other.ff;
  bram18 += other.bram18;
  uram += other.uram;
  dsp += other.dsp;
  fitted = fitted && other.fitted;
  return *this;
}

}  // namespace finn
