// SPDX-License-Identifier: Apache-2.0
#include "emit/interface.h"

#include <fmt/format.h>

#include "emit/names.h"
#include "emit/verilog.h"

namespace finn {
namespace {

/// A signal of a bus, seen from its master.
struct Signal {
  const char* name;
  std::int64_t width;
  bool to_slave;
};

std::vector<Signal> stream_signals(std::int64_t bits) {
  return {{"tdata", bits, true}, {"tvalid", 1, true}, {"tready", 1, false}, {"tlast", 1, true}};
}

std::vector<Signal> lite_signals() {
  return {{"awaddr", kControlAddressBits, true},
          {"awprot", 3, true},
          {"awvalid", 1, true},
          {"awready", 1, false},
          {"wdata", 32, true},
          {"wstrb", 4, true},
          {"wvalid", 1, true},
          {"wready", 1, false},
          {"bresp", 2, false},
          {"bvalid", 1, false},
          {"bready", 1, true},
          {"araddr", kControlAddressBits, true},
          {"arprot", 3, true},
          {"arvalid", 1, true},
          {"arready", 1, false},
          {"rdata", 32, false},
          {"rresp", 2, false},
          {"rvalid", 1, false},
          {"rready", 1, true}};
}

std::vector<Signal> read_signals(std::int64_t bits) {
  return {{"araddr", kMemoryAddressBits, true},
          {"arlen", 8, true},
          {"arsize", 3, true},
          {"arburst", 2, true},
          {"arcache", 4, true},
          {"arprot", 3, true},
          {"arvalid", 1, true},
          {"arready", 1, false},
          {"rdata", bits, false},
          {"rresp", 2, false},
          {"rlast", 1, false},
          {"rvalid", 1, false},
          {"rready", 1, true}};
}

std::vector<Signal> write_signals(std::int64_t bits) {
  return {{"awaddr", kMemoryAddressBits, true},
          {"awlen", 8, true},
          {"awsize", 3, true},
          {"awburst", 2, true},
          {"awcache", 4, true},
          {"awprot", 3, true},
          {"awvalid", 1, true},
          {"awready", 1, false},
          {"wdata", bits, true},
          {"wstrb", bits / 8, true},
          {"wlast", 1, true},
          {"wvalid", 1, true},
          {"wready", 1, false},
          {"bresp", 2, false},
          {"bvalid", 1, false},
          {"bready", 1, true}};
}

BusInterface bus(const std::string& name, BusKind kind, const std::vector<Signal>& signals, bool is_master,
                 std::int64_t address_bits, int graph_port) {
  BusInterface made{name, kind, {}, address_bits, graph_port};
  for (const Signal& signal : signals)
    made.ports.push_back(
        {fmt::format("{}_{}", name, signal.name), upper_case(signal.name), signal.to_slave != is_master, signal.width});
  return made;
}

/// m_axi_in, m_axi_in_<tensor> for s_axis, s_axis_<tensor>.
std::string memory_name(const std::string& stream, bool is_input) {
  const std::string prefix = is_input ? "s_axis" : "m_axis";
  return (is_input ? "m_axi_in" : "m_axi_out") + stream.substr(prefix.size());
}

const char* vivado_bus(BusKind kind) {
  switch (kind) {
    case BusKind::kClock:
      return "xilinx.com:signal:clock:1.0";
    case BusKind::kReset:
      return "xilinx.com:signal:reset:1.0";
    case BusKind::kInterrupt:
      return "xilinx.com:signal:interrupt:1.0";
    case BusKind::kStreamSlave:
    case BusKind::kStreamMaster:
      return "xilinx.com:interface:axis:1.0";
    default:
      return "xilinx.com:interface:aximm:1.0";
  }
}

bool is_bus(BusKind kind) { return kind != BusKind::kClock && kind != BusKind::kReset && kind != BusKind::kInterrupt; }

/// Width of the first of these ports that there is.
std::int64_t width_of(const BusInterface& interface, const char* first, const char* second) {
  for (const BusPort& port : interface.ports)
    if (port.logical == first || port.logical == second) return port.width;
  return 0;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

Parameters memory_parameters(const BusInterface& interface, const Shell& shell) {
  const bool lite = interface.kind == BusKind::kLiteSlave;
  const bool reads = interface.kind == BusKind::kReadMaster;
  Parameters all{{"PROTOCOL", lite ? "AXI4LITE" : "AXI4"},
                 {"DATA_WIDTH", std::to_string(width_of(interface, "WDATA", "RDATA"))},
                 {"ADDR_WIDTH", std::to_string(width_of(interface, "AWADDR", "ARADDR"))},
                 {"ID_WIDTH", "0"},
                 {"READ_WRITE_MODE", lite    ? "READ_WRITE"
                                     : reads ? "READ_ONLY"
                                             : "WRITE_ONLY"}};
  if (!lite) {
    // What the interconnect may leave out, and how much it should let through at a time.
    all.emplace_back("HAS_BURST", "1");
    all.emplace_back("SUPPORTS_NARROW_BURST", "0");
    all.emplace_back("MAX_BURST_LENGTH", std::to_string(burst_words(shell)));
    all.emplace_back(reads ? "NUM_READ_OUTSTANDING" : "NUM_WRITE_OUTSTANDING", std::to_string(kOutstanding));
  }
  return all;
}

Parameters bus_parameters(const BusInterface& interface, const std::string& buses, const Shell& shell) {
  switch (interface.kind) {
    case BusKind::kClock:
      return {{"ASSOCIATED_BUSIF", buses}, {"ASSOCIATED_RESET", "aresetn"}};
    case BusKind::kReset:
      return {{"POLARITY", "ACTIVE_LOW"}};
    case BusKind::kInterrupt:
      return {{"SENSITIVITY", "LEVEL_HIGH"}};
    case BusKind::kStreamSlave:
    case BusKind::kStreamMaster:
      return {{"TDATA_NUM_BYTES", std::to_string(width_of(interface, "TDATA", "") / 8)},
              {"HAS_TREADY", "1"},
              {"HAS_TLAST", "1"},
              {"HAS_TKEEP", "0"},
              {"HAS_TSTRB", "0"}};
    default:
      return memory_parameters(interface, shell);
  }
}

/// As X_INTERFACE_PARAMETER has them.
std::string parameters_text(const BusInterface& interface) {
  std::string text = "XIL_INTERFACENAME " + interface.name;
  for (const auto& [name, value] : interface.parameters) text += fmt::format(", {} {}", name, value);
  return text;
}

}  // namespace

std::vector<BusInterface> bus_interfaces(const HwGraph& graph, const Network& network, const Shell& shell) {
  std::vector<BusInterface> all{{"aclk", BusKind::kClock, {{"aclk", "CLK", true, 1}}},
                                {"aresetn", BusKind::kReset, {{"aresetn", "RST", true, 1}}}};
  if (shell.any()) {
    all.push_back({"interrupt", BusKind::kInterrupt, {{"interrupt", "INTERRUPT", false, 1}}});
    all.push_back(bus("s_axi_control", BusKind::kLiteSlave, lite_signals(), false, kControlAddressBits, -1));
  }
  const auto width = [&](StreamId stream) { return 8 * beat_bytes(graph.streams[static_cast<std::size_t>(stream)]); };
  for (int i = 0; i < graph.input_count; ++i) {
    const std::string name = input_port_names(network)[static_cast<std::size_t>(i)];
    if (shell.dma)
      all.push_back(bus(memory_name(name, true), BusKind::kReadMaster, read_signals(shell.memory_bits), true,
                        kMemoryAddressBits, i));
    else
      all.push_back(
          bus(name, BusKind::kStreamSlave, stream_signals(width(graph.stream_from({kNone, i}))), false, 0, i));
  }
  for (int i = 0; i < graph.output_count; ++i) {
    const std::string name = output_port_names(network)[static_cast<std::size_t>(i)];
    if (shell.dma)
      all.push_back(bus(memory_name(name, false), BusKind::kWriteMaster, write_signals(shell.memory_bits), true,
                        kMemoryAddressBits, i));
    else
      all.push_back(
          bus(name, BusKind::kStreamMaster, stream_signals(width(graph.stream_into({kNone, i}))), true, 0, i));
  }
  std::string buses;
  for (const BusInterface& interface : all)
    if (is_bus(interface.kind)) buses += (buses.empty() ? "" : ":") + interface.name;
  for (BusInterface& interface : all) interface.parameters = bus_parameters(interface, buses, shell);
  return all;
}

std::string port_list_text(const std::vector<BusInterface>& interfaces) {
  std::string text;
  for (const BusInterface& interface : interfaces)
    for (const BusPort& port : interface.ports) {
      if (!text.empty()) text += ",\n";
      const bool is_first = &port == &interface.ports.front();
      if (is_first) text += fmt::format("  (* X_INTERFACE_PARAMETER = \"{}\" *)\n", parameters_text(interface));
      text += fmt::format("  (* X_INTERFACE_INFO = \"{} {} {}\" *)\n", vivado_bus(interface.kind), interface.name,
                          port.logical);
      const std::string range = port.width > 1 ? vector_range(port.width) : "";
      text += fmt::format("  {} {}{}{}", port.is_input ? "input  wire" : "output wire", range, range.empty() ? "" : " ",
                          port.name);
    }
  return text;
}

}  // namespace finn
