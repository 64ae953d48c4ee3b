// SPDX-License-Identifier: Apache-2.0
#include "plan/lone_layer.h"

#include <memory>

#include "passes/connect.h"
#include "passes/fold.h"
#include "passes/lower.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

Network without_weights(const Network& network) {
  Network shapes = network;
  for (Layer& layer : shapes.layers) {
    if (!layer.kind->knobs(network, layer).leads) continue;
    const Attrs attrs = layer.attrs;
    for (const auto& [name, value] : attrs.all()) {
      const auto* tensor = std::get_if<std::shared_ptr<const Tensor>>(&value);
      if (tensor == nullptr) continue;
      auto shape = std::make_shared<Tensor>((*tensor)->type, Shape{});
      shape->shape = (*tensor)->shape;
      shape->data.clear();
      layer.attrs.set(name, std::shared_ptr<const Tensor>(std::move(shape)));
    }
  }
  return shapes;
}

}  // namespace

LoneLayers::LoneLayers(const Network& network) : network_(without_weights(network)) {
  std::vector<Folding> foldings;
  for (const Layer& layer : network_.layers) foldings.push_back(legal_foldings(network_, layer).front());
  const HwGraph graph = lower_network(network_, foldings);
  ends_.resize(network_.tensors.size());
  for (const Stream& stream : graph.streams)
    if (stream.tensor != kNone)
      ends_[index(stream.tensor)] = {stream.source, stream.type, 0, stream.elements, stream.channels};
}

LoneLayer LoneLayers::lower(const Layer& layer, const Folding& folding) const {
  LoneLayer lone;
  HwGraph& graph = lone.graph;
  std::vector<StreamEnd> inputs;
  for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
    inputs.push_back(stream(layer.inputs[i]));
    inputs.back().source = {kNone, static_cast<int>(i)};
  }
  const std::vector<StreamEnd> outputs = lower_layer(graph, network_, layer, folding, inputs);
  graph.input_count = static_cast<int>(inputs.size());
  lone.in_lanes.assign(inputs.size(), 1);
  for (Stream& stream : graph.streams) {
    if (stream.source.node != kNone) continue;
    stream.source_lanes = stream.sink_lanes;
    lone.in_lanes[index(stream.source.port)] = stream.sink_lanes;
  }
  for (const StreamEnd& output : outputs) {
    lone.out_lanes.push_back(output.lanes);
    graph.connect(output, {kNone, graph.output_count++}, output.lanes);
  }
  match_widths(graph);
  return lone;
}

}  // namespace finn
