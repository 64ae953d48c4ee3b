// SPDX-License-Identifier: Apache-2.0
// The hardware graph: cells and streams. Passes change it; emission only prints it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/cell.h"
#include "hw/rom.h"
#include "hw/stream.h"
#include "ir/network.h"

namespace finn {

using NodeId = int;
using StreamId = int;

/// A port of a node; node == kNone: the graph's own input or output number `port`.
struct PortRef {
  NodeId node = kNone;
  int port = 0;
  bool operator==(const PortRef&) const = default;
};

struct Node {
  NodeId id = kNone;
  const Cell* cell = nullptr;
  std::string name;  ///< unique, a legal Verilog identifier after emit/prepare
  Params params;
  std::vector<Memory> memories;  ///< those of RtlBinding::memories, and what became logic
  LayerId layer = kNone;         ///< the layer that it belongs to; kNone: plumbing
  std::string note;              ///< for the comment in the Verilog
};

/// What leaves a port: type, lanes and frame size. `elements` is per frame, a multiple of `lanes`.
struct StreamEnd {
  PortRef source;
  StreamType type;
  std::int64_t lanes = 1;
  std::int64_t elements = 1;
  std::int64_t channels = 1;  ///< period of per-channel encodings
  std::int64_t beats() const { return elements / lanes; }
};

/// The output 0 of a node as a stream end.
inline StreamEnd output_end(NodeId node, StreamType type, std::int64_t lanes, std::int64_t channels,
                            std::int64_t elements) {
  return {{node, 0}, std::move(type), lanes, elements, channels};
}

/// A connection. Both sides have the same lanes once width converters are in.
struct Stream {
  StreamId id = kNone;
  std::string name;
  PortRef source;
  PortRef sink;
  StreamType type;
  std::int64_t source_lanes = 1;
  std::int64_t sink_lanes = 1;
  std::int64_t elements = 1;  ///< per frame
  std::int64_t channels = 1;
  TensorId tensor = kNone;  ///< the network tensor that this stream carries whole, if any

  std::int64_t width() const { return source_lanes * type.type.bits(); }
  std::int64_t beats() const { return elements / source_lanes; }
};

/// Ids are indices and stable; streams that a pass replaced are rewired, never removed.
struct HwGraph {
  std::string name;
  std::vector<Node> nodes;
  std::vector<Stream> streams;
  std::vector<Rom> roms;  ///< what the nodes' memories are built of; nothing before build_memories()
  int input_count = 0;
  int output_count = 0;

  NodeId add_node(const Cell& cell, std::string name, Params params, LayerId layer = kNone,
                  std::vector<Memory> memories = {});
  StreamId connect(const StreamEnd& from, PortRef to, std::int64_t sink_lanes, TensorId tensor = kNone);
  /// Puts a one-in one-out node into a stream: `stream` then ends at the node, the new stream goes on.
  StreamId insert(StreamId stream, NodeId node, std::int64_t node_input_lanes, std::int64_t node_output_lanes);

  StreamId stream_into(PortRef sink) const;
  StreamId stream_from(PortRef source) const;
  /// Node ids, producers before consumers.
  std::vector<NodeId> topological_order() const;
};

}  // namespace finn
