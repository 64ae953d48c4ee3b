// SPDX-License-Identifier: Apache-2.0
#include "emit/top.h"

#include <algorithm>

#include "emit/names.h"
#include "kinds/kind.h"

namespace finn {
namespace {

using Connection = std::pair<std::string, std::string>;

std::size_t index(int id) { return static_cast<std::size_t>(id); }

std::int64_t byte_bits(std::int64_t bits) { return (bits + 7) / 8 * 8; }

std::string vector_range(std::int64_t bits) { return fmt::format("[{}:0]", bits - 1); }

std::int64_t address_bits(std::size_t depth) {
  std::int64_t bits = 1;
  while ((std::size_t{1} << bits) < depth) ++bits;
  return bits;
}

/// ".name (value)" lines in columns.
std::string named_list(const std::vector<Connection>& items, std::string_view indent) {
  std::size_t widest = 0;
  for (const auto& [name, value] : items) widest = std::max(widest, name.size());
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i)
    text += fmt::format("{}.{:<{}} ({}){}\n", indent, items[i].first, widest, items[i].second,
                        i + 1 < items.size() ? "," : "");
  return text;
}

std::string instance(const std::string& module, const std::string& name, const std::vector<Connection>& params,
                     const std::vector<Connection>& ports) {
  std::string text = "  " + module;
  if (!params.empty()) text += " #(\n" + named_list(params, "    ") + "  )";
  return text + " u_" + name + " (\n" + named_list(ports, "    ") + "  );\n";
}

class TopPrinter {
 public:
  TopPrinter(const HwGraph& graph, const Network& network, const Prepared& prepared)
      : graph_(graph), network_(network), prepared_(prepared) {}

  std::string print() {
    ports();
    out_ += "  wire clk = aclk;\n  wire rst = !aresetn;\n";
    for (const Stream& stream : graph_.streams) wires(stream);
    for (const Stream& stream : graph_.streams) boundary(stream);
    for (const NodeId id : graph_.topological_order()) node(graph_.nodes[index(id)]);
    out_ += "\nendmodule\n\n`default_nettype wire\n";
    return std::move(out_);
  }

 private:
  const Stream& boundary_stream(bool is_input, int number) const {
    const PortRef port{kNone, number};
    return graph_.streams[index(is_input ? graph_.stream_from(port) : graph_.stream_into(port))];
  }

  void ports() {
    out_ +=
        fmt::format("// {}: a streaming accelerator for the network \"{}\". Made by finn-rtlgen: wiring alone.\n//\n",
                    graph_.name, network_.name);
    describe("in ", network_.inputs, true, input_port_names(network_));
    describe("out", network_.outputs, false, output_port_names(network_));
    out_ += "// A beat's element 0 stands in its lowest bits; a beat is zero-padded to whole bytes.\n";
    out_ += "// tlast of inputs is ignored: frames are counted by beats.\n";
    out_ += fmt::format("`default_nettype none\n\nmodule {} (\n", graph_.name);
    out_ += "  input  wire aclk,\n  input  wire aresetn";
    for (int i = 0; i < graph_.input_count; ++i)
      axis(input_port_names(network_)[index(i)], byte_bits(boundary_stream(true, i).width()), true);
    for (int i = 0; i < graph_.output_count; ++i)
      axis(output_port_names(network_)[index(i)], byte_bits(boundary_stream(false, i).width()), false);
    out_ += "\n);\n\n";
  }

  template <typename Ports>
  void describe(std::string_view side, const Ports& graph_ports, bool is_input, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < graph_ports.size(); ++i) {
      const TensorInfo& tensor = network_.tensors[index(graph_ports[i].tensor)];
      const Stream& stream = boundary_stream(is_input, static_cast<int>(i));
      out_ += fmt::format("// {} {}: \"{}\" {} {}, {} elements a beat, {} beats a frame\n", side, names[i], tensor.name,
                          shape_text(tensor.shape), tensor.type.name(), stream.source_lanes, stream.beats());
    }
  }

  void axis(const std::string& prefix, std::int64_t bits, bool is_input) {
    const char* forward = is_input ? "input  wire" : "output wire";
    const char* backward = is_input ? "output wire" : "input  wire";
    out_ += fmt::format(",\n  {0} {2} {1}_tdata,\n  {0} {1}_tvalid,\n  {3} {1}_tready,\n  {0} {1}_tlast", forward,
                        prefix, vector_range(bits), backward);
  }

  void wires(const Stream& stream) {
    out_ += fmt::format("\n  wire {1} {0}_tdata;\n  wire {0}_tvalid;\n  wire {0}_tready;\n  wire {0}_tlast;\n",
                        stream.name, vector_range(stream.width()));
  }

  void boundary(const Stream& stream) {
    if (stream.source.node == kNone) {
      const std::string port = input_port_names(network_)[index(stream.source.port)];
      out_ += fmt::format(
          "\n  assign {0}_tdata = {1}_tdata{2};\n  assign {0}_tvalid = {1}_tvalid;\n"
          "  assign {0}_tlast = {1}_tlast;\n  assign {1}_tready = {0}_tready;\n",
          stream.name, port, vector_range(stream.width()));
      if (byte_bits(stream.width()) != stream.width())
        out_ += fmt::format("  wire unused_{0} = &{{1'b0, {0}_tdata[{1}:{2}]}};\n", port, byte_bits(stream.width()) - 1,
                            stream.width());
    }
    if (stream.sink.node == kNone) {
      const std::string port = output_port_names(network_)[index(stream.sink.port)];
      const std::int64_t padding = byte_bits(stream.width()) - stream.width();
      const std::string data = padding == 0 ? fmt::format("{}_tdata", stream.name)
                                            : fmt::format("{{{}'d0, {}_tdata}}", padding, stream.name);
      out_ += fmt::format(
          "\n  assign {1}_tdata = {2};\n  assign {1}_tvalid = {0}_tvalid;\n"
          "  assign {1}_tlast = {0}_tlast;\n  assign {0}_tready = {1}_tready;\n",
          stream.name, port, data);
    }
  }

  void stream_ports(std::vector<Connection>& ports, const std::string& prefix, const Stream& stream) const {
    for (const char* signal : {"_tdata", "_tvalid", "_tready", "_tlast"})
      ports.emplace_back(prefix + signal, stream.name + signal);
  }

  void node(const Node& node) {
    const RtlBinding binding = node.cell->rtl(node.params);
    std::vector<Connection> params;
    for (const RtlParam& param : binding.params)
      params.emplace_back(param.name, std::holds_alternative<std::int64_t>(param.value)
                                          ? std::to_string(std::get<std::int64_t>(param.value))
                                          : fmt::format("\"{}\"", std::get<std::string>(param.value)));
    std::vector<Connection> ports{{"clk", "clk"}, {"rst", "rst"}};
    for (std::size_t i = 0; i < binding.inputs.size(); ++i)
      stream_ports(ports, binding.inputs[i], graph_.streams[index(graph_.stream_into({node.id, static_cast<int>(i)}))]);
    for (std::size_t i = 0; i < binding.outputs.size(); ++i)
      stream_ports(ports, binding.outputs[i],
                   graph_.streams[index(graph_.stream_from({node.id, static_cast<int>(i)}))]);
    out_ += fmt::format("\n  // {}\n", origin(node));
    for (const std::string& port : binding.memories) memories(node, port, ports);
    out_ += instance(module_name(binding.module, graph_.name), node.name, params, ports);
  }

  std::string origin(const Node& node) const {
    if (node.layer == kNone) return node.note.empty() ? std::string(node.cell->doc) : node.note;
    const Layer& layer = network_.layers[index(node.layer)];
    return fmt::format("layer \"{}\" ({}){}{}", layer.name, layer.kind->name, node.note.empty() ? "" : ": ", node.note);
  }

  /// The ROMs behind one memory port of a node, and the port's connections.
  void memories(const Node& node, const std::string& port, std::vector<Connection>& ports) {
    std::int64_t lanes = 1;
    std::int64_t width = 1;
    std::int64_t address = 1;
    for (const Memory& memory : node.memories) {
      if (memory.port != port) continue;
      lanes = memory.lanes;
      width = memory.width;
      address = address_bits(memory.words.size());
    }
    const std::string base = fmt::format("{}_{}", node.name, port);
    out_ += fmt::format("  wire {0}_en;\n  wire {1} {0}_addr;\n  wire {2} {0}_data;\n", base,
                        vector_range(lanes * address), vector_range(lanes * width));
    for (std::size_t i = 0; i < node.memories.size(); ++i) {
      const Memory& memory = node.memories[i];
      if (memory.port != port) continue;
      const std::string name = lanes == 1 ? base : fmt::format("{}{}", base, memory.lane);
      const auto slice = [&](std::int64_t bits) {
        return lanes == 1 ? std::string() : fmt::format("[{}:{}]", (memory.lane + 1) * bits - 1, memory.lane * bits);
      };
      out_ += instance(module_name("fr_rom", graph_.name), name,
                       {{"WIDTH", std::to_string(memory.width)},
                        {"DEPTH", std::to_string(memory.words.size())},
                        {"STYLE", memory.ram_style == "block"         ? "1"
                                  : memory.ram_style == "distributed" ? "2"
                                                                      : "0"},
                        {"INIT_FILE", fmt::format("\"{}\"", prepared_.memory_names[index(node.id)][i])}},
                       {{"clk", "clk"},
                        {"en", base + "_en"},
                        {"addr", base + "_addr" + slice(address)},
                        {"data", base + "_data" + slice(width)}});
    }
    for (const char* signal : {"_en", "_addr", "_data"}) ports.emplace_back(port + signal, base + signal);
  }

  const HwGraph& graph_;
  const Network& network_;
  const Prepared& prepared_;
  std::string out_;
};

}  // namespace

std::string top_verilog(const HwGraph& graph, const Network& network, const Prepared& prepared) {
  return TopPrinter(graph, network, prepared).print();
}

}  // namespace finn
