// SPDX-License-Identifier: Apache-2.0
// The networks CNV-W1A1 and CNV-W2A2 for 32 x 32 images with the folding that BNN-PYNQ published, random weights and
// thresholds, compiled by the normal passes.
#pragma once

#include "passes/compile.h"

namespace finn::bench {

Design cnv_design(bool w1a1);

}  // namespace finn::bench
