// SPDX-License-Identifier: Apache-2.0
// fr_fold_address: address of the channel fold of the next beat: 0 .. DEPTH-1 and again.
//
// Latency     : addr belongs to the beat that is taken while step is high, and moves on after it. ahead is what addr
//               will be after a step: a memory that reads it while step or rst is high has the word of addr.
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
    output wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] addr,
    output wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] ahead
);
  localparam integer AW = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  localparam integer LAST_INT = DEPTH - 1;
  localparam [AW-1:0] LAST = LAST_INT[AW-1:0];

  generate
    if (DEPTH > 1) begin : g_count
      reg [AW-1:0] addr_q;
      wire [AW-1:0] next;
      wire wrap = (DEPTH != (1 << AW)) && addr_q == LAST;
      genvar i;
      for (i = 0; i < AW; i = i + 1) begin : g_bit  // a LUT each: an adder's carry chain would be longer
        if (i == 0) begin : g_lowest
          assign next[i] = !addr_q[i] && !wrap;
        end else begin : g_higher
          assign next[i] = (addr_q[i] != &addr_q[i-1:0]) && !wrap;
        end
      end
      assign addr  = addr_q;
      assign ahead = next & {AW{!rst}};
      always @(posedge clk) if (rst || step) addr_q <= ahead;
    end else begin : g_constant
      assign addr  = LAST;
      assign ahead = LAST;
      wire unused_ok = &{1'b0, clk, rst, step};
    end
  endgenerate
endmodule

`default_nettype wire
