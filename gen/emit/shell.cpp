// SPDX-License-Identifier: Apache-2.0
#include "emit/shell.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench/bench_config.h"
#include "emit/cost_json.h"
#include "emit/names.h"
#include "emit/registers.h"
#include "emit/shell_cost.h"
#include "emit/verilog.h"
#include "hw/parameters.h"

namespace finn {
namespace {

/// A stream between the core and the outside.
struct ShellPort {
  std::string wires;  ///< prefix of its wires: "in0", "out1"
  std::string port;   ///< of the core: "s_axis", "m_axis_y"
  const BusInterface* bus;
  bool is_input;
  int number;  ///< among inputs or outputs
  int block;   ///< its registers: inputs first
  std::int64_t bytes;
  std::int64_t beats;
};

class ShellPrinter {
 public:
  ShellPrinter(const HwGraph& graph, const Network& network, const Shell& shell, std::uint64_t build)
      : graph_(graph),
        network_(network),
        shell_(shell),
        build_(build),
        buses_(bus_interfaces(graph, network, shell)),
        parameters_(parameter_map(graph)) {
    collect(true);
    collect(false);
  }

  std::string print() {
    head();
    control();
    if (rewrites()) parameters();
    for (const ShellPort& port : ports_) stream(port);
    core();
    watch();
    out_ += "\nendmodule\n\n/* verilator lint_on SYMRSVDWORD */\n`default_nettype wire\n";
    return std::move(out_);
  }

  const std::vector<ShellPort>& ports() const { return ports_; }

 private:
  void collect(bool is_input) {
    const std::vector<std::string> names = is_input ? input_port_names(network_) : output_port_names(network_);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const int number = static_cast<int>(i);
      const PortRef end{kNone, number};
      const StreamId id = is_input ? graph_.stream_from(end) : graph_.stream_into(end);
      const Stream& stream = graph_.streams[static_cast<std::size_t>(id)];
      ports_.push_back({fmt::format("{}{}", is_input ? "in" : "out", i), names[i], bus_of(is_input, number), is_input,
                        number, static_cast<int>(ports_.size()), beat_bytes(stream), stream.beats()});
    }
  }

  const BusInterface* bus_of(bool is_input, int number) const {
    for (const BusInterface& bus : buses_)
      if (bus.graph_port == number &&
          (is_input ? bus.kind == BusKind::kStreamSlave || bus.kind == BusKind::kReadMaster
                    : bus.kind == BusKind::kStreamMaster || bus.kind == BusKind::kWriteMaster))
        return &bus;
    throw Defect("a graph port without a bus");
  }

  std::string module(const char* name) const { return module_name(name, graph_.name); }

  bool rewrites() const { return parameters_.words > 0; }

  void head() {
    out_ += fmt::format(
        "// {}: the accelerator for the network \"{}\" with registers{}. Made by finn-rtlgen: wiring alone.\n"
        "// The registers are those of docs/registers.md; driver/accelerator.json has their addresses.\n//\n",
        graph_.name, network_.name, shell_.dma ? " and DMA channels" : "");
    for (const ShellPort& port : ports_)
      out_ += fmt::format("// {:<12} port registers at 0x{:04x}{}, {} bytes a beat, {} beats a frame\n", port.bus->name,
                          port_base(port),
                          shell_.dma ? fmt::format(", channel registers at 0x{:04x}", channel_base(port)) : "",
                          port.bytes, port.beats);
    out_ += fmt::format(
        "`default_nettype none\n// \"interrupt\" is a word of C++ compilers.\n/* verilator lint_off SYMRSVDWORD */\n\n"
        "module {} (\n{}\n);\n\n  wire clk = aclk;\n  wire rst = !aresetn;\n",
        graph_.name, port_list_text(buses_));
  }

  static std::int64_t port_base(const ShellPort& port) { return kPortBlock.base + kPortBlock.stride * port.block; }
  static std::int64_t channel_base(const ShellPort& port) {
    return kChannelBlock.base + kChannelBlock.stride * port.block;
  }

  void wire(const std::string& name, std::int64_t bits = 1) {
    out_ += fmt::format("  wire {}{};\n", bits > 1 ? vector_range(bits) + " " : "", name);
  }

  /// {last, ..., first}: bit i is that of number i.
  std::string gathered(bool is_input, const char* suffix) const {
    std::string text;
    for (const ShellPort& port : ports_)
      if (port.is_input == is_input) text = port.wires + suffix + (text.empty() ? "" : ", ") + text;
    return "{" + text + "}";
  }

  /// What all ports (or none) say, with `sign` between.
  std::string joined(const char* suffix, const char* sign, const char* none, bool inputs = true,
                     bool outputs = true) const {
    std::string text;
    for (const ShellPort& port : ports_)
      if (port.is_input ? inputs : outputs) text += (text.empty() ? "" : sign) + port.wires + suffix;
    return text.empty() ? none : text;
  }

  void control() {
    out_ += "\n  // Registers.\n";
    for (const char* name : {"wr", "rd"}) wire(name);
    wire("wr_word", 14);
    wire("wr_data", 32);
    wire("wr_strb", 4);
    wire("rd_word", 14);
    wire("control_rd_data", 32);
    for (const ShellPort& port : ports_) {
      wire(port.wires + "_rd_data", 32);
      if (shell_.dma) wire(port.wires + "_channel_rd_data", 32);
    }
    if (rewrites()) wire("parameter_rd_data", 32);
    std::vector<Connection> ports{{"clk", "clk"}, {"rst", "rst"}};
    for (const BusInterface& bus : buses_)
      if (bus.kind == BusKind::kLiteSlave)
        for (const BusPort& port : bus.ports)
          ports.emplace_back("s_axi" + port.name.substr(bus.name.size()), port.name);
    for (const char* name : {"wr", "wr_word", "wr_data", "wr_strb", "rd", "rd_word"}) ports.emplace_back(name, name);
    ports.emplace_back("rd_data", "control_rd_data | " + joined("_rd_data", " | ", "32'd0") +
                                      (shell_.dma ? " | " + joined("_channel_rd_data", " | ", "32'd0") : "") +
                                      (rewrites() ? " | parameter_rd_data" : ""));
    out_ += "\n";
    out_ += instance_text(module("fr_axilite"), "axilite", {{"ADDRESS", std::to_string(kControlAddressBits)}}, ports);
    out_ += "\n";
    for (const char* name : {"frame_in", "frame_out", "idle", "at_rest", "hold", "clear", "flush", "core_rst"})
      wire(name);
    for (const ShellPort& port : ports_) {
      if (port.is_input) wire(port.wires + "_last_error");
      if (shell_.dma)
        for (const char* suffix : {"_busy", "_done", "_ended", "_quiet", "_start"}) wire(port.wires + suffix);
      if (!shell_.dma) continue;
      wire(port.wires + "_error", 2);
      wire(port.wires + "_address", 64);
      wire(port.wires + "_error_address", 64);
      wire(port.wires + "_frames", 32);
      wire(port.wires + "_frames_done", 32);
    }
    std::string error;
    for (const ShellPort& port : ports_)
      error += fmt::format("{}({}_ended && !{}_done)", error.empty() ? "" : " || ", port.wires, port.wires);
    std::string name;
    for (std::size_t i = 0; i < 32; ++i)
      name.insert(0,
                  fmt::format("{:02x}", i < network_.name.size() ? static_cast<unsigned char>(network_.name[i]) : 0));
    out_ += "\n";
    out_ += instance_text(module("fr_control"), "control",
                          {{"GENERATOR", fmt::format("32'h{:08x}", FINN_GENERATOR_VERSION)},
                           {"BUILD", fmt::format("64'h{:016x}", build_)},
                           {"NAME", "256'h" + name},
                           {"INPUTS", std::to_string(graph_.input_count)},
                           {"OUTPUTS", std::to_string(graph_.output_count)},
                           {"DMA", shell_.dma ? "1" : "0"},
                           {"PARAMETERS", rewrites() ? "1" : "0"},
                           {"MEMORY_BITS", std::to_string(shell_.dma ? shell_.memory_bits : 0)}},
                          {{"clk", "clk"},
                           {"rst", "rst"},
                           {"wr", "wr"},
                           {"wr_word", "wr_word"},
                           {"wr_data", "wr_data"},
                           {"wr_strb", "wr_strb"},
                           {"rd", "rd"},
                           {"rd_word", "rd_word"},
                           {"rd_data", "control_rd_data"},
                           {"frame_in", "frame_in"},
                           {"frame_out", "frame_out"},
                           {"idle", "idle"},
                           {"at_rest", "at_rest"},
                           {"busy", shell_.dma ? joined("_busy", " || ", "") : "1'b0"},
                           {"channel_done", shell_.dma ? joined("_ended", " || ", "") : "1'b0"},
                           {"channel_error", shell_.dma ? error : "1'b0"},
                           {"last_error", joined("_last_error", " || ", "1'b0", true, false)},
                           {"quiet", shell_.dma ? joined("_quiet", " && ", "") : "1'b1"},
                           {"hold", "hold"},
                           {"clear", "clear"},
                           {"flush", "flush"},
                           {"core_rst", "core_rst"},
                           {"irq", "interrupt"}});
  }

  void parameters() {
    const std::string bits = std::to_string(parameters_.address_bits());
    out_ += fmt::format("\n  // parameters: {} words at 0x{:04x}, {} a page\n", parameters_.words, kParameterWindow,
                        kParameterWindowWords);
    for (const char* name : {"keep", "refresh", "parameter_write"}) wire(name);
    out_ += fmt::format("  wire {} parameter_addr;\n", vector_range(parameters_.address_bits()));
    wire("parameter_data", 32);
    out_ += instance_text(module("fr_parameter_window"), "parameters",
                          {{"BASE", std::to_string(kParameterBlock.base)},
                           {"WORDS", std::to_string(parameters_.words)},
                           {"ADDRESS", bits}},
                          {{"clk", "clk"},
                           {"rst", "rst"},
                           {"wr", "wr"},
                           {"wr_word", "wr_word"},
                           {"wr_data", "wr_data"},
                           {"wr_strb", "wr_strb"},
                           {"rd_word", "rd_word"},
                           {"rd_data", "parameter_rd_data"},
                           {"hold", "hold"},
                           {"at_rest", "at_rest"},
                           {"idle", "idle"},
                           {"keep", "keep"},
                           {"refresh", "refresh"},
                           {"write", "parameter_write"},
                           {"write_addr", "parameter_addr"},
                           {"write_data", "parameter_data"}});
  }

  void stream(const ShellPort& port) {
    const std::string& w = port.wires;
    out_ += fmt::format("\n  // {} {}: {}\n", port.is_input ? "input" : "output", port.number, port.bus->name);
    for (const char* side : {"", "_core"}) {
      if (side[0] == '\0' || port.is_input) {
        if (side[0] == '\0') wire(w + "_tdata", 8 * port.bytes);
        wire(w + side + "_tvalid");
        wire(w + side + "_tready");
      }
    }
    wire(w + "_tlast");
    if (port.is_input)
      for (const char* suffix : {"_may_start", "_started", "_ended_frame", "_resting"}) wire(w + suffix);
    if (shell_.dma)
      channel(port);
    else if (port.is_input)
      out_ += fmt::format(
          "  assign {0}_tdata = {1}_tdata;\n  assign {0}_tvalid = {1}_tvalid;\n  assign {0}_tlast = {1}_tlast;\n"
          "  assign {1}_tready = {0}_tready;\n",
          w, port.port);
    else
      out_ += "  // A beat that is offered stays offered over a soft reset.\n" +
              instance_text(module("fr_skid"), w + "_skid", {{"WIDTH", std::to_string(8 * port.bytes)}},
                            {{"clk", "clk"},
                             {"rst", "rst"},
                             {"s_axis_tdata", w + "_tdata"},
                             {"s_axis_tvalid", w + "_tvalid && !core_rst"},
                             {"s_axis_tready", w + "_tready"},
                             {"s_axis_tlast", w + "_tlast"},
                             {"m_axis_tdata", port.port + "_tdata"},
                             {"m_axis_tvalid", port.port + "_tvalid"},
                             {"m_axis_tready", port.port + "_tready"},
                             {"m_axis_tlast", port.port + "_tlast"}});
    if (port.is_input)
      out_ += instance_text(module("fr_frame_gate"), w + "_gate", {{"BEATS", std::to_string(port.beats)}},
                            {{"clk", "clk"},
                             {"rst", "core_rst"},
                             {"may_start", w + "_may_start"},
                             {"s_axis_tvalid", w + "_tvalid"},
                             {"s_axis_tready", w + "_tready"},
                             {"m_axis_tvalid", w + "_core_tvalid"},
                             {"m_axis_tready", w + "_core_tready"},
                             {"started", w + "_started"},
                             {"ended", w + "_ended_frame"},
                             {"at_rest", w + "_resting"}});
    if (!port.is_input) wire(w + "_unchecked");
    out_ += instance_text(module("fr_port_counters"), w + "_counters",
                          {{"BASE", std::to_string(port_base(port))},
                           {"BEATS", std::to_string(port.beats)},
                           {"BEAT_BYTES", std::to_string(port.bytes)},
                           {"CHECK_LAST", port.is_input && !shell_.dma ? "1" : "0"}},
                          {{"clk", "clk"},
                           {"rst", "rst"},
                           {"sync_rst", "core_rst"},
                           {"clear", "clear"},
                           {"axis_tvalid", w + "_tvalid"},
                           {"axis_tready", w + "_tready"},
                           {"axis_tlast", w + "_tlast"},
                           {"rd_word", "rd_word"},
                           {"rd_data", w + "_rd_data"},
                           {"last_error", w + (port.is_input ? "_last_error" : "_unchecked")}});
    if (!port.is_input) out_ += fmt::format("  wire unused_{0} = &{{1'b0, {0}_unchecked}};\n", w);
  }

  void channel(const ShellPort& port) {
    const std::string& w = port.wires;
    out_ +=
        instance_text(module("fr_channel_registers"), w + "_channel", {{"BASE", std::to_string(channel_base(port))}},
                      {{"clk", "clk"},
                       {"rst", "rst"},
                       {"wr", "wr"},
                       {"wr_word", "wr_word"},
                       {"wr_data", "wr_data"},
                       {"wr_strb", "wr_strb"},
                       {"rd_word", "rd_word"},
                       {"rd_data", w + "_channel_rd_data"},
                       {"start", w + "_start"},
                       {"address", w + "_address"},
                       {"frames", w + "_frames"},
                       {"busy", w + "_busy"},
                       {"done", w + "_done"},
                       {"error", w + "_error"},
                       {"error_address", w + "_error_address"},
                       {"frames_done", w + "_frames_done"}});
    std::vector<Connection> ports{{"clk", "clk"}, {"rst", "rst"}, {"flush", "flush"}, {"clear", "core_rst"}};
    for (const char* name :
         {"quiet", "start", "address", "frames", "busy", "done", "ended", "error", "error_address", "frames_done"})
      ports.emplace_back(name, w + "_" + name);
    for (const char* signal : {"_tdata", "_tvalid", "_tready", "_tlast"})
      ports.emplace_back((port.is_input ? "m_axis" : "s_axis") + std::string(signal), w + signal);
    for (const BusPort& bus_port : port.bus->ports)
      ports.emplace_back("m_axi" + bus_port.name.substr(port.bus->name.size()), bus_port.name);
    out_ += instance_text(module(port.is_input ? "fr_dma_read" : "fr_dma_write"), w + "_dma",
                          {{"MEMORY_BITS", std::to_string(shell_.memory_bits)},
                           {"BURST", std::to_string(burst_words(shell_))},
                           {"OUTSTANDING", std::to_string(kOutstanding)},
                           {"BEAT_BYTES", std::to_string(port.bytes)},
                           {"BEATS", std::to_string(port.beats)}},
                          ports);
  }

  void core() {
    std::vector<Connection> ports{{"aclk", "clk"}, {"aresetn", rewrites() ? "!core_rst && !refresh" : "!core_rst"}};
    for (const ShellPort& port : ports_)
      for (const char* signal : {"_tdata", "_tvalid", "_tready", "_tlast"}) {
        const std::string_view name = signal;
        const bool handshake = name == "_tvalid" || name == "_tready";
        ports.emplace_back(port.port + signal, port.wires + (port.is_input && handshake ? "_core" : "") + signal);
      }
    if (rewrites())
      for (const char* name : {"parameter_write", "parameter_addr", "parameter_data"}) ports.emplace_back(name, name);
    out_ += "\n" + instance_text(core_name(graph_, shell_), "core", {}, ports);
  }

  void watch() {
    std::string left;
    for (const ShellPort& port : ports_)
      if (!port.is_input)
        left = fmt::format("{0}_tvalid && {0}_tready && {0}_tlast && !core_rst{1}{2}", port.wires,
                           left.empty() ? "" : ", ", left);
    out_ += "\n" + instance_text(module("fr_frame_watch"), "watch",
                                 {{"INPUTS", std::to_string(graph_.input_count)},
                                  {"OUTPUTS", std::to_string(graph_.output_count)}},
                                 {{"clk", "clk"},
                                  {"rst", "core_rst"},
                                  {"hold", rewrites() ? "keep" : "hold"},
                                  {"started", gathered(true, "_started")},
                                  {"ended", gathered(true, "_ended_frame")},
                                  {"resting", gathered(true, "_resting")},
                                  {"left", "{" + left + "}"},
                                  {"may_start", gathered(true, "_may_start")},
                                  {"frame_in", "frame_in"},
                                  {"frame_out", "frame_out"},
                                  {"at_rest", "at_rest"},
                                  {"idle", "idle"}});
    if (!shell_.dma) out_ += "  wire unused_flush = &{1'b0, flush};\n";
  }

  const HwGraph& graph_;
  const Network& network_;
  const Shell& shell_;
  std::uint64_t build_;
  std::vector<BusInterface> buses_;
  ParameterMap parameters_;
  std::vector<ShellPort> ports_;
  std::string out_;
};

}  // namespace

std::string core_name(const HwGraph& graph, const Shell& shell) {
  return shell.any() ? module_name("fr_core", graph.name) : graph.name;
}

std::vector<std::string> shell_library(const HwGraph& graph, const Shell& shell) {
  std::vector<std::string> files;
  if (!shell.any()) return files;
  for (const char* name : {"axilite", "control", "frame_gate", "frame_join", "frame_watch", "port_counters"})
    files.push_back(fmt::format("axilite/fr_{}.v", name));
  if (shell.dma)
    files.insert(files.end(),
                 {"axilite/fr_channel_registers.v", "dma/fr_dma_bursts.v", "dma/fr_dma_job.v", "dma/fr_dma_size.v",
                  "dma_read/fr_dma_read.v", "dma_write/fr_dma_write.v", "dwc/fr_dwc.v", "fifo_srl/fr_fifo_srl.v"});
  else
    files.push_back("skid/fr_skid.v");
  if (parameter_map(graph).words > 0) files.push_back("axilite/fr_parameter_window.v");
  std::sort(files.begin(), files.end());
  return files;
}

std::string shell_verilog(const HwGraph& graph, const Network& network, const Shell& shell, std::uint64_t build) {
  return ShellPrinter(graph, network, shell, build).print();
}

nlohmann::ordered_json shell_json(const HwGraph& graph, const Network& network, const Shell& shell, Family family) {
  using Json = nlohmann::ordered_json;
  Json json{{"axilite", shell.any()}, {"dma", shell.dma}};
  if (shell.dma) {
    json["memory_bits"] = shell.memory_bits;
    json["burst_words"] = burst_words(shell);
    json["outstanding"] = kOutstanding;
  }
  json["parameter_words"] = parameter_map(graph).words;
  json["core"] = core_name(graph, shell);
  json["interfaces"] = Json::array();
  for (const BusInterface& bus : bus_interfaces(graph, network, shell))
    if (bus.kind != BusKind::kClock && bus.kind != BusKind::kReset) json["interfaces"].push_back(bus.name);
  put_cost(json, shell_cost(graph, shell, family));
  json["certainty"] = "structural";
  return json;
}

std::string shell_config(const HwGraph& graph, const Network& network, const Shell& shell, std::uint64_t build) {
  const ShellPrinter printer(graph, network, shell, build);
  std::string text = fmt::format(
      "// The shell of \"{0}\" for its bench.\n#pragma once\n\n#include \"axi.h\"\n#include \"bench_config.h\"\n\n"
      "#define SHELL_TOP {0}\n#define SHELL_DMA {1}\n\nnamespace bench {{\n\n"
      "constexpr const char* kShellTop = \"{0}\";\nconstexpr const char* kNetworkName = \"{2}\";\n"
      "constexpr std::uint64_t kBuild = 0x{3:016x}u;\nconstexpr std::uint32_t kGenerator = 0x{4:08x}u;\n"
      "constexpr std::uint32_t kMemoryBits = {5};\nconstexpr std::uint32_t kParameterWords = {6};\n"
      "constexpr std::uint32_t kParameterWindow = 0x{7:x};\nconstexpr std::uint32_t kPageWords = 0x{8:x};\n\n",
      graph.name, shell.dma ? 1 : 0, network.name, build, FINN_GENERATOR_VERSION, shell.dma ? shell.memory_bits : 0,
      parameter_map(graph).words, kParameterWindow, kParameterWindowWords);
  text += "template <typename Dut>\nLitePorts lite_ports(Dut& dut) {\n  LitePorts ports;\n";
  for (const BusInterface& bus : bus_interfaces(graph, network, shell))
    if (bus.kind == BusKind::kLiteSlave)
      for (const BusPort& port : bus.ports)
        text += fmt::format("  ports.{} = make_signal(dut.{});\n", port.name.substr(bus.name.size() + 1),
                            verilator_name(port.name));
  text +=
      "  return ports;\n}\n\ntemplate <typename Dut>\nvoid connect_memories(Dut& dut, ReadPorts* reads, WritePorts* "
      "writes) {\n";
  const auto signal = [](const BusInterface& bus, const std::string& name) {
    return fmt::format("make_signal(dut.{})", verilator_name(bus.name + "_" + name));
  };
  const auto address = [&](const BusInterface& bus, const std::string& prefix) {
    std::string list;
    for (const char* name : {"addr", "len", "size", "burst", "cache", "prot", "valid", "ready"})
      list += (list.empty() ? "" : ", ") + signal(bus, prefix + name);
    return "{" + list + "}";
  };
  if (!shell.dma) text += "  (void)dut;\n  (void)reads;\n  (void)writes;\n";
  for (const ShellPort& port : printer.ports()) {
    if (!shell.dma) break;
    const bool read = port.is_input;
    text +=
        fmt::format("  {}[{}] = {{{}", read ? "reads" : "writes", port.number, address(*port.bus, read ? "ar" : "aw"));
    const std::vector<const char*> names =
        read ? std::vector<const char*>{"rdata", "rresp", "rlast", "rvalid", "rready"}
             : std::vector<const char*>{"wdata", "wstrb", "wlast", "wvalid", "wready", "bresp", "bvalid", "bready"};
    for (const char* name : names) text += ", " + signal(*port.bus, name);
    text += "};\n";
  }
  return text + "}\n\n}  // namespace bench\n";
}

}  // namespace finn
