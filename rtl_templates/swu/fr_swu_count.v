// SPDX-License-Identifier: Apache-2.0
// fr_swu_count: counts 0..COUNT-1 and around; `last` at COUNT-1. Submodule of fr_swu.
//
// Latency     : 1 cycle from step to value.
// Throughput  : a step each cycle.
// Backpressure: none, no streams.
// Reset       : synchronous, active high, to 0.
`default_nettype none

module fr_swu_count #(
    parameter integer BITS  = 3,  // bits of value, 2**BITS >= COUNT
    parameter integer COUNT = 5   // >= 1
) (
    input  wire            clk,
    input  wire            rst,
    input  wire            step,
    output wire [BITS-1:0] value,
    output wire            last
);

  localparam integer LAST = COUNT - 1;

  generate
    if (COUNT < 1 || LAST >> BITS != 0) begin : g_check
      fr_illegal_COUNT u_stop ();
    end
    if (COUNT == 1) begin : g_constant
      wire unused_ok = &{1'b0, clk, rst, step};
      assign value = {BITS{1'b0}};
      assign last = 1'b1;
    end else begin : g_count
      reg [BITS-1:0] value_q;
      assign value = value_q;
      assign last = value_q == LAST[BITS-1:0];
      always @(posedge clk)
        if (rst || (step && last)) value_q <= {BITS{1'b0}};
        else if (step) value_q <= value_q + 1'b1;
    end
  endgenerate

endmodule

`default_nettype wire
