// SPDX-License-Identifier: Apache-2.0
#include "ir/network.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

namespace finn {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph layer_graph(const Network& network) {
  Graph graph(network.layers.size());
  for (const TensorInfo& tensor : network.tensors) {
    if (tensor.producer == kNone) continue;
    for (const LayerId consumer : tensor.consumers)
      boost::add_edge(static_cast<std::size_t>(tensor.producer), static_cast<std::size_t>(consumer), graph);
  }
  return graph;
}

}  // namespace

Location Network::at(const Layer& layer, const std::string& sub) const {
  if (sub.empty() || !locate) return layer.where;
  return locate(layer.where.pointer + sub);
}

std::vector<LayerId> Network::topological_order() const {
  const Graph graph = layer_graph(*this);
  std::vector<LayerId> order;
  std::vector<Graph::vertex_descriptor> reversed;
  boost::topological_sort(graph, std::back_inserter(reversed));
  order.assign(reversed.rbegin(), reversed.rend());
  return order;
}

std::vector<LayerId> Network::find_cycle() const {
  const Graph graph = layer_graph(*this);
  std::vector<int> component(layers.size());
  if (layers.empty()) return {};
  boost::strong_components(graph,
                           boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  for (const Layer& layer : layers) {
    std::vector<LayerId> members;
    for (const Layer& other : layers)
      if (component[static_cast<std::size_t>(other.id)] == component[static_cast<std::size_t>(layer.id)])
        members.push_back(other.id);
    const auto self = static_cast<std::size_t>(layer.id);
    if (members.size() > 1 || boost::edge(self, self, graph).second) return members;
  }
  return {};
}

}  // namespace finn
