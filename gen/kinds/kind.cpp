// SPDX-License-Identifier: Apache-2.0
#include "kinds/kind.h"

namespace finn {

NodeId LowerContext::add(const Cell& cell, std::string_view suffix, Params params, std::vector<Memory> memories) {
  for (Memory& memory : memories) memory.writable = layer.runtime;
  return graph.add_node(cell, fmt::format("{}_{}", layer.name, suffix), std::move(params), layer.id,
                        std::move(memories));
}

void LowerContext::feed(const StreamEnd& from, NodeId node, std::int64_t lanes, int port) {
  graph.connect(from, {node, port}, lanes);
}

const LayerKind* find_kind(std::string_view name) {
  for (const LayerKind* kind : all_kinds())
    if (kind->name == name) return kind;
  return nullptr;
}

}  // namespace finn
