// SPDX-License-Identifier: Apache-2.0
// From names to a graph: tensors, who drives and who reads them, and what can be wrong with that.
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>
#include <map>
#include <set>

#include "import/net_draft.h"
#include "kinds/kind.h"

namespace finn {
namespace {

class Connector {
 public:
  Connector(NetworkDraft& draft, const JsonSource& source, Diagnostics& diagnostics)
      : draft_(draft), net_(draft.network), source_(source), diagnostics_(diagnostics) {}

  void run() {
    for (const InputDraft& input : draft_.inputs) add_input(input);
    check_layer_names();
    for (LayerDraft& layer : draft_.layers) add_outputs(layer);
    for (LayerDraft& layer : draft_.layers) add_inputs(layer);
    for (LayerDraft& layer : draft_.layers) net_.layers.push_back(std::move(layer.layer));
    add_graph_outputs();
    report_unused();
    report_cycles();
  }

 private:
  TensorInfo& tensor(TensorId id) { return net_.tensors[static_cast<std::size_t>(id)]; }

  std::string seen_at(const Location& where) {
    return fmt::format("the first one is at {}:{}", where.line, where.column);
  }

  TensorId add_tensor(const NameAt& at, LayerId producer) {
    const auto id = static_cast<TensorId>(net_.tensors.size());
    TensorInfo info;
    info.name = at.name;
    info.producer = producer;
    info.where = source_.at(at.pointer);
    ids_.emplace(at.name, id);
    net_.tensors.push_back(std::move(info));
    draft_.tensor_known.push_back(false);
    return id;
  }

  void add_input(const InputDraft& input) {
    if (const auto same = ids_.find(input.name.name); same != ids_.end()) {
      diagnostics_
          .error(Code::FR2009, source_.at(input.name.pointer),
                 fmt::format("there are two inputs {}", in_quotes(input.name.name)))
          .notes.push_back(seen_at(tensor(same->second).where));
      return;
    }
    const TensorId id = add_tensor(input.name, kNone);
    net_.inputs.push_back({id, input.host});
    if (!input.shape || !input.type) return;
    tensor(id).shape = *input.shape;
    tensor(id).type = *input.type;
    // The whole type, even where the host's quantizer is narrower: users may feed integers of their own.
    tensor(id).range = input.type->range();
    draft_.tensor_known.back() = true;
  }

  void check_layer_names() {
    std::map<std::string, Location> seen;
    for (std::size_t i = 0; i < draft_.layers.size(); ++i) {
      Layer& layer = draft_.layers[i].layer;
      layer.id = static_cast<LayerId>(i);
      if (layer.name.empty()) continue;
      const Location where = source_.at(fmt::format("/layers/{}/name", i));
      const auto [first, is_new] = seen.emplace(layer.name, where);
      if (!is_new)
        diagnostics_.error(Code::FR2009, where, fmt::format("there are two layers {}", in_quotes(layer.name)))
            .notes.push_back(seen_at(first->second));
    }
  }

  void add_outputs(LayerDraft& draft) {
    draft_.producers_known = draft_.producers_known && draft.outputs_known;
    for (const NameAt& at : draft.outputs) {
      const auto same = ids_.find(at.name);
      if (same == ids_.end()) {
        draft.layer.outputs.push_back(add_tensor(at, draft.layer.id));
        continue;
      }
      const TensorInfo& first = tensor(same->second);
      diagnostics_
          .error(
              Code::FR3003, source_.at(at.pointer),
              fmt::format("tensor {} is produced twice: {}", in_quotes(at.name),
                          first.producer == kNone ? "it is an input of the network too" : "another layer's output too"))
          .notes.push_back(seen_at(first.where));
      draft.usable = false;
    }
  }

  /// Names of all tensors, for suggestions: made once, when all of them are there.
  const std::vector<std::string>& tensor_names() {
    if (names_.empty())
      for (const TensorInfo& info : net_.tensors) names_.push_back(info.name);
    return names_;
  }

  void add_inputs(LayerDraft& draft) {
    draft_.readers_known = draft_.readers_known && draft.inputs_known;
    for (const NameAt& at : draft.inputs) {
      const auto found = ids_.find(at.name);
      if (found != ids_.end()) {
        draft.layer.inputs.push_back(found->second);
        tensor(found->second).consumers.push_back(draft.layer.id);
        continue;
      }
      draft.usable = false;
      if (!draft_.producers_known) continue;
      Diagnostic& error = diagnostics_.error(Code::FR3001, source_.at(at.pointer),
                                             fmt::format("nothing produces tensor {}, which layer {} reads",
                                                         in_quotes(at.name), in_quotes(draft.layer.name)));
      suggest(error, at.name, tensor_names());
    }
  }

  void add_graph_outputs() {
    std::map<std::string, Location> seen;
    std::vector<OutputDraft> good;
    for (OutputDraft& draft : draft_.outputs) {
      const Location where = source_.at(draft.name.pointer);
      const std::string name = in_quotes(draft.name.name);
      const auto [first, is_new] = seen.emplace(draft.name.name, where);
      if (!is_new) {
        diagnostics_.error(Code::FR2009, where, fmt::format("there are two outputs {}", name))
            .notes.push_back(seen_at(first->second));
        continue;
      }
      const auto found = ids_.find(draft.name.name);
      if (found == ids_.end()) {
        if (!draft_.producers_known) continue;
        Diagnostic& error = diagnostics_.error(
            Code::FR3004, where, fmt::format("nothing produces tensor {}, an output of the network", name));
        suggest(error, draft.name.name, tensor_names());
        continue;
      }
      if (tensor(found->second).producer == kNone)
        diagnostics_.error(Code::FR3006, where,
                           fmt::format("tensor {} is an input of the network and cannot be an output too", name));
      draft.output.tensor = found->second;
      net_.outputs.push_back(draft.output);
      good.push_back(std::move(draft));
    }
    draft_.outputs = std::move(good);
  }

  void report_unused() {
    // A layer whose inputs could not be read may well be the reader that is missing here.
    if (!draft_.readers_known) return;
    std::set<TensorId> delivered;
    for (const GraphOutput& output : net_.outputs) delivered.insert(output.tensor);
    for (std::size_t i = 0; i < net_.tensors.size(); ++i) {
      const TensorInfo& info = net_.tensors[i];
      if (!info.consumers.empty() || delivered.count(static_cast<TensorId>(i)) > 0) continue;
      diagnostics_.error(
          Code::FR3002, info.where,
          info.producer == kNone
              ? fmt::format("no layer reads the input {}", in_quotes(info.name))
              : fmt::format("tensor {} is produced, but no layer reads it and it is no output of the network",
                            in_quotes(info.name)));
    }
  }

  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

  void report_cycles() {
    if (net_.layers.empty()) return;
    Graph graph(net_.layers.size());
    std::vector<bool> self(net_.layers.size(), false);
    for (const TensorInfo& info : net_.tensors) {
      if (info.producer == kNone) continue;
      for (const LayerId consumer : info.consumers) {
        boost::add_edge(static_cast<std::size_t>(info.producer), static_cast<std::size_t>(consumer), graph);
        if (consumer == info.producer) self[static_cast<std::size_t>(consumer)] = true;
      }
    }
    std::vector<int> component(net_.layers.size());
    boost::strong_components(graph,
                             boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
    std::map<int, std::size_t> sizes;
    for (const int c : component) ++sizes[c];
    std::set<int> done;
    for (std::size_t i = 0; i < component.size(); ++i) {
      if ((sizes[component[i]] < 2 && !self[i]) || !done.insert(component[i]).second) continue;
      std::string path;
      for (const std::size_t member : shortest_cycle(graph, component, i)) path += net_.layers[member].name + " -> ";
      diagnostics_.error(Code::FR3005, net_.layers[i].where,
                         fmt::format("layers feed each other in a cycle: {}{}", path, net_.layers[i].name));
    }
  }

  /// Layers of a shortest cycle through `start`, which is on one, in the direction of the data.
  static std::vector<std::size_t> shortest_cycle(const Graph& graph, const std::vector<int>& component,
                                                 std::size_t start) {
    std::map<std::size_t, std::size_t> parent;
    std::deque<std::size_t> queue = {start};
    while (!queue.empty()) {
      const std::size_t from = queue.front();
      queue.pop_front();
      for (auto [edge, end] = out_edges(from, graph); edge != end; ++edge) {
        const std::size_t to = target(*edge, graph);
        if (to == start) {
          std::vector<std::size_t> path = {from};
          while (path.back() != start) path.push_back(parent.at(path.back()));
          std::reverse(path.begin(), path.end());
          return path;
        }
        if (component[to] == component[start] && parent.emplace(to, from).second) queue.push_back(to);
      }
    }
    return {start};
  }

  NetworkDraft& draft_;
  Network& net_;
  const JsonSource& source_;
  Diagnostics& diagnostics_;
  std::map<std::string, TensorId> ids_;
  std::vector<std::string> names_;
};

}  // namespace

void connect(NetworkDraft& draft, const JsonSource& source, Diagnostics& diagnostics) {
  Connector(draft, source, diagnostics).run();
}

void infer(NetworkDraft& draft, Diagnostics& diagnostics) {
  Network& network = draft.network;
  draft.layer_inferred.assign(network.layers.size(), false);
  std::vector<std::size_t> missing(network.layers.size());
  std::set<LayerId> ready;
  for (const Layer& layer : network.layers) {
    std::size_t& count = missing[static_cast<std::size_t>(layer.id)];
    for (const TensorId input : layer.inputs)
      if (!draft.tensor_known[static_cast<std::size_t>(input)]) ++count;
    if (count == 0) ready.insert(layer.id);
  }
  while (!ready.empty()) {
    const LayerId id = *ready.begin();
    ready.erase(ready.begin());
    const auto index = static_cast<std::size_t>(id);
    const Layer& layer = network.layers[index];
    if (!draft.layers[index].usable) continue;
    std::vector<TensorInfo> outputs;
    for (const TensorId output : layer.outputs) outputs.push_back(network.tensors[static_cast<std::size_t>(output)]);
    if (!layer.kind->shape(network, layer, diagnostics, outputs)) continue;
    draft.layer_inferred[index] = true;
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const auto tensor = static_cast<std::size_t>(layer.outputs[i]);
      network.tensors[tensor].shape = outputs.at(i).shape;
      network.tensors[tensor].type = outputs.at(i).type;
      network.tensors[tensor].range = outputs.at(i).range;
      draft.tensor_known[tensor] = true;
      for (const LayerId consumer : network.tensors[tensor].consumers)
        if (--missing[static_cast<std::size_t>(consumer)] == 0) ready.insert(consumer);
    }
  }
}

}  // namespace finn
