// SPDX-License-Identifier: Apache-2.0
// A buffer that no hardware can be: without bound and without latency. What a graph cannot do with these it cannot do
// with any.
#pragma once

#include "hw/graph.h"

namespace finn {

/// For simulation alone: there is no RTL.
const Cell& ideal_buffer();

}  // namespace finn
