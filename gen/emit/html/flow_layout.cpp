// SPDX-License-Identifier: Apache-2.0
#include "emit/html/flow_layout.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace finn::html {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Node ids, sources first.
std::vector<int> sorted(const FlowGraph& graph) {
  std::vector<int> waiting(index(graph.nodes), 0);
  for (const FlowEdge& edge : graph.edges) ++waiting[index(edge.to)];
  std::vector<int> order;
  for (int node = 0; node < graph.nodes; ++node)
    if (waiting[index(node)] == 0) order.push_back(node);
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const FlowEdge& edge : graph.edges)
      if (edge.from == order[i] && --waiting[index(edge.to)] == 0) order.push_back(edge.to);
  return order;
}

class Placer {
 public:
  explicit Placer(const FlowGraph& graph) : graph_(graph), order_(sorted(graph)) {
    find_ranks();
    find_ways();
    place();
  }

  FlowLayout take() { return std::move(layout_); }

  /// Edges that cross from a rank to the next one.
  int crossing(int rank) const {
    int count = 0;
    for (const FlowEdge& edge : graph_.edges)
      if (rank_[index(edge.from)] <= rank && rank_[index(edge.to)] > rank) ++count;
    return count;
  }
  int ranks() const { return ranks_; }

 private:
  void find_ranks() {
    rank_.assign(index(graph_.nodes), 0);
    for (const int node : order_)
      for (const FlowEdge& edge : graph_.edges)
        if (edge.from == node) rank_[index(edge.to)] = std::max(rank_[index(edge.to)], rank_[index(node)] + 1);
    for (int node = 0; node < graph_.nodes; ++node) {
      int reader = -1;
      bool source = true;
      for (const FlowEdge& edge : graph_.edges) {
        source = source && edge.to != node;
        if (edge.from == node) reader = reader < 0 ? rank_[index(edge.to)] : std::min(reader, rank_[index(edge.to)]);
      }
      if (source && reader > 0) rank_[index(node)] = reader - 1;
    }
    for (const int rank : rank_) ranks_ = std::max(ranks_, rank + 1);
  }

  /// Length of the longest way from each node on: the longest branch of a fork stays in its lane.
  void find_ways() {
    way_.assign(index(graph_.nodes), 0);
    for (auto node = order_.rbegin(); node != order_.rend(); ++node)
      for (const FlowEdge& edge : graph_.edges)
        if (edge.from == *node) way_[index(*node)] = std::max(way_[index(*node)], way_[index(edge.to)] + 1);
  }

  /// The free lane nearest to a wanted one, the lower one of two, and takes it.
  static int take_lane(std::set<int>& taken, int wanted) {
    for (int distance = 0;; ++distance) {
      if (taken.insert(wanted + distance).second) return wanted + distance;
      if (wanted >= distance && taken.insert(wanted - distance).second) return wanted - distance;
    }
  }

  /// The smallest lane by which something comes to a node.
  int wanted_lane(int node) const {
    int lane = -1;
    for (std::size_t e = 0; e < graph_.edges.size(); ++e)
      if (graph_.edges[e].to == node) {
        const int from = layout_.edges[e].back().lane;
        lane = lane < 0 ? from : std::min(lane, from);
      }
    return std::max(lane, 0);
  }

  void place_rank(int rank) {
    std::set<int> taken;
    std::vector<std::size_t> new_passing;
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
      const int from = rank_[index(graph_.edges[e].from)];
      if (from >= rank || rank_[index(graph_.edges[e].to)] <= rank) continue;
      if (from == rank - 1) {
        new_passing.push_back(e);
      } else {
        taken.insert(layout_.edges[e].back().lane);
        layout_.edges[e].push_back({rank, layout_.edges[e].back().lane});
      }
    }
    std::vector<int> here;
    for (int node = 0; node < graph_.nodes; ++node)
      if (rank_[index(node)] == rank) here.push_back(node);
    std::stable_sort(here.begin(), here.end(), [&](int x, int y) {
      return std::pair(wanted_lane(x), -way_[index(x)]) < std::pair(wanted_lane(y), -way_[index(y)]);
    });
    for (const int node : here) layout_.nodes[index(node)] = {rank, take_lane(taken, wanted_lane(node))};
    for (const std::size_t e : new_passing)
      layout_.edges[e].push_back({rank, take_lane(taken, layout_.edges[e].back().lane)});
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
      if (rank_[index(graph_.edges[e].from)] == rank) layout_.edges[e] = {layout_.nodes[index(graph_.edges[e].from)]};
      if (rank_[index(graph_.edges[e].to)] == rank)
        layout_.edges[e].push_back(layout_.nodes[index(graph_.edges[e].to)]);
    }
  }

  void place() {
    layout_.nodes.resize(index(graph_.nodes));
    layout_.edges.resize(graph_.edges.size());
    for (int rank = 0; rank < ranks_; ++rank) place_rank(rank);
  }

  const FlowGraph& graph_;
  std::vector<int> order_;
  std::vector<int> rank_;
  std::vector<int> way_;
  int ranks_ = 0;
  FlowLayout layout_;
};

int lanes_between(const FlowLayout& layout, int first, int ranks) {
  int lanes = 0;
  const auto see = [&](const FlowPlace& place) {
    if (place.rank >= first && place.rank < first + ranks) lanes = std::max(lanes, place.lane + 1);
  };
  for (const FlowPlace& node : layout.nodes) see(node);
  for (const auto& edge : layout.edges)
    for (const FlowPlace& place : edge) see(place);
  return lanes;
}

}  // namespace

int FlowLayout::row_of(int rank) const {
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rank < rows[row].first + rows[row].ranks) return static_cast<int>(row);
  return static_cast<int>(rows.size()) - 1;
}

FlowLayout layout_flow(const FlowGraph& graph, int row_ranks) {
  Placer placer(graph);
  FlowLayout layout = placer.take();
  for (int first = 0; first < placer.ranks();) {
    int last = -1;
    for (int rank = first; rank < placer.ranks(); ++rank) {
      const bool may_end = rank == placer.ranks() - 1 || placer.crossing(rank) <= 1;
      if (rank - first >= row_ranks && last >= 0) break;
      if (may_end) last = rank;
    }
    const int ranks = last - first + 1;
    layout.rows.push_back({first, ranks, lanes_between(layout, first, ranks)});
    first = last + 1;
  }
  return layout;
}

}  // namespace finn::html
