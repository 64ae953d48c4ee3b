// SPDX-License-Identifier: Apache-2.0
#include "passes/buffer_region.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace finn {
namespace {

constexpr std::int64_t kLeastDepth = 2;      // beats of a buffer at all
constexpr std::int64_t kShiftRegister = 32;  // beats; above, block RAM cannot fill all its places while it passes beats

std::size_t index(int id) { return static_cast<std::size_t>(id); }

/// Nodes that streams without ideal buffers join; each set is named by one of its nodes.
class NodeSets {
 public:
  explicit NodeSets(std::size_t nodes) : parent_(nodes) { std::iota(parent_.begin(), parent_.end(), 0); }

  std::size_t of(std::size_t node) {
    while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
    return node;
  }
  void join(std::size_t a, std::size_t b) { parent_[of(a)] = of(b); }

 private:
  std::vector<std::size_t> parent_;
};

using Edges = std::vector<std::vector<std::size_t>>;

std::vector<bool> reached(const Edges& edges, const std::vector<std::size_t>& from) {
  std::vector<bool> seen(edges.size(), false);
  std::vector<std::size_t> open = from;
  for (const std::size_t at : open) seen[at] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t next : edges[at]) {
      if (!seen[next]) open.push_back(next);
      seen[next] = true;
    }
  }
  return seen;
}

/// The nodes of the strongly connected part around stream `bounded`.
std::vector<bool> part(const HwGraph& graph, const std::vector<bool>& ideal, StreamId bounded) {
  NodeSets sets(graph.nodes.size());
  for (const Stream& stream : graph.streams)
    if (stream.source.node != kNone && stream.sink.node != kNone && (!ideal[index(stream.id)] || stream.id == bounded))
      sets.join(index(stream.source.node), index(stream.sink.node));
  Edges on(graph.nodes.size());
  Edges back(graph.nodes.size());
  for (const Stream& stream : graph.streams) {
    if (stream.source.node == kNone || stream.sink.node == kNone) continue;
    const std::size_t from = sets.of(index(stream.source.node));
    const std::size_t to = sets.of(index(stream.sink.node));
    on[from].push_back(to);
    back[to].push_back(from);
  }
  const std::size_t start = sets.of(index(graph.streams[index(bounded)].source.node));
  const std::vector<bool> after = reached(on, {start});
  const std::vector<bool> before = reached(back, {start});
  std::vector<bool> inside(graph.nodes.size());
  for (std::size_t node = 0; node < inside.size(); ++node) inside[node] = after[sets.of(node)] && before[sets.of(node)];
  return inside;
}

}  // namespace

BufferRegion buffer_region(const BufferProblem& whole, std::size_t i, const std::vector<bool>& ideal_candidates) {
  const HwGraph& graph = whole.graph();
  const StreamId bounded = whole.candidates()[i].stream;
  std::vector<bool> ideal(graph.streams.size(), false);
  for (std::size_t other = 0; other < ideal_candidates.size(); ++other)
    ideal[index(whole.candidates()[other].stream)] = ideal_candidates[other];
  const std::vector<bool> inside = part(graph, ideal, bounded);

  HwGraph region;
  region.name = graph.name;
  std::vector<NodeId> number(graph.nodes.size(), kNone);
  std::string text;
  for (const Node& node : graph.nodes) {
    if (!inside[index(node.id)]) continue;
    number[index(node.id)] = region.add_node(*node.cell, node.name, node.params, node.layer);
    text += fmt::format("{}{}", text.empty() ? "" : "\n", node.cell->name);
    for (const auto& [name, value] : node.params.items()) text += fmt::format(" {}={}", name, value);
  }
  std::vector<BufferProblem::Candidate> candidates;
  std::size_t bounded_number = 0;
  for (Stream stream : graph.streams) {
    const NodeId from = stream.source.node == kNone ? kNone : number[index(stream.source.node)];
    const NodeId to = stream.sink.node == kNone ? kNone : number[index(stream.sink.node)];
    if (from == kNone && to == kNone) continue;
    if (stream.id == bounded) bounded_number = candidates.size();
    const auto id = static_cast<StreamId>(region.streams.size());
    if ((ideal[index(stream.id)] && from != kNone && to != kNone) || stream.id == bounded)
      candidates.push_back({id, stream.width()});
    stream.id = id;
    stream.source = from == kNone ? PortRef{kNone, region.input_count++} : PortRef{from, stream.source.port};
    stream.sink = to == kNone ? PortRef{kNone, region.output_count++} : PortRef{to, stream.sink.port};
    const bool listed = !candidates.empty() && candidates.back().stream == id;
    text += fmt::format("\n{}.{} {}.{} {} {} {}", stream.source.node, stream.source.port, stream.sink.node,
                        stream.sink.port, stream.beats(), stream.width(), listed);
    region.streams.push_back(std::move(stream));
  }
  text += fmt::format("\n{}", bounded_number);
  return {std::move(region), std::move(candidates), bounded_number, std::move(text)};
}

std::vector<std::size_t> candidates_in_row(const BufferProblem& whole, std::size_t i) {
  const HwGraph& graph = whole.graph();
  std::vector<std::vector<StreamId>> in(graph.nodes.size());
  std::vector<std::vector<StreamId>> out(graph.nodes.size());
  for (const Stream& stream : graph.streams) {
    if (stream.sink.node != kNone) in[index(stream.sink.node)].push_back(stream.id);
    if (stream.source.node != kNone) out[index(stream.source.node)].push_back(stream.id);
  }
  const auto simple = [&](NodeId node) {
    return node != kNone && in[index(node)].size() == 1 && out[index(node)].size() == 1;
  };
  std::vector<bool> row(graph.streams.size(), false);
  StreamId first = whole.candidates()[i].stream;
  while (simple(graph.streams[index(first)].source.node)) first = in[index(graph.streams[index(first)].source.node)][0];
  StreamId last = first;
  row[index(last)] = true;
  while (simple(graph.streams[index(last)].sink.node)) {
    last = out[index(graph.streams[index(last)].sink.node)][0];
    row[index(last)] = true;
  }
  std::vector<std::size_t> found;
  for (std::size_t other = 0; other < whole.candidates().size(); ++other)
    if (row[index(whole.candidates()[other].stream)]) found.push_back(other);
  return found;
}

namespace {

bool meets_goal(const BufferRegion& region, const BufferProblem& problem, std::int64_t depth) {
  Depths depths(region.candidates.size(), BufferProblem::kUnbounded);
  depths[region.bounded] = depth;
  const SimulateResult result = problem.run(depths, {.source_interval = problem.goal()});
  return !result.deadlock && result.interval() == problem.goal();
}

}  // namespace

bool meets_goal(const BufferRegion& region, std::int64_t depth, BufferProblem& whole) {
  const BufferProblem problem(region.graph, whole.goal(), region.candidates);
  const bool met = meets_goal(region, problem, depth);
  whole.spend(problem.effort());
  return met;
}

std::int64_t least_depth(const BufferRegion& region, std::int64_t most, BufferProblem& whole) {
  const BufferProblem problem(region.graph, whole.goal(), region.candidates);
  const std::int64_t least =
      bisect_depth(0, most, [&](std::int64_t depth) { return meets_goal(region, problem, depth); });
  whole.spend(problem.effort());
  return least;
}

std::int64_t bisect_depth(std::int64_t from, std::int64_t most, const std::function<bool(std::int64_t)>& meets) {
  if (most <= from || meets(from)) return std::min(from, most);
  std::int64_t low = std::max(from, kLeastDepth - 1);  // too little
  std::int64_t high = most;
  // A shift register of 32 beats can do more than the next larger buffers.
  if (most > kShiftRegister && low < kShiftRegister) (meets(kShiftRegister) ? high : low) = kShiftRegister;
  while (low + 1 < high) {
    const std::int64_t middle = low + (high - low) / 2;
    (meets(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace finn
