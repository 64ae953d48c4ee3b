// SPDX-License-Identifier: Apache-2.0
#include "hw/graph.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>

namespace finn {

NodeId HwGraph::add_node(const Cell& cell, std::string node_name, Params params, LayerId layer,
                         std::vector<Memory> memories) {
  Node node;
  node.id = static_cast<NodeId>(nodes.size());
  node.cell = &cell;
  node.name = std::move(node_name);
  node.params = std::move(params);
  node.memories = std::move(memories);
  node.layer = layer;
  nodes.push_back(std::move(node));
  return nodes.back().id;
}

StreamId HwGraph::connect(const StreamEnd& from, PortRef to, std::int64_t sink_lanes, TensorId tensor) {
  Stream stream;
  stream.id = static_cast<StreamId>(streams.size());
  stream.source = from.source;
  stream.sink = to;
  stream.type = from.type;
  stream.source_lanes = from.lanes;
  stream.sink_lanes = sink_lanes;
  stream.elements = from.elements;
  stream.channels = from.channels;
  stream.tensor = tensor;
  streams.push_back(std::move(stream));
  return streams.back().id;
}

StreamId HwGraph::insert(StreamId id, NodeId node, std::int64_t node_input_lanes, std::int64_t node_output_lanes) {
  Stream after = streams.at(static_cast<std::size_t>(id));
  after.id = static_cast<StreamId>(streams.size());
  after.source = {node, 0};
  after.source_lanes = node_output_lanes;
  after.tensor = kNone;
  Stream& before = streams[static_cast<std::size_t>(id)];
  before.sink = {node, 0};
  before.sink_lanes = node_input_lanes;
  streams.push_back(std::move(after));
  return streams.back().id;
}

StreamId HwGraph::stream_into(PortRef sink) const {
  for (const Stream& stream : streams)
    if (stream.sink == sink) return stream.id;
  throw Defect("a port of the hardware graph has no stream into it");
}

StreamId HwGraph::stream_from(PortRef source) const {
  for (const Stream& stream : streams)
    if (stream.source == source) return stream.id;
  throw Defect("a port of the hardware graph has no stream from it");
}

std::vector<NodeId> HwGraph::topological_order() const {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  Graph graph(nodes.size());
  for (const Stream& stream : streams)
    if (stream.source.node != kNone && stream.sink.node != kNone)
      boost::add_edge(static_cast<std::size_t>(stream.source.node), static_cast<std::size_t>(stream.sink.node), graph);
  std::vector<Graph::vertex_descriptor> reversed;
  boost::topological_sort(graph, std::back_inserter(reversed));
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace finn
