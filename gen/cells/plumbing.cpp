// SPDX-License-Identifier: Apache-2.0
#include "cells/plumbing.h"

#include "cells/adjust/adjust.h"
#include "cells/dwc/dwc.h"
#include "cells/fifo_bram/fifo_bram.h"
#include "cells/fifo_srl/fifo_srl.h"
#include "cells/fork/fork.h"
#include "cells/frame/frame.h"
#include "cells/skid/skid.h"

namespace finn {
namespace {

constexpr std::int64_t kShiftRegisterDepth = 32;

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// A name for plumbing in a stream: after what the stream comes from.
std::string plumbing_name(const HwGraph& graph, const Stream& stream, std::string_view what) {
  const std::string base = stream.source.node == kNone ? fmt::format("input{}", stream.source.port)
                                                       : graph.nodes[index(stream.source.node)].name;
  std::string name = fmt::format("{}_{}", base, what);
  const auto taken = [&](const std::string& candidate) {
    for (const Node& node : graph.nodes)
      if (node.name == candidate) return true;
    return false;
  };
  for (int number = 1; taken(name); ++number) name = fmt::format("{}_{}{}", base, what, number);
  return name;
}

/// A one-in one-out node into a stream whose lanes it does not change.
void insert_node(HwGraph& graph, StreamId id, const Cell& cell, std::string_view what, Params params) {
  const Stream stream = graph.streams[index(id)];
  const NodeId node = graph.add_node(cell, plumbing_name(graph, stream, what), std::move(params));
  graph.insert(id, node, stream.source_lanes, stream.sink_lanes);
}

}  // namespace

StreamEnd restore_values(HwGraph& graph, const StreamEnd& from, DataType type, Range range, LayerId layer,
                         const std::string& name) {
  AdjustConfig config = adjust_config(from.type, range, from.channels, from.lanes, from.elements / from.channels);
  config.output = type;
  const NodeId node = graph.add_node(cell_adjust(), name, adjust_params(config), layer,
                                     {adjust_memory(config, from.type.encoding, "auto")});
  graph.nodes[index(node)].note = "codes to values";
  graph.connect(from, {node, 0}, from.lanes);
  return output_end(node, StreamType{type, range, {}}, from.lanes, from.channels, from.elements);
}

void convert_width(HwGraph& graph, StreamId id) {
  const Stream stream = graph.streams[index(id)];
  DwcConfig config;
  config.width = stream.type.type.bits();
  config.in_lanes = stream.source_lanes;
  config.out_lanes = stream.sink_lanes;
  const NodeId node = graph.add_node(cell_dwc(), plumbing_name(graph, stream, "dwc"), dwc_params(config));
  graph.nodes[index(node)].note =
      fmt::format("{} to {} elements of {} bits a beat", config.in_lanes, config.out_lanes, config.width);
  graph.insert(id, node, stream.source_lanes, stream.sink_lanes);
}

void fan_out(HwGraph& graph, PortRef source) {
  std::vector<StreamId> targets;
  for (const Stream& stream : graph.streams)
    if (stream.source == source) targets.push_back(stream.id);
  // A chain: fork i feeds target i and fork i + 1, the last one the last two targets.
  PortRef from = source;
  for (std::size_t i = 0; i + 1 < targets.size(); ++i) {
    const Stream target = graph.streams[index(targets[i])];
    const NodeId node =
        graph.add_node(cell_fork(), plumbing_name(graph, target, "fork"), fork_params({target.width()}));
    const StreamEnd trunk{from, target.type, target.source_lanes, target.elements, target.channels};
    graph.connect(trunk, {node, 0}, target.source_lanes, i == 0 ? target.tensor : kNone);
    graph.streams[index(targets[i])].source = {node, 0};
    graph.streams[index(targets[i])].tensor = kNone;
    from = {node, 1};
  }
  graph.streams[index(targets.back())].source = from;
  graph.streams[index(targets.back())].tensor = kNone;
}

void cut_ready(HwGraph& graph, StreamId id) {
  insert_node(graph, id, cell_skid(), "skid", skid_params({graph.streams[index(id)].width()}));
}

void insert_buffer(HwGraph& graph, StreamId id, std::int64_t depth) {
  const std::int64_t width = graph.streams[index(id)].width();
  if (depth <= kShiftRegisterDepth)
    insert_node(graph, id, cell_fifo_srl(), "fifo", fifo_srl_params({width, depth}));
  else
    insert_node(graph, id, cell_fifo_bram(), "fifo", fifo_bram_params({width, depth}));
}

void resize_buffer(Node& node, std::int64_t depth) {
  if (node.cell == &cell_fifo_srl() && depth > kShiftRegisterDepth) {
    node.params = fifo_bram_params({node.params.at("WIDTH"), depth});
    node.cell = &cell_fifo_bram();
  } else {
    node.params.set(node.cell->depth_param, depth);
  }
}

void count_frames(HwGraph& graph, StreamId id) {
  const Stream& stream = graph.streams[index(id)];
  insert_node(graph, id, cell_frame(), "frame", frame_params({stream.width(), stream.beats()}));
}

}  // namespace finn
