// SPDX-License-Identifier: Apache-2.0
// Sliding windows as cells give them, cut out of a plain padded image.
#pragma once

#include "reference/reference.h"

namespace finn::rtltest {

/// Whole frames in, whole frames out, at the parameters of the cell swu.
Beats cut_windows(const Params& p, const Beats& frames);

}  // namespace finn::rtltest
