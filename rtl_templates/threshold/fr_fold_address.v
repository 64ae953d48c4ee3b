// SPDX-License-Identifier: Apache-2.0
// fr_fold_address: address of the channel fold of the next beat: 0 .. DEPTH-1 and again.
//
// Latency     : addr belongs to the beat that is taken while step is high, and moves on after it.
// Throughput  : 1 step a cycle.
// Backpressure: holds while step is low.
// Reset       : synchronous, active high, to 0.
`default_nettype none

module fr_fold_address #(
    parameter integer DEPTH = 2  // folds, >= 1
) (
    input  wire                                           clk,
    input  wire                                           rst,
    input  wire                                           step,
    output wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] addr
);
  localparam integer AW = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  localparam integer LAST_INT = DEPTH - 1;
  localparam [AW-1:0] LAST = LAST_INT[AW-1:0];

  generate
    if (DEPTH > 1) begin : g_count
      reg [AW-1:0] addr_q;
      always @(posedge clk) begin
        if (rst) addr_q <= {AW{1'b0}};
        else if (step) addr_q <= (addr_q == LAST) ? {AW{1'b0}} : addr_q + 1'b1;
      end
      assign addr = addr_q;
    end else begin : g_constant
      assign addr = LAST;
      wire unused_ok = &{1'b0, clk, rst, step};
    end
  endgenerate
endmodule

`default_nettype wire
