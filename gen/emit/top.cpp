// SPDX-License-Identifier: Apache-2.0
#include "emit/top.h"

#include "emit/interface.h"
#include "emit/names.h"
#include "emit/rom_text.h"
#include "emit/verilog.h"
#include "hw/parameters.h"
#include "kinds/kind.h"

namespace finn {
namespace {

std::size_t index(int id) { return static_cast<std::size_t>(id); }

class TopPrinter {
 public:
  TopPrinter(const HwGraph& graph, const Network& network, const Prepared& prepared, const std::string& module,
             bool parameter_bus)
      : graph_(graph),
        network_(network),
        module_(module),
        roms_(graph, prepared),
        parameters_(parameter_map(graph)),
        parameter_bus_(parameter_bus && parameters_.words > 0) {}

  std::string print() {
    ports();
    out_ += "  wire clk = aclk;\n  wire rst = !aresetn;\n";
    if (parameters_.words > 0 && !parameter_bus_)
      out_ += fmt::format(
          "  // Nothing rewrites the parameters.\n  wire parameter_write = 1'b0;\n  wire {} parameter_addr = {}'d0;\n"
          "  wire [31:0] parameter_data = 32'd0;\n",
          vector_range(parameters_.address_bits()), parameters_.address_bits());
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
                    module_, network_.name);
    describe("in ", network_.inputs, true, input_port_names(network_));
    describe("out", network_.outputs, false, output_port_names(network_));
    out_ += "// A beat's element 0 stands in its lowest bits; a beat is zero-padded to whole bytes.\n";
    out_ += "// tlast of inputs is ignored: frames are counted by beats.\n";
    out_ += fmt::format("`default_nettype none\n\nmodule {} (\n", module_);
    out_ += port_list_text(bus_interfaces(graph_, network_, {}));
    if (parameter_bus_)
      out_ += fmt::format(
          ",\n  // words of parameters that the host rewrites, while no frame is inside\n  input  wire "
          "parameter_write,\n"
          "  input  wire {} parameter_addr,\n  input  wire [31:0] parameter_data",
          vector_range(parameters_.address_bits()));
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
      if (8 * beat_bytes(stream) != stream.width())
        out_ += fmt::format("  wire unused_{0} = &{{1'b0, {0}_tdata[{1}:{2}]}};\n", port, 8 * beat_bytes(stream) - 1,
                            stream.width());
    }
    if (stream.sink.node == kNone) {
      const std::string port = output_port_names(network_)[index(stream.sink.port)];
      const std::int64_t padding = 8 * beat_bytes(stream) - stream.width();
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
    const RtlBinding binding = node.cell->rtl(node.params, node.memories);
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
    out_ += roms_.node(node, binding.memories, ports);
    out_ += instance_text(module_name(binding.module, graph_.name), node.name, params, ports);
  }

  std::string origin(const Node& node) const {
    if (node.layer == kNone) return node.note.empty() ? std::string(node.cell->doc) : node.note;
    const Layer& layer = network_.layers[index(node.layer)];
    return fmt::format("layer \"{}\" ({}){}{}", layer.name, layer.kind->name, node.note.empty() ? "" : ": ", node.note);
  }

  const HwGraph& graph_;
  const Network& network_;
  const std::string& module_;
  RomPrinter roms_;
  ParameterMap parameters_;
  bool parameter_bus_;
  std::string out_;
};

}  // namespace

std::string top_verilog(const HwGraph& graph, const Network& network, const Prepared& prepared,
                        const std::string& module, bool parameter_bus) {
  return TopPrinter(graph, network, prepared, module, parameter_bus).print();
}

}  // namespace finn
