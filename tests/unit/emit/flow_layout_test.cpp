// SPDX-License-Identifier: Apache-2.0
#include "emit/html/flow_layout.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace finn::html {
namespace {

/// What every layout must satisfy, whatever the graph is.
void expect_sound(const FlowGraph& graph, const FlowLayout& layout) {
  std::set<std::pair<int, int>> taken;
  for (const FlowPlace& place : layout.nodes)
    EXPECT_TRUE(taken.emplace(place.rank, place.lane).second) << "rank " << place.rank << " lane " << place.lane;
  ASSERT_EQ(layout.edges.size(), graph.edges.size());
  for (std::size_t e = 0; e < graph.edges.size(); ++e) {
    const auto& way = layout.edges[e];
    ASSERT_GE(way.size(), 2u);
    EXPECT_EQ(way.front(), layout.nodes[static_cast<std::size_t>(graph.edges[e].from)]);
    EXPECT_EQ(way.back(), layout.nodes[static_cast<std::size_t>(graph.edges[e].to)]);
    for (std::size_t i = 1; i < way.size(); ++i) EXPECT_EQ(way[i].rank, way[i - 1].rank + 1);
    for (std::size_t i = 1; i + 1 < way.size(); ++i) {
      EXPECT_EQ(way[i].lane, way[1].lane) << "an edge passes straight";
      EXPECT_TRUE(taken.emplace(way[i].rank, way[i].lane).second) << "an edge through something else";
    }
  }
  int next = 0;
  for (const FlowRow& row : layout.rows) {
    EXPECT_EQ(row.first, next);
    EXPECT_GT(row.ranks, 0);
    next += row.ranks;
    for (const auto& [rank, lane] : taken) {
      if (rank >= row.first && rank < next) {
        EXPECT_LT(lane, row.lanes);
      }
    }
  }
}

FlowGraph chain(int nodes) {
  FlowGraph graph{nodes, {}};
  for (int node = 1; node < nodes; ++node) graph.edges.push_back({node - 1, node});
  return graph;
}

TEST(FlowLayout, AChainIsBrokenIntoFullRows) {
  const FlowGraph graph = chain(14);
  const FlowLayout layout = layout_flow(graph, 6);
  expect_sound(graph, layout);
  ASSERT_EQ(layout.rows.size(), 3u);
  EXPECT_EQ(layout.rows[0].ranks, 6);
  EXPECT_EQ(layout.rows[1].ranks, 6);
  EXPECT_EQ(layout.rows[2].ranks, 2);
  EXPECT_EQ(layout.row_of(5), 0);
  EXPECT_EQ(layout.row_of(6), 1);
  for (const FlowPlace& place : layout.nodes) EXPECT_EQ(place.lane, 0);
}

TEST(FlowLayout, TheLongBranchOfAForkGoesStraightAndTheSkipPassesBesideIt) {
  // 0 -> 1 -> 2 -> 3 -> 4, and 1 -> 4 around them. The skip is named first.
  const FlowGraph graph{5, {{0, 1}, {1, 4}, {1, 2}, {2, 3}, {3, 4}}};
  const FlowLayout layout = layout_flow(graph, 10);
  expect_sound(graph, layout);
  for (const FlowPlace& place : layout.nodes) EXPECT_EQ(place.lane, 0);
  EXPECT_EQ(layout.edges[1][1].lane, 1);
  EXPECT_EQ(layout.rows.at(0).lanes, 2);
}

TEST(FlowLayout, ARowDoesNotEndInsideABranch) {
  // A chain with a skip from its node 3 to its node 6; rows of 5.
  FlowGraph graph = chain(10);
  graph.edges.push_back({3, 6});
  const FlowLayout layout = layout_flow(graph, 5);
  expect_sound(graph, layout);
  ASSERT_EQ(layout.rows.size(), 3u);
  EXPECT_EQ(layout.rows[0].ranks, 3);  // behind 3, 4 and 5 two edges cross
  EXPECT_EQ(layout.rows[1].ranks, 5);
  EXPECT_EQ(layout.rows[2].ranks, 2);
}

TEST(FlowLayout, ALateInputStandsBesideItsReader) {
  const FlowGraph graph{5, {{0, 1}, {1, 2}, {2, 3}, {4, 3}}};
  const FlowLayout layout = layout_flow(graph, 10);
  expect_sound(graph, layout);
  EXPECT_EQ(layout.nodes[4].rank, 2);
}

TEST(FlowLayout, RandomGraphsAreSound) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const int nodes = 2 + static_cast<int>(random() % 40);
    FlowGraph graph{nodes, {}};
    for (int to = 1; to < nodes; ++to)
      for (unsigned in = 0; in < 1 + random() % 3; ++in)
        graph.edges.push_back({static_cast<int>(random() % static_cast<unsigned>(to)), to});
    expect_sound(graph, layout_flow(graph, 1 + static_cast<int>(random() % 8)));
  }
}

}  // namespace
}  // namespace finn::html
