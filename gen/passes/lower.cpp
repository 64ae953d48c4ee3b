// SPDX-License-Identifier: Apache-2.0
#include "passes/lower.h"

#include <algorithm>

#include "cells/plumbing.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

bool is_graph_output(const Network& network, TensorId tensor) {
  return std::any_of(network.outputs.begin(), network.outputs.end(),
                     [&](const GraphOutput& output) { return output.tensor == tensor; });
}

bool wants_plain_codes(const Network& network, TensorId tensor) {
  const std::vector<LayerId>& consumers = network.tensors[index(tensor)].consumers;
  return is_graph_output(network, tensor) || std::any_of(consumers.begin(), consumers.end(), [&](LayerId id) {
           return !network.layers[index(id)].kind->accepts_encoding;
         });
}

StreamEnd graph_input(const Network& network, int number) {
  const TensorInfo& tensor = network.tensors[index(network.inputs[index(number)].tensor)];
  StreamEnd end;
  end.source = {kNone, number};
  end.type = StreamType::plain(tensor.type);
  end.channels = tensor.channels();
  end.elements = element_count(tensor.shape);
  end.lanes = 0;  // its receiver decides
  return end;
}

}  // namespace

std::vector<StreamEnd> lower_layer(HwGraph& graph, const Network& network, const Layer& layer, const Folding& folding,
                                   std::vector<StreamEnd> inputs) {
  LowerContext context{graph, network, layer, folding, std::move(inputs)};
  std::vector<StreamEnd> outputs = layer.kind->lower(context);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].type.encoding.is_identity() || !wants_plain_codes(network, layer.outputs[i])) continue;
    const TensorInfo& info = network.tensors[index(layer.outputs[i])];
    outputs[i] = restore_values(graph, outputs[i], info.type, info.range, layer.id, layer.name + "_values");
  }
  return outputs;
}

HwGraph lower_network(const Network& network, const std::vector<Folding>& foldings) {
  HwGraph graph;
  graph.name = network.name;
  graph.input_count = static_cast<int>(network.inputs.size());
  graph.output_count = static_cast<int>(network.outputs.size());
  std::vector<StreamEnd> ends(network.tensors.size());
  for (int number = 0; number < graph.input_count; ++number)
    ends[index(network.inputs[index(number)].tensor)] = graph_input(network, number);
  for (const LayerId id : network.topological_order()) {
    const Layer& layer = network.layers[index(id)];
    std::vector<StreamEnd> inputs;
    for (const TensorId tensor : layer.inputs) inputs.push_back(ends[index(tensor)]);
    const std::vector<StreamEnd> outputs =
        lower_layer(graph, network, layer, foldings.at(index(id)), std::move(inputs));
    for (std::size_t i = 0; i < outputs.size(); ++i) ends[index(layer.outputs[i])] = outputs[i];
  }
  for (int number = 0; number < graph.output_count; ++number) {
    const StreamEnd& end = ends[index(network.outputs[index(number)].tensor)];
    graph.connect(end, {kNone, number}, end.lanes);
  }
  for (Stream& stream : graph.streams) {
    if (stream.source_lanes == 0) stream.source_lanes = stream.sink_lanes;
    for (std::size_t tensor = 0; tensor < ends.size(); ++tensor)
      if (ends[tensor].source == stream.source) stream.tensor = static_cast<TensorId>(tensor);
  }
  return graph;
}

}  // namespace finn
