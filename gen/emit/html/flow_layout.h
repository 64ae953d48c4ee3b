// SPDX-License-Identifier: Apache-2.0
// Places the nodes of a data flow graph: ranks from left to right, broken into rows as lines of text are.
#pragma once

#include <vector>

namespace finn::html {

struct FlowEdge {
  int from = 0;
  int to = 0;
};

/// A directed graph without cycles; nodes are 0 .. nodes - 1.
struct FlowGraph {
  int nodes = 0;
  std::vector<FlowEdge> edges;
};

/// A place in the grid. Ranks count over all rows.
struct FlowPlace {
  int rank = 0;
  int lane = 0;  ///< from the top of its row
  bool operator==(const FlowPlace&) const = default;
};

struct FlowRow {
  int first = 0;  ///< rank
  int ranks = 0;
  int lanes = 0;
};

struct FlowLayout {
  std::vector<FlowPlace> nodes;
  /// Per edge: the places from its source to its target, one a rank.
  std::vector<std::vector<FlowPlace>> edges;
  std::vector<FlowRow> rows;

  int row_of(int rank) const;
};

/// A node's rank is that of the longest way to it; a source stands just before its first reader. An edge over several
/// ranks keeps one lane; no two nodes or edges share a place. A row ends where at most one edge crosses, with at most
/// `row_ranks` ranks as far as there is such a place.
FlowLayout layout_flow(const FlowGraph& graph, int row_ranks);

}  // namespace finn::html
