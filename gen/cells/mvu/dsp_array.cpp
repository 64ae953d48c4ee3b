// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cells/mvu/array.h"
#include "cells/mvu/dsp_shape.h"

#include <fmt/format.h>

namespace finn {
namespace {

/// What Yosys makes of `rows` rows. The DSPs have registers for all but the skew behind the second column, and on port
/// A behind the first; three registers in a row become a shift register in LUTs.
Cost rows_cost(const Params& params, const DspShape& shape, int rows) {
  const int acc = static_cast<int>(params.at("ACC_WIDTH"));
  const int w_bits = static_cast<int>(params.at("W_WIDTH"));
  const int a_bits = static_cast<int>(params.at("A_WIDTH"));
  const int total = shape.sum + shape.levels;
  int lut = rows * (acc + (shape.cascades - 1) * total);
  int ff = rows * (acc + (shape.cascades - 1) * total);
  int skew_ff = 0;
  int skew_lut = 0;
  for (int column = 1; column < shape.columns; ++column) {
    const int port_a = (rows - 1) * w_bits;
    const int others = rows > 1 ? w_bits + a_bits : w_bits + a_bits;
    skew_ff += others * (column - 1) + (column < 3 ? port_a * column : 0);
    skew_lut += column < 3 ? 0 : port_a;
  }
  lut += shape.cascades * (skew_lut + std::max(0, rows - 2) * shape.columns);  // and inverted signs
  ff += shape.cascades * skew_ff;
  const int overlap = rows > 1 ? shape.overlap() : 0;
  if (overlap > 0) {
    const int residue = (rows - 1) * (overlap == 1 ? 3 + 1 : 2 * shape.columns + 2 + 2);
    int split = 0;
    for (int row = 1; row < rows; ++row) split += (rows - 1 - row) * shape.spacing + shape.sum - overlap + overlap + 1;
    lut += shape.cascades * (residue + split);
    ff += shape.cascades * (rows * shape.sum + (rows - 1) * 4 * overlap);
  }
  return {
      .lut = static_cast<double>(lut), .ff = static_cast<double>(ff), .dsp = static_cast<double>(params.at("SIMD"))};
}

}  // namespace

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
    array.cost += rows_cost(params, shape, rows);
  }
  return array;
}

}  // namespace finn
