// SPDX-License-Identifier: Apache-2.0
// Models of the device primitives that generated modules instantiate under the macro FR_PRIMITIVES, for simulators.
/* verilator lint_off DECLFILENAME */
`default_nettype none

module LUT6_2 #(
    parameter [63:0] INIT = 64'd0
) (
    input  wire I0,
    input  wire I1,
    input  wire I2,
    input  wire I3,
    input  wire I4,
    input  wire I5,
    output wire O6,
    output wire O5
);
  wire [5:0] at = {I5, I4, I3, I2, I1, I0};
  assign O6 = INIT[at];
  assign O5 = INIT[{1'b0, at[4:0]}];
endmodule

module CARRY4 (
    input  wire       CI,
    input  wire       CYINIT,
    input  wire [3:0] S,
    input  wire [3:0] DI,
    output wire [3:0] O,
    output wire [3:0] CO
);
  wire first = CI | CYINIT;
  wire c0 = S[0] ? first : DI[0];
  wire c1 = S[1] ? c0 : DI[1];
  wire c2 = S[2] ? c1 : DI[2];
  wire c3 = S[3] ? c2 : DI[3];
  assign CO = {c3, c2, c1, c0};
  assign O = S ^ {c2, c1, c0, first};
endmodule

module CARRY8 #(
    parameter CARRY_TYPE = "SINGLE_CY8"
) (
    input  wire       CI,
    input  wire       CI_TOP,
    input  wire [7:0] S,
    input  wire [7:0] DI,
    output wire [7:0] O,
    output wire [7:0] CO
);
  wire c0 = S[0] ? CI : DI[0];
  wire c1 = S[1] ? c0 : DI[1];
  wire c2 = S[2] ? c1 : DI[2];
  wire c3 = S[3] ? c2 : DI[3];
  wire middle = (CARRY_TYPE == "DUAL_CY4") ? CI_TOP : c3;
  wire c4 = S[4] ? middle : DI[4];
  wire c5 = S[5] ? c4 : DI[5];
  wire c6 = S[6] ? c5 : DI[6];
  wire c7 = S[7] ? c6 : DI[7];
  assign CO = {c7, c6, c5, c4, c3, c2, c1, c0};
  assign O = S ^ {c6, c5, c4, middle, c2, c1, c0, CI};
endmodule

`default_nettype wire
