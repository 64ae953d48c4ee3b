// SPDX-License-Identifier: Apache-2.0
// fr_sum: sum of COUNT two's complement terms, each with a carry bit of its own.
//
// Latency     : 0 (combinational).
// Throughput  : 1 sum a cycle.
// Backpressure: none.
// Reset       : none.
`default_nettype none

module fr_sum #(
    parameter integer COUNT     = 2,  // terms, >= 1
    parameter integer IN_WIDTH  = 2,  // bits of a term
    parameter integer OUT_WIDTH = 4   // bits of y, which is the sum modulo 2^OUT_WIDTH
) (
    input  wire [COUNT*IN_WIDTH-1:0] x,
    input  wire [COUNT-1:0]          carry,
    output reg  [OUT_WIDTH-1:0]      y
);
  localparam integer WORK = (OUT_WIDTH > IN_WIDTH) ? OUT_WIDTH : IN_WIDTH + 1;
  reg [WORK-1:0] total;
  integer i;
  always @* begin
    total = {WORK{1'b0}};
    for (i = 0; i < COUNT; i = i + 1)
      total = total + {{(WORK - IN_WIDTH) {x[i*IN_WIDTH+IN_WIDTH-1]}}, x[i*IN_WIDTH+:IN_WIDTH]}
                    + {{(WORK - 1) {1'b0}}, carry[i]};
    y = total[OUT_WIDTH-1:0];
  end
  generate
    if (WORK > OUT_WIDTH) begin : g_cut
      wire unused_ok = &{1'b0, total[WORK-1:OUT_WIDTH]};
    end
  endgenerate
endmodule

`default_nettype wire
