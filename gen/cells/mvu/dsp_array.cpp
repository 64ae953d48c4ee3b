// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/mvu/array.h"
#include "cells/mvu/dsp_shape.h"

#include <fmt/format.h>

namespace finn {
MvuArray dsp_array(const Params& params, const BitWord* weights) {
  const DspShape shape = dsp_shape(params);
  const auto is_signed = [&](const char* kind) {
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kSigned ? 1 : 0;
  };
  const std::int64_t pe = params.at("PE");
  const std::int64_t row_bits = params.at("SIMD") * params.at("W_WIDTH");
  const bool feedback = params.at("MW") > params.at("SIMD");
  MvuArray array;
  array.stages = shape.stages();
  array.files = {"mvu/fr_delay.v", "mvu/fr_dsp_cascade.v", "mvu/fr_dsp_residue.v", "mvu/fr_dsp_split.v",
                 "mvu/fr_dsp_rows.v"};
  if (weights != nullptr) {
    const std::int64_t bits = pe * row_bits;
    array.instances = fmt::format("  wire [{}:0] w_data = {}'h{};\n", bits - 1, bits, weights->hex(bits));
  }
  for (std::int64_t row = 0; row < pe; row += shape.rows) {
    const auto rows = static_cast<int>(std::min<std::int64_t>(shape.rows, pe - row));
    array.instances += fmt::format(
        "  fr_dsp_rows #(\n"
        "    .SIMD({}), .ROWS({}), .COLUMNS({}), .SPACING({}), .SUM({}),\n"
        "    .A_WIDTH({}), .A_SIGNED({}), .W_WIDTH({}), .W_SIGNED({}), .ACC_WIDTH({}), .FEEDBACK({})\n"
        "  ) u_rows{} (\n"
        "    .clk(clk), .en(step), .add(add), .first({}), .a(a), .w(w_data[{}+:{}]),\n"
        "    .y(m_axis_tdata[{}+:{}])\n"
        "  );\n",
        params.at("SIMD"), rows, shape.columns, shape.spacing, shape.sum, params.at("A_WIDTH"), is_signed("A_KIND"),
        params.at("W_WIDTH"), is_signed("W_KIND"), params.at("ACC_WIDTH"), feedback ? 1 : 0, row,
        feedback ? "first" : "1'b1", row * row_bits, rows * row_bits, row * params.at("ACC_WIDTH"),
        rows * params.at("ACC_WIDTH"));
  }
  return array;
}

}  // namespace finn
