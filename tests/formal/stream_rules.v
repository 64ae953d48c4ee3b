// SPDX-License-Identifier: Apache-2.0
// The stream contract as properties: once valid, a beat {last, data} stays until it is taken.
// ASSUME = 1: the solver drives this stream and must keep the contract; 0: it must be proved.
`default_nettype none

module stream_rules #(
    parameter integer WIDTH = 1,
    parameter integer ASSUME = 0
) (
    input wire             clk,
    input wire             rst,
    input wire             valid,
    input wire             ready,
    input wire [WIDTH-1:0] beat
);

  reg             held_q = 1'b0;
  reg [WIDTH-1:0] beat_q;
  always @(posedge clk) begin
    held_q <= valid && !ready && !rst;
    beat_q <= beat;
  end

  generate
    if (ASSUME != 0) begin : g_assume
      always @(*) if (held_q && !rst) assume (valid && beat == beat_q);
    end else begin : g_assert
      always @(*) if (held_q && !rst) assert (valid && beat == beat_q);
    end
  endgenerate

endmodule

`default_nettype wire
