// SPDX-License-Identifier: Apache-2.0
// The module of a matrix-vector unit: its control and its arithmetic side by side.
#pragma once

#include "cells/mvu/array.h"

namespace finn {

/// Binding of an MVU with the given arithmetic.
RtlBinding mvu_binding(const Params& params, const MvuArray& array);

}  // namespace finn
