// SPDX-License-Identifier: Apache-2.0
#include "passes/connect.h"

#include <algorithm>
#include <vector>

#include "cells/plumbing.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

std::vector<StreamId> streams_from(const HwGraph& graph, PortRef source) {
  std::vector<StreamId> found;
  for (const Stream& stream : graph.streams)
    if (stream.source == source) found.push_back(stream.id);
  return found;
}

}  // namespace

void fan_out_streams(HwGraph& graph) {
  std::vector<PortRef> shared;
  for (const Stream& stream : graph.streams)
    if (streams_from(graph, stream.source).front() == stream.id && streams_from(graph, stream.source).size() > 1)
      shared.push_back(stream.source);
  for (const PortRef& source : shared) {
    std::int64_t lanes = 1;
    for (const StreamId id : streams_from(graph, source))
      lanes = std::max(lanes, graph.streams[index(id)].source_lanes);
    for (const StreamId id : streams_from(graph, source)) graph.streams[index(id)].source_lanes = lanes;
    fan_out(graph, source);
  }
}

void count_input_frames(HwGraph& graph) {
  for (int input = 0; input < graph.input_count; ++input) count_frames(graph, graph.stream_from({kNone, input}));
}

void match_widths(HwGraph& graph) {
  const auto count = static_cast<StreamId>(graph.streams.size());
  for (StreamId id = 0; id < count; ++id) {
    const Stream& stream = graph.streams[index(id)];
    if (stream.source_lanes != stream.sink_lanes) convert_width(graph, id);
  }
}

}  // namespace finn
