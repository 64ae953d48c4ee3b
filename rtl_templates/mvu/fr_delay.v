// SPDX-License-Identifier: Apache-2.0
// fr_delay: a shift register.
//
// Latency     : STAGES enabled cycles; 0 is a wire.
// Throughput  : 1 word a cycle.
// Backpressure: everything holds while en is low.
// Reset       : none.
//
// Each stage is a register of its own: Yosys 0.23 loses a stage when it moves part of one wide shift register into a DSP.
`default_nettype none

module fr_delay #(
    parameter integer WIDTH  = 1,
    parameter integer STAGES = 1   // >= 0
) (
    input  wire             clk,
    input  wire             en,
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);
  generate
    if (STAGES == 0) begin : g_wire
      wire unused_ok = &{1'b0, clk, en};
      assign q = d;
    end else begin : g_stages
      genvar i;
      for (i = 0; i < STAGES; i = i + 1) begin : g_stage
        reg [WIDTH-1:0] d_q;
        if (i == 0) begin : g_first
          always @(posedge clk) if (en) d_q <= d;
        end else begin : g_next
          always @(posedge clk) if (en) d_q <= g_stage[i-1].d_q;
        end
      end
      assign q = g_stage[STAGES-1].d_q;
    end
  endgenerate
endmodule

`default_nettype wire
