// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_config.h"

#include <algorithm>

namespace finn {
namespace {

std::string_view code_name(DataType type) {
  if (type.is_bipolar()) return "Code::kBipolar";
  return type.is_signed_code() ? "Code::kSigned" : "Code::kUnsigned";
}

/// A C string literal.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (byte < 0x20 || byte >= 0x7f)
      out += fmt::format("\\{:03o}", byte);
    else
      out += c;
  }
  return out + "\"";
}

std::string stream_row(const BenchStream& stream, const std::string& port, const std::string& layer) {
  std::string dims;
  for (std::size_t axis = 0; axis < 3; ++axis)
    dims += fmt::format("{}{}", axis ? ", " : "", axis < stream.shape.size() ? stream.shape[axis] : 1);
  return fmt::format("    {{{}, {}, {}, {}, {}, {}, {}, {}, {{{}}}}},\n", literal(port), literal(stream.tensor),
                     literal(layer), stream.beats(), stream.lanes, stream.type.type.bits(), code_name(stream.type.type),
                     stream.shape.size(), dims);
}

std::string connect_function(std::string_view name, const std::vector<BenchStream>& streams) {
  std::string text = fmt::format("template <typename Dut>\nvoid connect_{}(Dut& dut, Port* ports) {{\n", name);
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const auto port = [&](const char* signal) { return "dut." + verilator_name(streams[i].port + signal); };
    text += fmt::format("  ports[{}] = make_port({}, {}, {}, {});\n", i, port("_tdata"), port("_tvalid"),
                        port("_tready"), port("_tlast"));
  }
  return text + "}\n";
}

}  // namespace

std::string verilator_name(const std::string& port) {
  std::string out;
  for (std::size_t i = 0; i < port.size(); ++i) {
    if (port[i] == '_' && i + 1 < port.size() && port[i + 1] == '_') {
      out += "___05F";
      ++i;
    } else {
      out += port[i];
    }
  }
  return out;
}

std::string bench_config_header(const BenchDescription& description) {
  std::string text = fmt::format(
      "// Streams of \"{0}\": port, tensor, layer, beats a frame, elements a beat, bits of an element, code, shape.\n"
      "#pragma once\n\n#include \"stream.h\"\n#include \"vectors.h\"\n\n#define BENCH_TOP {0}\n\nnamespace bench {{\n\n"
      "constexpr const char* kTop = \"{0}\";\n"
      "// Prediction of the cycle model, in cycles; 0: none.\n"
      "constexpr std::int64_t kPredictedInterval = {1};\nconstexpr std::int64_t kPredictedLatency = {2};\n"
      "constexpr std::int64_t kIntervals = {3};\n\n",
      description.top, description.ii_cycles, description.latency_cycles, description.intervals);
  text += fmt::format("constexpr int kInputCount = {};\nconst StreamInfo kInputs[] = {{\n", description.inputs.size());
  for (const BenchStream& stream : description.inputs) text += stream_row(stream, stream.port, "");
  text += fmt::format("}};\n\nconstexpr int kOutputCount = {};\nconst StreamInfo kOutputs[] = {{\n",
                      description.outputs.size());
  for (const BenchStream& stream : description.outputs) text += stream_row(stream, stream.port, "");
  text += fmt::format("}};\n\n#ifdef BENCH_PROBES\nconstexpr int kProbeCount = {};\nconst StreamInfo kProbes[] = {{\n",
                      description.probes.size());
  for (const BenchProbe& probe : description.probes) text += stream_row(probe.stream, probe.wire, probe.layer);
  if (description.probes.empty()) text += "    {},\n";
  text += "};\n#endif\n\n";
  text += connect_function("inputs", description.inputs) + "\n" + connect_function("outputs", description.outputs);
  text += "\ntemplate <typename Dut>\nvoid tie_off(Dut& dut) {\n  (void)dut;\n";
  for (const std::string& port : description.tied) text += fmt::format("  dut.{} = 0;\n", verilator_name(port));
  text += "}\n";
  return text + "\n}  // namespace bench\n";
}

std::string probe_verilog(const BenchDescription& description) {
  std::int64_t widest = 96;  // one C signature for all widths: an array of 32-bit words
  for (const BenchProbe& probe : description.probes) widest = std::max(widest, probe.stream.payload_bits());
  widest = (widest + 31) / 32 * 32;
  std::string text = fmt::format(
      "// Watches the internal streams of {0} for the bench: not part of the design.\n"
      "`default_nettype none\n\n"
      "module fr_probe #(\n  parameter integer ID = 0,\n  parameter integer WIDTH = 1\n) (\n"
      "  input wire clk,\n  input wire [WIDTH-1:0] tdata,\n  input wire tvalid,\n  input wire tready,\n"
      "  input wire tlast\n);\n"
      "  import \"DPI-C\" function void bench_probe(input int id, input bit valid, input bit ready, input bit last,\n"
      "                                           input bit [{1}:0] data);\n"
      "  logic [1:0] before_q = 2'b0;\n  wire [{1}:0] wide = {2}'(tdata);\n\n"
      "  always @(posedge clk) begin\n"
      "    if ((tvalid && tready) || before_q != {{tvalid, tready}}) bench_probe(ID, tvalid, tready, tlast, wide);\n"
      "    before_q <= {{tvalid, tready}};\n  end\nendmodule\n",
      description.top, widest - 1, widest);
  for (std::size_t i = 0; i < description.probes.size(); ++i) {
    const BenchProbe& probe = description.probes[i];
    text += fmt::format(
        "\nbind {0} fr_probe #(\n  .ID({1}),\n  .WIDTH({2})\n) u_fr_probe_{1} (\n  .clk(aclk),\n  .tdata({3}_tdata),\n"
        "  .tvalid({3}_tvalid),\n  .tready({3}_tready),\n  .tlast({3}_tlast)\n);\n",
        description.top, i, probe.stream.payload_bits(), probe.wire);
  }
  return text + "\n`default_nettype wire\n";
}

}  // namespace finn
