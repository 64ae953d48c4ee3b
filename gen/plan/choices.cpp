// SPDX-License-Identifier: Apache-2.0
#include "plan/choices.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "cells/cost.h"
#include "cells/dwc/dwc.h"
#include "hw/blank_memory.h"
#include "hw/rom_plan.h"
#include "passes/connect.h"
#include "passes/fold.h"
#include "passes/lower.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// The network with the weights' shapes, but without their contents, in the layers that lead the folding.
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

/// What each tensor's stream carries. Codes and encodings hardly depend on the folding: those of the smallest serve.
std::vector<StreamEnd> stream_ends(const Network& network) {
  std::vector<Folding> foldings;
  for (const Layer& layer : network.layers) foldings.push_back(legal_foldings(network, layer).front());
  const HwGraph graph = lower_network(network, foldings);
  std::vector<StreamEnd> ends(network.tensors.size());
  for (const Stream& stream : graph.streams)
    if (stream.tensor != kNone)
      ends[index(stream.tensor)] = {stream.source, stream.type, 0, stream.elements, stream.channels};
  return ends;
}

/// A memory built by itself. One blank word is constants of the logic, which the cell counts.
Cost memory_cost(const Memory& memory, Family family) {
  Cost cost;
  const auto depth = static_cast<std::int64_t>(memory.words.size());
  if (is_blank(memory) && depth == 1) return cost;
  const MemoryPlan plan = plan_memory({memory.width, depth, memory.ram_style});
  cost.bram18 = static_cast<double>(plan.bram18);
  for (const RomPlan& rom : plan.roms)
    if (rom.bram18 == 0) cost += estimate(kRomPart, rom_terms(rom.slots, rom.rows), family);
  if (plan.step < depth) cost += estimate(kRomSelectPart, rom_select_terms(memory.width, depth, plan.step), family);
  return cost;
}

Cost node_cost(const Node& node, Family family) {
  const bool blanks = std::any_of(node.memories.begin(), node.memories.end(), is_blank);
  Cost cost = cell_cost(*node.cell, node.params, family, blanks ? std::vector<Memory>{} : node.memories);
  std::vector<std::string> ports;
  if (!blanks && !node.memories.empty()) ports = node.cell->rtl(node.params, node.memories).memories;
  for (const Memory& memory : node.memories)
    if (blanks || std::find(ports.begin(), ports.end(), memory.port) != ports.end())
      cost += memory_cost(memory, family);
  return cost;
}

/// Could its multipliers fit? A product bit takes a sixth of a LUT at least, and a DSP makes four products at most.
bool may_fit(const Network& network, const Layer& layer, const Folding& folding, const Cost& capacity) {
  constexpr double kLutsOfAProductBit = 1.0 / 6;
  constexpr double kProductsOfADsp = 4;
  if (!layer.kind->knobs(network, layer).leads) return true;
  const double products = static_cast<double>(folding.pe * folding.simd);
  if (folding.style == "dsp") return products / kProductsOfADsp <= capacity.dsp;
  const TensorInfo& input = network.tensors[index(layer.inputs.front())];
  return products * input.type.bits() * kLutsOfAProductBit <= capacity.lut;
}

/// Lowers the layer alone and counts what it takes.
Choice choice_of(const Network& shapes, const Layer& layer, const Folding& folding, const std::vector<StreamEnd>& ends,
                 Family family) {
  HwGraph graph;
  std::vector<StreamEnd> inputs;
  for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
    inputs.push_back(ends[index(layer.inputs[i])]);
    inputs.back().source = {kNone, static_cast<int>(i)};
  }
  const std::vector<StreamEnd> outputs = lower_layer(graph, shapes, layer, folding, inputs);
  Choice choice;
  choice.cycles = layer.kind->cycles(shapes, layer, folding);
  choice.in_lanes.assign(layer.inputs.size(), 1);
  for (Stream& stream : graph.streams) {
    if (stream.source.node != kNone) continue;
    stream.source_lanes = stream.sink_lanes;
    choice.in_lanes[index(stream.source.port)] = stream.sink_lanes;
  }
  for (const StreamEnd& output : outputs) choice.out_lanes.push_back(output.lanes);
  match_widths(graph);
  for (const Node& node : graph.nodes) choice.cost += node_cost(node, family);
  return choice;
}

std::vector<Folding> foldings_of(const Network& network, const Layer& layer) {
  std::vector<Folding> all;
  const bool free = layer.fold.style == "auto" && layer.kind->knobs(network, layer).dsp_obstacle.empty();
  for (Folding folding : legal_foldings(network, layer)) {
    if (!free) {
      all.push_back(folding);
      continue;
    }
    for (const char* style : {"lut", "dsp"}) {
      folding.style = style;
      all.push_back(folding);
    }
  }
  return all;
}

}  // namespace

std::vector<LayerChoices> enumerate_choices(const Network& network, Family family, const Cost& capacity) {
  const Network shapes = without_weights(network);
  const std::vector<StreamEnd> ends = stream_ends(shapes);
  std::vector<LayerChoices> all;
  for (const Layer& layer : shapes.layers) {
    LayerChoices of_layer;
    for (const Folding& folding : foldings_of(shapes, layer)) {
      if (!may_fit(shapes, layer, folding, capacity)) continue;
      of_layer.choices.push_back(choice_of(shapes, layer, folding, ends, family));
      of_layer.foldings.push_back(folding);
    }
    all.push_back(std::move(of_layer));
  }
  return all;
}

SelectionProblem selection_problem(const Network& network, const std::vector<LayerChoices>& choices, Family family,
                                   const Cost& capacity) {
  SelectionProblem problem;
  problem.capacity = capacity;
  for (const LayerChoices& of_layer : choices) problem.layers.push_back(of_layer.choices);
  const std::vector<StreamEnd> ends = stream_ends(without_weights(network));
  for (const Layer& layer : network.layers)
    for (std::size_t input = 0; input < layer.inputs.size(); ++input) {
      const TensorId tensor = layer.inputs[input];
      const LayerId producer = network.tensors[index(tensor)].producer;
      if (producer == kNone) continue;
      const std::vector<TensorId>& outputs = network.layers[index(producer)].outputs;
      const auto output = static_cast<std::size_t>(std::find(outputs.begin(), outputs.end(), tensor) - outputs.begin());
      const int width = ends[index(tensor)].type.type.bits();
      problem.edges.push_back({index(producer), output, index(layer.id), input,
                               [width, family](std::int64_t out_lanes, std::int64_t in_lanes) {
                                 if (out_lanes == in_lanes) return Cost{};
                                 return cell_cost(cell_dwc(), dwc_params({width, out_lanes, in_lanes}), family);
                               }});
    }
  return problem;
}

}  // namespace finn
