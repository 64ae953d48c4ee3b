// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_description.h"

#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

std::size_t index(int id) { return static_cast<std::size_t>(id); }

BenchStream bench_stream(const Network& network, TensorId tensor, const Stream& stream, std::string port) {
  const TensorInfo& info = network.tensors.at(index(tensor));
  if (stream.source_lanes != stream.sink_lanes)
    throw Defect(fmt::format("stream \"{}\" still needs a width converter", stream.name));
  if (stream.elements != element_count(info.shape) || stream.elements % stream.source_lanes != 0)
    throw Defect(fmt::format("stream \"{}\" has {} elements a frame, its tensor \"{}\" {}", stream.name,
                             stream.elements, info.name, element_count(info.shape)));
  return {std::move(port), info.name, info.shape, stream.type, stream.source_lanes, stream.elements};
}

/// The tensor that each stream carries. Plumbing (nodes of no layer) hands a tensor on unchanged.
std::vector<TensorId> carried_tensors(const HwGraph& graph) {
  std::vector<TensorId> carried;
  for (const Stream& stream : graph.streams) carried.push_back(stream.tensor);
  for (const NodeId id : graph.topological_order()) {
    if (graph.nodes[index(id)].layer != kNone) continue;
    TensorId tensor = kNone;
    for (const Stream& stream : graph.streams)
      if (stream.sink == PortRef{id, 0}) tensor = carried[index(stream.id)];
    for (const Stream& stream : graph.streams)
      if (stream.source.node == id && stream.tensor == kNone) carried[index(stream.id)] = tensor;
  }
  return carried;
}

void add_probes(const Network& network, const HwGraph& graph, std::vector<BenchProbe>& probes) {
  const std::vector<TensorId> carried = carried_tensors(graph);
  const auto add = [&](const Stream& stream, std::string layer, std::string node) {
    const TensorId tensor = carried[index(stream.id)];
    if (tensor == kNone) return;
    probes.push_back({stream.name, std::move(layer), std::move(node), bench_stream(network, tensor, stream, "")});
  };
  for (const Stream& stream : graph.streams)
    if (stream.source.node == kNone) add(stream, "", "");
  for (const NodeId id : graph.topological_order()) {
    const Node& node = graph.nodes[index(id)];
    const std::string layer = node.layer == kNone ? "" : network.layers.at(index(node.layer)).name;
    for (const Stream& stream : graph.streams)
      if (stream.source.node == id) add(stream, layer, node.name);
  }
}

// The JSON form of each struct, both directions.

Json to_json(const BenchStream& stream) {
  Json json;
  if (!stream.port.empty()) json["port"] = stream.port;
  json["tensor"] = stream.tensor;
  json["shape"] = stream.shape;
  json["type"] = stream.type.type.name();
  json["codes"] = {stream.type.codes.min, stream.type.codes.max};
  if (!stream.type.encoding.is_identity()) {
    json["a"] = stream.type.encoding.a;
    json["b"] = stream.type.encoding.b;
  }
  json["lanes"] = stream.lanes;
  json["beats"] = stream.beats();
  json["bits"] = stream.payload_bits();
  return json;
}

/// Like DataType::parse, and beyond 32 bits for accumulators.
DataType type_from(const std::string& name) {
  if (const std::optional<DataType> type = DataType::parse(name)) return *type;
  const std::size_t prefix = name.starts_with("UINT") ? 4 : name.starts_with("INT") ? 3 : 0;
  int bits = 0;
  const char* end = name.data() + name.size();
  const std::from_chars_result parsed = std::from_chars(name.data() + prefix, end, bits);
  if (prefix == 0 || parsed.ptr != end || bits < 1 || bits > DataType::kMaxBits)
    throw std::runtime_error(fmt::format("unknown type \"{}\"", name));
  return prefix == 4 ? DataType::uint(bits) : DataType::sint(bits);
}

BenchStream stream_from(const Json& json) {
  BenchStream stream;
  stream.port = json.value("port", "");
  stream.tensor = json.at("tensor").get<std::string>();
  stream.shape = json.at("shape").get<Shape>();
  stream.type.type = type_from(json.at("type").get<std::string>());
  stream.type.codes = {json.at("codes").at(0).get<std::int64_t>(), json.at("codes").at(1).get<std::int64_t>()};
  if (json.contains("a")) {
    stream.type.encoding.a = json.at("a").get<std::vector<std::int64_t>>();
    stream.type.encoding.b = json.at("b").get<std::vector<std::int64_t>>();
  }
  stream.lanes = json.at("lanes").get<std::int64_t>();
  stream.elements = json.at("beats").get<std::int64_t>() * stream.lanes;
  const std::size_t channels = stream.shape.empty() ? 0 : static_cast<std::size_t>(stream.shape.back());
  const auto fits = [&](const std::vector<std::int64_t>& values) {
    return values.size() == 1 || values.size() == channels;
  };
  if (stream.shape.empty() || stream.shape.size() > 3 || stream.lanes < 1 || stream.elements < 1 ||
      stream.elements != element_count(stream.shape) || !fits(stream.type.encoding.a) || !fits(stream.type.encoding.b))
    throw std::runtime_error(fmt::format("tensor \"{}\" does not fit its stream", stream.tensor));
  return stream;
}

}  // namespace

BenchDescription describe_bench(const Network& network, const HwGraph& graph, std::string top,
                                const std::vector<std::string>& input_ports,
                                const std::vector<std::string>& output_ports, std::int64_t ii_cycles,
                                std::int64_t latency_cycles, std::int64_t intervals) {
  if (input_ports.size() != network.inputs.size() || output_ports.size() != network.outputs.size())
    throw Defect("the bench needs one port name for each graph input and output");
  BenchDescription description;
  description.top = std::move(top);
  for (std::size_t i = 0; i < input_ports.size(); ++i) {
    const Stream& stream = graph.streams[index(graph.stream_from({kNone, static_cast<int>(i)}))];
    description.inputs.push_back(bench_stream(network, network.inputs[i].tensor, stream, input_ports[i]));
  }
  for (std::size_t i = 0; i < output_ports.size(); ++i) {
    const Stream& stream = graph.streams[index(graph.stream_into({kNone, static_cast<int>(i)}))];
    description.outputs.push_back(bench_stream(network, network.outputs[i].tensor, stream, output_ports[i]));
  }
  add_probes(network, graph, description.probes);
  description.ii_cycles = ii_cycles;
  description.latency_cycles = latency_cycles;
  description.intervals = std::max<std::int64_t>(intervals, 5);
  return description;
}

std::string bench_json(const BenchDescription& description) {
  Json json;
  json["format"] = "finn-rtlgen-bench";
  json["version"] = 1;
  json["top"] = description.top;
  json["ii_cycles"] = description.ii_cycles;
  json["latency_cycles"] = description.latency_cycles;
  json["intervals"] = description.intervals;
  json["inputs"] = Json::array();
  json["outputs"] = Json::array();
  json["probes"] = Json::array();
  for (const BenchStream& stream : description.inputs) json["inputs"].push_back(to_json(stream));
  for (const BenchStream& stream : description.outputs) json["outputs"].push_back(to_json(stream));
  for (const BenchProbe& probe : description.probes) {
    Json item;
    item["wire"] = probe.wire;
    item["layer"] = probe.layer;
    item["node"] = probe.node;
    item.update(to_json(probe.stream));
    json["probes"].push_back(std::move(item));
  }
  return json.dump(1) + "\n";
}

BenchDescription read_bench_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(fmt::format("cannot open {}", file.string()));
  try {
    const Json json = Json::parse(in);
    if (json.at("format") != "finn-rtlgen-bench" || json.at("version") != 1)
      throw std::runtime_error("not a bench description of version 1");
    BenchDescription description;
    description.top = json.at("top").get<std::string>();
    description.ii_cycles = json.at("ii_cycles").get<std::int64_t>();
    description.latency_cycles = json.at("latency_cycles").get<std::int64_t>();
    description.intervals = json.at("intervals").get<std::int64_t>();
    for (const Json& item : json.at("inputs")) description.inputs.push_back(stream_from(item));
    for (const Json& item : json.at("outputs")) description.outputs.push_back(stream_from(item));
    for (const Json& item : json.at("probes"))
      description.probes.push_back({item.at("wire").get<std::string>(), item.at("layer").get<std::string>(),
                                    item.at("node").get<std::string>(), stream_from(item)});
    if (description.inputs.empty() || description.outputs.empty()) throw std::runtime_error("no inputs or no outputs");
    return description;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace finn
