// SPDX-License-Identifier: Apache-2.0
#include "cells/join.h"

#include <fmt/format.h>

#include "hw/content_hash.h"

namespace finn {

std::vector<std::string> join_inputs(std::int64_t count) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) names.push_back(fmt::format("s{}_axis", i));
  return names;
}

std::int64_t code_parameter(const DataType& type) { return type.is_bipolar() ? 2 : type.is_signed_code() ? 1 : 0; }

DataType code_type(std::int64_t code, std::int64_t width) {
  const int bits = static_cast<int>(width);
  return code == 2 ? DataType::bipolar() : code == 1 ? DataType::sint(bits) : DataType::uint(bits);
}

std::string join_ports(const std::vector<std::int64_t>& input_bits, std::int64_t output_bits) {
  std::string text = "  input  wire clk,\n  input  wire rst,\n";
  for (std::size_t i = 0; i < input_bits.size(); ++i)
    text += fmt::format(
        "  input  wire [{1}:0] s{0}_axis_tdata,\n  input  wire s{0}_axis_tvalid,\n  output wire s{0}_axis_tready,\n"
        "  input  wire s{0}_axis_tlast,\n",
        i, input_bits[i] - 1);
  return text + fmt::format(
                    "  output wire [{}:0] m_axis_tdata,\n  output wire m_axis_tvalid,\n  input  wire m_axis_tready,\n"
                    "  output wire m_axis_tlast\n);\n",
                    output_bits - 1);
}

std::string code_value(const std::string& wire, const DataType& type, int width) {
  if (type.is_bipolar()) return width == 1 ? "1'b1" : fmt::format("{{{{{}{{!{}}}}}, 1'b1}}", width - 1, wire);
  const int bits = type.bits();
  if (bits == width) return wire;
  if (bits > width) return fmt::format("{}[{}:0]", wire, width - 1);
  const std::string sign = !type.is_signed_code() ? "1'b0" : bits == 1 ? wire : fmt::format("{}[{}]", wire, bits - 1);
  return fmt::format("{{{{{}{{{}}}}}, {}}}", width - bits, sign, wire);
}

RtlSource named_source(const std::string& placeholder, std::string text) {
  const std::string module = fmt::format("{}{:016x}", placeholder, content_hash(text));
  for (const std::string end : {":", " ("}) {
    const std::size_t at = text.find(placeholder + end);
    text.replace(at, placeholder.size(), module);
  }
  return {module, std::move(text)};
}

}  // namespace finn
