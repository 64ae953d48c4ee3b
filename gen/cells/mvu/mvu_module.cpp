// SPDX-License-Identifier: Apache-2.0
#include "cells/mvu/mvu_module.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "hw/content_hash.h"

namespace finn {
namespace {

std::int64_t address_bits(std::int64_t depth) {
  return std::max<std::int64_t>(1, std::bit_width(static_cast<std::uint64_t>(depth - 1)));
}

std::string ports(const Params& params) {
  const auto range = [](std::int64_t bits) { return fmt::format("[{}:0]", bits - 1); };
  const std::int64_t folds = params.at("MH") / params.at("PE") * (params.at("MW") / params.at("SIMD"));
  std::string text = "  input  wire clk,\n  input  wire rst,\n";
  text += fmt::format("  input  wire {} s_axis_tdata,\n", range(params.at("SIMD") * params.at("A_WIDTH")));
  text += "  input  wire s_axis_tvalid,\n  output wire s_axis_tready,\n  input  wire s_axis_tlast,\n";
  text += fmt::format("  output wire {} m_axis_tdata,\n", range(params.at("PE") * params.at("ACC_WIDTH")));
  text += "  output wire m_axis_tvalid,\n  input  wire m_axis_tready,\n  output wire m_axis_tlast";
  if (params.at("CONSTANT") == 0) {
    text += fmt::format(",\n  output wire w_en,\n  output wire {} w_addr,\n", range(address_bits(folds)));
    text += fmt::format("  input  wire {} w_data", range(params.at("PE") * params.at("SIMD") * params.at("W_WIDTH")));
  }
  return text + "\n";
}

std::string body(const Params& params, const MvuArray& array) {
  const bool constant = params.at("CONSTANT") != 0;
  std::string text = fmt::format("  wire step;\n  wire add;\n  wire first;\n  wire [{}:0] a;\n",
                                 params.at("SIMD") * params.at("A_WIDTH") - 1);
  if (constant) text += "  wire w_addr;\n  wire unused_address = &{1'b0, w_addr};\n";
  if (params.at("MW") == params.at("SIMD")) text += "  wire unused_first = &{1'b0, first};\n";
  text += "  fr_mvu_control #(\n";
  for (const char* name : {"MW", "MH", "PE", "SIMD", "A_WIDTH", "DOT_LATENCY"})
    text += fmt::format("    .{:<11} ({}){}\n", name, params.at(name), name == std::string("DOT_LATENCY") ? "" : ",");
  text += "  ) u_control (\n    .clk(clk), .rst(rst),\n";
  text += "    .s_axis_tdata(s_axis_tdata), .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),\n";
  text += "    .s_axis_tlast(s_axis_tlast),\n";
  text += "    .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tlast(m_axis_tlast),\n";
  text += "    .w_addr(w_addr), .step(step), .add(add), .first(first), .a(a)\n  );\n";
  if (!constant) text += "  assign w_en = step;\n";
  return text + array.instances;
}

}  // namespace

RtlBinding mvu_binding(const Params& params, const MvuArray& array) {
  const std::string inside = ports(params) + ");\n" + body(params, array) + "endmodule\n\n`default_nettype wire\n";
  RtlBinding binding;
  binding.module = fmt::format("fr_mvu_{:08x}", content_hash(inside) >> 32);
  binding.files = array.files;
  binding.files.push_back("mvu/fr_mvu_control.v");
  binding.sources = array.sources;
  if (params.at("CONSTANT") == 0) binding.memories = {"w"};
  std::string text = "// SPDX-License-Identifier: Apache-2.0\n";
  text += fmt::format("// {}: product of a {} x {} matrix and a vector, folded onto {} rows and {} columns at once.\n",
                      binding.module, params.at("MH"), params.at("MW"), params.at("PE"), params.at("SIMD"));
  text += "// Output beat nf of a vector holds rows nf*PE .. nf*PE+PE-1, as sums modulo 2^ACC_WIDTH.\n";
  if (params.at("CONSTANT") == 0)
    text += "// Word nf*SF + sf of the weights has row nf*PE + p, column sf*SIMD + s at bit (p*SIMD + s)*W_WIDTH.\n";
  text += "//\n";
  text += fmt::format("// Latency     : {} cycles from a vector's last input beat to its first output beat.\n",
                      3 + params.at("DOT_LATENCY"));
  text += fmt::format("// Throughput  : {} cycles a vector.\n",
                      params.at("MH") / params.at("PE") * (params.at("MW") / params.at("SIMD")));
  text += "// Backpressure: s_axis_tready comes from registers alone; see fr_mvu_control.\n";
  text += "// Reset       : synchronous, active high; data registers are not reset.\n// Made by finn-rtlgen.\n";
  text += "`default_nettype none\n\nmodule " + binding.module + " (\n" + inside;
  binding.sources.push_back({binding.module, std::move(text)});
  return binding;
}

}  // namespace finn
