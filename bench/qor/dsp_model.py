# SPDX-License-Identifier: Apache-2.0
"""A simulation model of DSP48E2, which Yosys's xilinx/cells_sim.v lacks: the multiplier alone, without registers, as
Yosys 0.23 maps it. Anything else stops the simulation."""

MODEL = """`default_nettype wire
module DSP48E2 (
    input wire [29:0] A, ACIN, input wire [17:0] B, BCIN, input wire [47:0] C, PCIN, input wire [26:0] D,
    input wire [3:0] ALUMODE, input wire [8:0] OPMODE, input wire [4:0] INMODE, input wire [2:0] CARRYINSEL,
    input wire CARRYIN, output wire [47:0] P
);
  parameter integer ACASCREG = 0, ADREG = 0, ALUMODEREG = 0, AREG = 0, BCASCREG = 0, BREG = 0, CARRYINREG = 0,
                    CARRYINSELREG = 0, CREG = 0, DREG = 0, INMODEREG = 0, MREG = 0, OPMODEREG = 0, PREG = 0;
  parameter AMULTSEL = "A", BMULTSEL = "B", A_INPUT = "DIRECT", B_INPUT = "DIRECT", USE_MULT = "MULTIPLY",
            USE_SIMD = "ONE48";
  initial #1
    if (ADREG + ALUMODEREG + AREG + BREG + CARRYINREG + CREG + DREG + INMODEREG + MREG + OPMODEREG + PREG != 0 ||
        AMULTSEL != "A" || BMULTSEL != "B" || A_INPUT != "DIRECT" || B_INPUT != "DIRECT" || OPMODE !== 9'd5 ||
        INMODE !== 0 || ALUMODE !== 0 || CARRYIN !== 0) begin
      $display("MISMATCH: a DSP48E2 in a mode that has no model");
      $finish;
    end
  wire signed [44:0] product = $signed(A[26:0]) * $signed(B);
  assign P = {{3{product[44]}}, product};
endmodule
"""
