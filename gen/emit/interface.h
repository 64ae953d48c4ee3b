// SPDX-License-Identifier: Apache-2.0
// The ports of the top module, as bus interfaces: what the Verilog prints and the package describes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hw/graph.h"
#include "ir/network.h"

namespace finn {

/// What stands between the accelerator's streams and the outside.
struct Shell {
  bool axilite = false;           ///< an AXI4-Lite register block
  bool dma = false;               ///< AXI4 masters instead of streams; implies axilite
  std::int64_t memory_bits = 64;  ///< of an AXI4 master's data: 32, 64, ... 512

  bool any() const { return axilite || dma; }
};

/// Words of a burst: 16, or as many as fill 256 bytes where words are narrow.
inline std::int64_t burst_words(const Shell& shell) { return std::max<std::int64_t>(16, 2048 / shell.memory_bits); }
inline constexpr std::int64_t kOutstanding = 4;  ///< bursts of a channel under way

struct BusPort {
  std::string name;     ///< in the Verilog
  std::string logical;  ///< in the bus's definition, "TDATA"
  bool is_input = true;
  std::int64_t width = 1;
};

enum class BusKind {
  kClock,
  kReset,      ///< active low
  kInterrupt,  ///< active high, level
  kStreamSlave,
  kStreamMaster,
  kLiteSlave,    ///< AXI4-Lite
  kReadMaster,   ///< AXI4, read channels alone
  kWriteMaster,  ///< AXI4, write channels alone
};

struct BusInterface {
  std::string name;
  BusKind kind;
  std::vector<BusPort> ports;
  std::int64_t address_bits = 0;  ///< of memory-mapped ones
  int graph_port = -1;            ///< the graph input or output that it serves, if any
  /// What Vivado should know of it beyond its ports: ASSOCIATED_BUSIF, PROTOCOL and so on (UG994). No frequency: it is
  /// that of the clock in the block design.
  std::vector<std::pair<std::string, std::string>> parameters{};

  bool is_memory_mapped() const { return address_bits > 0; }
};

inline constexpr std::int64_t kControlAddressBits = 16;
inline constexpr std::int64_t kMemoryAddressBits = 64;

/// Bytes of a beat at the boundary, which is padded to whole ones.
inline std::int64_t beat_bytes(const Stream& stream) { return (stream.width() + 7) / 8; }

/// Interfaces of the top in the order of its ports: aclk, aresetn; interrupt, s_axi_control (axilite); for each graph
/// input s_axis_* or m_axi_in*, for each output m_axis_* or m_axi_out* (dma).
std::vector<BusInterface> bus_interfaces(const HwGraph& graph, const Network& network, const Shell& shell);

/// The part of a top module's port list that declares these interfaces, with the attributes that tell Vivado what they
/// are (X_INTERFACE_INFO, X_INTERFACE_PARAMETER). No comma behind the last port.
std::string port_list_text(const std::vector<BusInterface>& interfaces);

}  // namespace finn
