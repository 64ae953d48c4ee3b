// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <functional>
#include <queue>
#include <unordered_map>

#include "import/json_source.h"
#include "onnx/draft.h"

namespace finn::onnx {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

class Sorter {
 public:
  Sorter(GraphDraft& draft, Diagnostics& diagnostics)
      : draft_(draft), nodes_(draft.model.nodes), diagnostics_(diagnostics), graph_(nodes_.size()) {}

  void run() {
    find_producers();
    find_readers();
    for (const std::string& output : draft_.model.outputs) {
      if (!exists(output))
        error(Code::FR3004, fmt::format("output {} of the graph is produced by nothing", in_quotes(output)));
    }
    report_cycles();
    order();
  }

 private:
  void error(Code code, const std::string& message) {
    diagnostics_.error(code, Location{draft_.model.file, 0, 0, {}}, message);
  }

  bool exists(const std::string& value) const {
    const Model& model = draft_.model;
    return model.constants.count(value) != 0 || model.values.count(value) != 0 || draft_.broken.count(value) != 0 ||
           producer_.count(value) != 0;
  }

  void find_producers() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (const std::string& output : nodes_[i].outputs) {
        if (output.empty()) continue;
        if (const auto other = producer_.find(output); other != producer_.end()) {
          error(Code::FR3003, fmt::format("{} produces {}, which {} produces already", node_label(nodes_[i]),
                                          in_quotes(output), node_label(nodes_[other->second])));
        } else if (exists(output)) {
          error(Code::FR3003, fmt::format("{} produces {}, which is an input or an initializer of the graph already",
                                          node_label(nodes_[i]), in_quotes(output)));
        } else {
          producer_.emplace(output, i);
        }
      }
    }
  }

  void find_readers() {
    std::set<std::string> reported;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (const std::string& input : nodes_[i].inputs) {
        if (input.empty()) continue;
        if (const auto from = producer_.find(input); from != producer_.end()) {
          boost::add_edge(from->second, i, graph_);
        } else if (!exists(input) && reported.insert(input).second) {
          error(Code::FR3001,
                fmt::format("{} reads {}, which nothing produces", node_label(nodes_[i]), in_quotes(input)));
        }
      }
    }
    for (const std::string& input : reported) draft_.broken.insert(input);
  }

  void report_cycles() {
    in_cycle_.assign(nodes_.size(), false);
    if (nodes_.empty()) return;
    std::vector<std::size_t> component(nodes_.size());
    const std::size_t count = boost::strong_components(
        graph_, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph_)));
    std::vector<std::vector<std::size_t>> members(count);
    for (std::size_t i = 0; i < nodes_.size(); ++i) members[component[i]].push_back(i);
    std::sort(members.begin(), members.end());
    for (const std::vector<std::size_t>& nodes : members) {
      const bool itself = boost::edge(nodes.front(), nodes.front(), graph_).second;
      if (nodes.size() == 1 && !itself) continue;
      std::string others;
      for (std::size_t i = 1; i < std::min<std::size_t>(nodes.size(), kMostNamed); ++i)
        others += (i == 1 ? " with " : ", ") + node_label(nodes_[nodes[i]]);
      if (nodes.size() > kMostNamed) others += fmt::format(" and {} more", nodes.size() - kMostNamed);
      error(Code::FR3005, fmt::format("{} is in a cycle{}", node_label(nodes_[nodes.front()]),
                                      nodes.size() == 1 ? ": it reads what it produces" : others));
      for (const std::size_t node : nodes) in_cycle_[node] = true;
    }
  }

  /// Kahn's algorithm; among the nodes that are ready, the first of the file comes first.
  void order() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!in_cycle_[i]) continue;
      draft_.broken.insert(nodes_[i].outputs.begin(), nodes_[i].outputs.end());
      boost::clear_vertex(i, graph_);
    }
    std::vector<std::size_t> waits(nodes_.size(), 0);
    for (const auto& edge : boost::make_iterator_range(boost::edges(graph_))) ++waits[boost::target(edge, graph_)];
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (waits[i] == 0 && !in_cycle_[i]) ready.push(i);
    }
    std::vector<Node> sorted;
    sorted.reserve(nodes_.size());
    while (!ready.empty()) {
      const std::size_t i = ready.top();
      ready.pop();
      for (const auto& edge : boost::make_iterator_range(boost::out_edges(i, graph_))) {
        if (--waits[boost::target(edge, graph_)] == 0) ready.push(boost::target(edge, graph_));
      }
      sorted.push_back(std::move(nodes_[i]));
    }
    nodes_ = std::move(sorted);
  }

  static constexpr std::size_t kMostNamed = 4;

  GraphDraft& draft_;
  std::vector<Node>& nodes_;
  Diagnostics& diagnostics_;
  Graph graph_;
  std::unordered_map<std::string, std::size_t> producer_;
  std::vector<bool> in_cycle_;
};

}  // namespace

void sort_nodes(GraphDraft& draft, Diagnostics& diagnostics) { Sorter(draft, diagnostics).run(); }

}  // namespace finn::onnx
