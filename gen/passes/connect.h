// SPDX-License-Identifier: Apache-2.0
// Stream plumbing: what stands between the layers' cells so that every stream is legal.
#pragma once

#include "hw/graph.h"

namespace finn {

/// A source that feeds several streams gets forks; a graph input that does takes the widest of its receivers' lanes.
void fan_out_streams(HwGraph& graph);
/// Counts the frames of every graph input by its beats.
void count_input_frames(HwGraph& graph);
/// Width converters where the lanes of the two sides differ.
void match_widths(HwGraph& graph);

}  // namespace finn
