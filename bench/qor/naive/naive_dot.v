// SPDX-License-Identifier: Apache-2.0
// naive_dot: what an engineer would write first for a dot product: products summed in a loop. For comparison only.
//
// Latency     : 1 enabled cycle.
// Throughput  : 1 sum a cycle.
// Backpressure: holds while en is low.
// Reset       : none.
`default_nettype none

module naive_dot #(
    parameter integer SIMD    = 4,   // lanes
    parameter integer A_WIDTH = 1,   // bits of an activation, unsigned
    parameter integer W_WIDTH = 1,   // bits of a weight: two's complement, or -1 and +1 where it is one bit
    parameter integer BINARY  = 1,   // 1: counts the lanes where activation and weight are equal bits
    parameter integer FIXED   = 0,   // 1: the weights are WEIGHTS
    parameter         WEIGHTS = 1'b0,
    parameter integer Y_WIDTH = 3
) (
    input  wire                    clk,
    input  wire                    en,
    input  wire [SIMD*A_WIDTH-1:0] a,
    input  wire [SIMD*W_WIDTH-1:0] w,
    output reg  [Y_WIDTH-1:0]      y
);
  wire [SIMD*W_WIDTH-1:0] weights = (FIXED != 0) ? WEIGHTS : w;
  integer s;
  reg signed [A_WIDTH:0] activation;
  reg signed [W_WIDTH:0] weight;
  reg signed [Y_WIDTH-1:0] sum;
  always @* begin
    sum = 0;
    for (s = 0; s < SIMD; s = s + 1) begin
      activation = {1'b0, a[s*A_WIDTH+:A_WIDTH]};
      weight = {weights[s*W_WIDTH+W_WIDTH-1], weights[s*W_WIDTH+:W_WIDTH]};
      if (BINARY != 0) sum = sum + $signed({1'b0, a[s] ~^ weights[s]});
      else if (W_WIDTH == 1) sum = weights[s] ? sum + activation : sum - activation;
      else sum = sum + activation * weight;
    end
  end
  always @(posedge clk) if (en) y <= sum;
endmodule

`default_nettype wire
