// SPDX-License-Identifier: Apache-2.0
#include "emit/report_flow.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

std::size_t index(int id) { return static_cast<std::size_t>(id); }

Json layer_name(const Network& network, LayerId layer) {
  return layer == kNone ? Json() : Json(network.layers[index(layer)].name);
}

/// The nearest layer upstream of a node. Plumbing has one input, or its first one is as good as any.
LayerId layer_before(const HwGraph& graph, NodeId node) {
  while (node != kNone && graph.nodes[index(node)].layer == kNone)
    node = graph.streams[index(graph.stream_into({node, 0}))].source.node;
  return node == kNone ? kNone : graph.nodes[index(node)].layer;
}

/// The nearest layer downstream.
LayerId layer_behind(const HwGraph& graph, NodeId node) {
  while (node != kNone && graph.nodes[index(node)].layer == kNone)
    node = graph.streams[index(graph.stream_from({node, 0}))].sink.node;
  return node == kNone ? kNone : graph.nodes[index(node)].layer;
}

}  // namespace

Json producer_json(const Network& network, TensorId tensor) {
  return layer_name(network, network.tensors[index(tensor)].producer);
}

Json layer_inputs_json(const Network& network, const Layer& layer) {
  Json inputs = Json::array();
  for (const TensorId id : layer.inputs)
    inputs.push_back({{"tensor", network.tensors[index(id)].name}, {"from", producer_json(network, id)}});
  return inputs;
}

Json layer_outputs_json(const Network& network, const Layer& layer) {
  Json outputs = Json::array();
  for (const TensorId id : layer.outputs) {
    const TensorInfo& tensor = network.tensors[index(id)];
    outputs.push_back({{"tensor", tensor.name}, {"type", tensor.type.name()}, {"shape", tensor.shape}});
  }
  return outputs;
}

Json buffers_json(const Network& network, const HwGraph& graph) {
  Json buffers = Json::array();
  for (const Node& node : graph.nodes) {
    if (node.layer != kNone || node.cell->depth_param.empty()) continue;
    const Stream& stream = graph.streams[index(graph.stream_into({node.id, 0}))];
    const std::int64_t depth = node.params.at(node.cell->depth_param);
    buffers.push_back({{"name", node.name},
                       {"depth", depth},
                       {"width", stream.width()},
                       {"bits", depth * stream.width()},
                       {"from", layer_name(network, layer_before(graph, node.id))},
                       {"to", layer_name(network, layer_behind(graph, node.id))}});
  }
  return buffers;
}

}  // namespace finn
