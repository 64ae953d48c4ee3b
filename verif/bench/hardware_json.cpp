// SPDX-License-Identifier: Apache-2.0
#include "bench/hardware_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

/// [node, port]; a graph input or output has node -1.
Json to_json(const PortRef& port) { return Json::array({port.node, port.port}); }

PortRef port_from(const Json& json, const HwGraph& graph) {
  const PortRef port{json.at(0).get<int>(), json.at(1).get<int>()};
  if (port.node < kNone || port.node >= static_cast<NodeId>(graph.nodes.size()) || port.port < 0)
    throw std::runtime_error(fmt::format("there is no port {} of node {}", port.port, port.node));
  return port;
}

const Cell& cell_named(const std::string& name) {
  for (const Cell* cell : all_cells())
    if (cell->name == name) return *cell;
  throw std::runtime_error(fmt::format("unknown cell \"{}\"", name));
}

Stream stream_from(const Json& json, const HwGraph& graph) {
  Stream stream;
  stream.id = static_cast<StreamId>(graph.streams.size());
  stream.name = json.at("name").get<std::string>();
  stream.source = port_from(json.at("source"), graph);
  stream.sink = port_from(json.at("sink"), graph);
  stream.source_lanes = stream.sink_lanes = json.at("lanes").get<std::int64_t>();
  stream.elements = json.at("elements").get<std::int64_t>();
  if (stream.source_lanes < 1 || stream.elements < 1 || stream.elements % stream.source_lanes != 0)
    throw std::runtime_error(fmt::format("stream \"{}\" does not carry whole beats", stream.name));
  return stream;
}

/// No port has two streams, and the ports of every node are numbered from 0 without a gap, one on each side at least.
void check_ports(const HwGraph& graph) {
  std::vector<std::set<int>> sources(graph.nodes.size() + 1);  // the boundary stands last
  std::vector<std::set<int>> sinks(graph.nodes.size() + 1);
  const auto at = [&](NodeId node) { return node == kNone ? graph.nodes.size() : static_cast<std::size_t>(node); };
  for (const Stream& stream : graph.streams)
    if (!sources[at(stream.source.node)].insert(stream.source.port).second ||
        !sinks[at(stream.sink.node)].insert(stream.sink.port).second)
      throw std::runtime_error(fmt::format("stream \"{}\" shares a port with another", stream.name));
  const auto whole = [](const std::set<int>& ports) {
    return !ports.empty() && *ports.begin() == 0 && *ports.rbegin() == static_cast<int>(ports.size()) - 1;
  };
  for (std::size_t node = 0; node <= graph.nodes.size(); ++node)
    if (!whole(sources[node]) || !whole(sinks[node]))
      throw std::runtime_error(
          fmt::format("{} has an open port", node < graph.nodes.size() ? graph.nodes[node].name : "the boundary"));
}

}  // namespace

std::string hardware_json(const HwGraph& graph) {
  Json json;
  json["format"] = "finn-rtlgen-hardware";
  json["version"] = 1;
  json["name"] = graph.name;
  json["nodes"] = Json::array();
  for (const Node& node : graph.nodes) {
    Json params = Json::object();
    for (const auto& [name, value] : node.params.items()) params[name] = value;
    json["nodes"].push_back({{"name", node.name}, {"cell", node.cell->name}, {"params", std::move(params)}});
  }
  json["streams"] = Json::array();
  for (const Stream& stream : graph.streams)
    json["streams"].push_back({{"name", stream.name},
                               {"source", to_json(stream.source)},
                               {"sink", to_json(stream.sink)},
                               {"lanes", stream.source_lanes},
                               {"elements", stream.elements}});
  return json.dump(1) + "\n";
}

HwGraph read_hardware_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(fmt::format("cannot open {}", file.string()));
  try {
    const Json json = Json::parse(in);
    if (json.at("format") != "finn-rtlgen-hardware" || json.at("version") != 1)
      throw std::runtime_error("not a hardware description of version 1");
    HwGraph graph;
    graph.name = json.at("name").get<std::string>();
    for (const Json& item : json.at("nodes")) {
      Params params;
      for (const auto& [name, value] : item.at("params").items()) params.set(name, value.get<std::int64_t>());
      graph.add_node(cell_named(item.at("cell").get<std::string>()), item.at("name").get<std::string>(),
                     std::move(params));
    }
    for (const Json& item : json.at("streams")) {
      graph.streams.push_back(stream_from(item, graph));
      const Stream& stream = graph.streams.back();
      graph.input_count += stream.source.node == kNone ? 1 : 0;
      graph.output_count += stream.sink.node == kNone ? 1 : 0;
    }
    check_ports(graph);
    return graph;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace finn
