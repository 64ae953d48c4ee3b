// SPDX-License-Identifier: Apache-2.0
// What passes put between layers, by purpose. Only this file's implementation knows which cells serve.
#pragma once

#include "hw/graph.h"

namespace finn {

/// Turns encoded codes back into the values of `type` (a = 1, b = 0). Adds a node that belongs to `layer`.
StreamEnd restore_values(HwGraph& graph, const StreamEnd& from, DataType type, Range range, LayerId layer,
                         const std::string& name);

/// Makes both sides of a stream agree where their lanes differ.
void convert_width(HwGraph& graph, StreamId stream);

/// Feeds all streams that leave `source` from one stream; they must agree in their source lanes.
void fan_out(HwGraph& graph, PortRef source);

/// Ends the combinational ready path in a stream.
void cut_ready(HwGraph& graph, StreamId stream);

/// Puts a buffer of `depth` beats (>= 2) into a stream: a shift register up to 32 beats, block RAM beyond.
void insert_buffer(HwGraph& graph, StreamId stream, std::int64_t depth);

/// Changes how much a node with a depth parameter buffers; a buffer of insert_buffer() changes its memory with it.
void resize_buffer(Node& node, std::int64_t depth);

/// Makes `last` at a graph input by counting beats, whatever the outside says.
void count_frames(HwGraph& graph, StreamId stream);

}  // namespace finn
