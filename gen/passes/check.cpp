// SPDX-License-Identifier: Apache-2.0
#include "passes/check.h"

#include <map>
#include <set>
#include <utility>

namespace finn {
namespace {

using PortKey = std::pair<NodeId, int>;

std::string port_text(const HwGraph& graph, const PortKey& key) {
  if (key.first == kNone) return fmt::format("graph port {}", key.second);
  return fmt::format("{} port {}", graph.nodes[static_cast<std::size_t>(key.first)].name, key.second);
}

void expect_one_each(const HwGraph& graph, const std::map<PortKey, int>& found, const std::set<PortKey>& expected,
                     std::string_view side, std::string& problems) {
  for (const PortKey& key : expected)
    if (found.count(key) == 0) problems += fmt::format("{} {} has no stream; ", side, port_text(graph, key));
  for (const auto& [key, count] : found)
    if (count != 1 || expected.count(key) == 0)
      problems += fmt::format("{} {} has {} streams; ", side, port_text(graph, key), count);
}

}  // namespace

void check_graph(const HwGraph& graph) {
  std::string problems;
  std::set<PortKey> inputs;
  std::set<PortKey> outputs;
  std::set<std::string> names;
  for (int port = 0; port < graph.input_count; ++port) outputs.insert({kNone, port});
  for (int port = 0; port < graph.output_count; ++port) inputs.insert({kNone, port});
  for (const Node& node : graph.nodes) {
    const RtlBinding binding = node.cell->rtl(node.params, node.memories);
    for (int port = 0; port < static_cast<int>(binding.inputs.size()); ++port) inputs.insert({node.id, port});
    for (int port = 0; port < static_cast<int>(binding.outputs.size()); ++port) outputs.insert({node.id, port});
    if (!names.insert(node.name).second) problems += fmt::format("two nodes are called {}; ", node.name);
    std::set<std::string> ports;
    for (const Memory& memory : node.memories) {
      ports.insert(memory.port);
      if (memory.words.empty()) problems += fmt::format("{} has an empty memory; ", node.name);
    }
    // Memories beyond those that the cell reads became logic.
    for (const std::string& port : binding.memories)
      if (ports.count(port) == 0) problems += fmt::format("{} has no memory for port {}; ", node.name, port);
  }
  std::map<PortKey, int> driven;
  std::map<PortKey, int> fed;
  for (const Stream& stream : graph.streams) {
    ++driven[{stream.source.node, stream.source.port}];
    ++fed[{stream.sink.node, stream.sink.port}];
    if (stream.source_lanes != stream.sink_lanes)
      problems += fmt::format("stream {} has {} lanes at one side and {} at the other; ", stream.id,
                              stream.source_lanes, stream.sink_lanes);
    if (stream.source_lanes < 1 || stream.elements % stream.source_lanes != 0)
      problems += fmt::format("stream {}: {} elements are no whole beats of {}; ", stream.id, stream.elements,
                              stream.source_lanes);
  }
  expect_one_each(graph, fed, inputs, "input", problems);
  expect_one_each(graph, driven, outputs, "output", problems);
  if (!problems.empty()) throw Defect("hardware graph: " + problems);
}

}  // namespace finn
