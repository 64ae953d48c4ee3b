// SPDX-License-Identifier: Apache-2.0
#include "plan/choices.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "cells/cost.h"
#include "cells/plumbing.h"
#include "hw/blank_memory.h"
#include "hw/memory.h"
#include "hw/rom_plan.h"
#include "passes/connect.h"
#include "passes/fold.h"
#include "plan/pacing.h"
#include "plan/padding.h"
#include "plan/parallel.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// What memories cost, each built by itself. Many foldings have the same.
class MemoryPrices {
 public:
  explicit MemoryPrices(Family family) : family_(family) {}

  Family family() const { return family_; }

  const Cost& of(const Memory& memory, const std::string& style) {
    const auto depth = static_cast<std::int64_t>(memory.words.size());
    // One blank word is constants of the logic, which the cell counts.
    const bool is_logic = is_blank(memory) && depth == 1 && !memory.writable;
    const auto [found, is_new] = known_.try_emplace({memory.width, depth, style, is_logic, memory.writable});
    if (is_new && !is_logic) found->second = price({memory.width, depth, style, memory.writable});
    return found->second;
  }

 private:
  Cost price(const MemoryShape& shape) const {
    Cost cost;
    const MemoryPlan plan = plan_memory(shape);
    cost.bram18 = shape.writable ? 0 : static_cast<double>(plan.bram18);
    for (const RomPlan& rom : plan.roms)
      if (shape.writable)
        cost += parameter_ram_cost(rom.bram18 > 0, rom.slots, rom.rows, family_);
      else if (rom.bram18 == 0)
        cost += estimate(kRomPart, rom_terms(rom.slots, rom.rows), family_);
    if (plan.step < shape.depth)
      cost += estimate(kRomSelectPart, rom_select_terms(shape.width, shape.depth, plan.step), family_);
    return cost;
  }

  Family family_;
  std::map<std::tuple<std::int64_t, std::int64_t, std::string, bool, bool>, Cost> known_;
};

/// A node's cell, and its memories that are no logic of it.
Cost cell_part(const Node& node, Family family, std::vector<const Memory*>& memories) {
  const bool blanks = std::any_of(node.memories.begin(), node.memories.end(), is_blank);
  std::vector<std::string> ports;
  if (!blanks && !node.memories.empty()) ports = node.cell->rtl(node.params, node.memories).memories;
  for (const Memory& memory : node.memories)
    if (blanks || std::find(ports.begin(), ports.end(), memory.port) != ports.end()) memories.push_back(&memory);
  return cell_cost(*node.cell, node.params, family, blanks ? std::vector<Memory>{} : node.memories);
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

/// Each folding with each style of its multipliers.
std::vector<Folding> with_styles(const Network& network, const Layer& layer, const std::vector<Folding>& foldings) {
  std::vector<Folding> all;
  const bool free = layer.fold.style == "auto" && layer.kind->knobs(network, layer).dsp_obstacle.empty();
  for (Folding folding : foldings) {
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

/// Adds the folding, with each style that its memories may have.
void add_choices(const LoneLayers& layers, const Layer& layer, Folding folding, MemoryPrices& prices,
                 LayerChoices& to) {
  const LoneLayer lone = layers.lower(layer, folding);
  Choice choice;
  choice.cycles = layer.kind->cycles(layers.network(), layer, folding);
  choice.in_lanes = lone.in_lanes;
  choice.out_lanes = lone.out_lanes;
  std::vector<const Memory*> memories;
  for (const Node& node : lone.graph.nodes) choice.cost += cell_part(node, prices.family(), memories);
  std::vector<std::string> styles{layer.fold.ram_style};
  if (styles.front() == "auto" && !memories.empty()) styles = {"auto", "block", "distributed"};
  const Cost logic = choice.cost;
  for (std::string& style : styles) {
    choice.cost = logic;
    for (const Memory* memory : memories) choice.cost += prices.of(*memory, style);
    folding.ram_style = std::move(style);
    to.choices.push_back(choice);
    to.foldings.push_back(folding);
  }
}

void add_foldings(const LoneLayers& layers, const Layer& layer, const std::vector<Folding>& foldings,
                  const Cost& capacity, MemoryPrices& prices, LayerChoices& to) {
  for (const Folding& folding : with_styles(layers.network(), layer, foldings))
    if (may_fit(layers.network(), layer, folding, capacity)) add_choices(layers, layer, folding, prices, to);
}

/// When, in frames after the input's start, each layer's first output leaves if all run at the same interval.
std::vector<double> arrivals(const Network& network, const std::vector<Pacing>& pacings) {
  std::vector<double> arrivals(network.layers.size(), 0);
  for (const LayerId id : network.topological_order()) {
    const Layer& layer = network.layers[index(id)];
    for (const TensorId tensor : layer.inputs) {
      const LayerId producer = network.tensors[index(tensor)].producer;
      if (producer != kNone) arrivals[index(id)] = std::max(arrivals[index(id)], arrivals[index(producer)]);
    }
    arrivals[index(id)] += pacings[index(id)].head;
  }
  return arrivals;
}

/// Output beats leave evenly in the layer's cycles, the last of them as soon as they can.
void set_pace(Choice& choice, const Pacing& pacing, const StreamEnd& output) {
  const auto cycles_of = [&](std::int64_t elements) {
    const std::int64_t beats = (elements + choice.out_lanes.front() - 1) / choice.out_lanes.front();
    const std::int64_t all = output.elements / choice.out_lanes.front();
    return beats < 2 ? 0 : choice.cycles * (beats - 1) / all;
  };
  choice.span = cycles_of(output.elements);
  choice.tail = cycles_of(pacing.tail);
}

/// What stands in a stream from one layer to another: its width converter, and a buffer of so many elements.
class PlumbingPrices {
 public:
  PlumbingPrices(StreamEnd stream, std::int64_t buffered, Family family)
      : stream_(std::move(stream)), buffered_(buffered), family_(family) {}

  Cost operator()(std::int64_t out_lanes, std::int64_t in_lanes) const {
    if (out_lanes == in_lanes && buffered_ == 0) return {};
    const auto [found, is_new] = known_->try_emplace({out_lanes, in_lanes});
    if (is_new) found->second = price(out_lanes, in_lanes);
    return found->second;
  }

 private:
  Cost price(std::int64_t out_lanes, std::int64_t in_lanes) const {
    HwGraph graph;
    StreamEnd from = stream_;
    from.source = {kNone, 0};
    from.lanes = out_lanes;
    const StreamId stream = graph.connect(from, {kNone, 0}, in_lanes);
    match_widths(graph);
    const std::int64_t depth = buffered_ / out_lanes;
    if (depth >= 2) insert_buffer(graph, stream, depth);
    Cost cost;
    for (const Node& node : graph.nodes) cost += cell_cost(*node.cell, node.params, family_);
    return cost;
  }

  using Known = std::map<std::pair<std::int64_t, std::int64_t>, Cost>;
  StreamEnd stream_;
  std::int64_t buffered_;
  Family family_;
  std::shared_ptr<Known> known_ = std::make_shared<Known>();
};

}  // namespace

std::vector<LayerChoices> enumerate_choices(const LoneLayers& layers, Family family, const Cost& capacity) {
  const Network& network = layers.network();
  std::vector<LayerChoices> all(network.layers.size());
  for_each_parallel(all.size(), [&](std::size_t i) {
    MemoryPrices prices(family);
    add_foldings(layers, network.layers[i], legal_foldings(network, network.layers[i]), capacity, prices, all[i]);
  });
  return all;
}

void add_padded_choices(const LoneLayers& layers, const Layer& layer, std::int64_t most, Family family,
                        const Cost& capacity, LayerChoices& to) {
  MemoryPrices prices(family);
  std::vector<Folding> foldings = padded_foldings(layers.network(), layer, most);
  std::erase_if(foldings, [&](const Folding& folding) {
    return std::any_of(to.foldings.begin(), to.foldings.end(),
                       [&](const Folding& known) { return known.pe == folding.pe && known.simd == folding.simd; });
  });
  add_foldings(layers, layer, foldings, capacity, prices, to);
}

SelectionProblem selection_problem(const LoneLayers& layers, const std::vector<LayerChoices>& choices, Family family,
                                   const Cost& capacity) {
  const Network& network = layers.network();
  SelectionProblem problem;
  problem.capacity = capacity;
  std::vector<Pacing> pacings;
  for (const Layer& layer : network.layers) {
    pacings.push_back(pacing_of(layers, layer));
    problem.layers.push_back(choices[index(layer.id)].choices);
    for (Choice& choice : problem.layers.back()) set_pace(choice, pacings.back(), layers.stream(layer.outputs.front()));
    const bool is_first = std::any_of(layer.inputs.begin(), layer.inputs.end(), [&](TensorId tensor) {
      return network.tensors[index(tensor)].producer == kNone;
    });
    problem.paces.push_back({pacings.back().head, pacings.back().depth, is_first});
  }
  const std::vector<double> arrival = arrivals(network, pacings);
  for (const Layer& layer : network.layers) {
    double latest = 0;
    const auto arrival_of = [&](LayerId producer) { return producer == kNone ? 0 : arrival[index(producer)]; };
    for (const TensorId tensor : layer.inputs)
      latest = std::max(latest, arrival_of(network.tensors[index(tensor)].producer));
    for (std::size_t input = 0; input < layer.inputs.size(); ++input) {
      const TensorId tensor = layer.inputs[input];
      const LayerId producer = network.tensors[index(tensor)].producer;
      if (producer == kNone) continue;
      const std::vector<TensorId>& outputs = network.layers[index(producer)].outputs;
      const auto output = static_cast<std::size_t>(std::find(outputs.begin(), outputs.end(), tensor) - outputs.begin());
      const StreamEnd& end = layers.stream(tensor);
      const auto waiting =
          layer.inputs.size() > 1
              ? static_cast<std::int64_t>((latest - arrival_of(producer)) * static_cast<double>(end.elements))
              : 0;
      problem.edges.push_back({index(producer), output, index(layer.id), input, PlumbingPrices(end, waiting, family)});
    }
  }
  return problem;
}

}  // namespace finn
