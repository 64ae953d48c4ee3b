// SPDX-License-Identifier: Apache-2.0
// Follows one element, picked by the solver at any time, through a buffer that takes IN elements a beat and gives OUT.
// Elements are counted only: element number n in is element number n out, so order, loss and duplication show where
// the element with `ahead` others before it is not `value`.
`default_nettype none

module watch_element #(
    parameter integer WIDTH = 1,  // bits of an element
    parameter integer IN = 1,
    parameter integer OUT = 1
) (
    input  wire                clk,
    input  wire                rst,
    input  wire                take,     // an input beat is transferred
    input  wire                give,     // an output beat is transferred
    input  wire [IN*WIDTH-1:0] taken,    // the input beat, element 0 lowest
    output reg  [7:0]          count,    // elements inside
    output reg                 watching, // the watched element is inside
    output reg                 seen,     // it has come out
    output reg  [7:0]          ahead,    // elements before it
    output wire [WIDTH-1:0]    value
);

  (* anyconst *) wire [WIDTH-1:0] chosen;
  (* anyseq *)   wire             pick;
  (* anyseq *)   wire [7:0]       lane;
  assign value = chosen;

  wire [7:0] left = count - (give ? OUT[7:0] : 8'd0);
  wire       start = take && pick && !watching && !seen;
  // Chosen by comparison, here and in the proofs: a product in an index makes the solver a thousand times slower.
  reg [WIDTH-1:0] candidate;
  integer         l;
  always @(*) begin
    candidate = taken[0+:WIDTH];
    for (l = 1; l < IN; l = l + 1) if (lane == l[7:0]) candidate = taken[l*WIDTH+:WIDTH];
  end
  always @(*) if (start) assume (lane < IN && candidate == chosen);

  initial begin
    count = 0;
    watching = 0;
    seen = 0;
    ahead = 0;
  end
  always @(posedge clk) begin
    if (rst) begin
      count    <= 0;
      watching <= 0;
      seen     <= 0;
    end else begin
      count <= left + (take ? IN[7:0] : 8'd0);
      if (start) begin
        watching <= 1;
        ahead    <= left + lane;
      end else if (watching && give) begin
        ahead <= ahead - OUT[7:0];
        if (ahead < OUT) begin
          watching <= 0;
          seen     <= 1;
        end
      end
    end
  end

  always @(*) if (!rst && watching) assert (ahead < count);

endmodule

`default_nettype wire
