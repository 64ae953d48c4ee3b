// SPDX-License-Identifier: Apache-2.0
// fr_reach: does an element reach a threshold? up ? x >= t : x < t.
//
// With the macro FR_PRIMITIVES a 7-series carry chain of two bits a position: the LUT of a position says whether its
// bits are equal (the carry goes on) and which of the two numbers is larger there (the new carry).
//
// Latency     : 0 cycles.
// Throughput  : combinational.
// Backpressure: none.
// Reset       : none.
`default_nettype none

module fr_reach #(
    parameter integer WIDTH     = 8,  // bits of the element
    parameter integer THR_WIDTH = 8,  // bits of the threshold, >= WIDTH
    parameter integer IS_SIGNED = 1   // 1: both are two's complement, 0: unsigned
) (
    input  wire [WIDTH-1:0]     x,
    input  wire [THR_WIDTH-1:0] t,
    input  wire                 up,
    output wire                 reached
);
  wire [THR_WIDTH-1:0] wide;  // x at the threshold's width
  generate
    if (WIDTH < 1 || THR_WIDTH < WIDTH) begin : g_check_width
      fr_illegal_THR_WIDTH u_stop ();
    end
    if (THR_WIDTH > WIDTH) begin : g_extend
      assign wide = {{(THR_WIDTH - WIDTH) {(IS_SIGNED != 0) && x[WIDTH-1]}}, x};
    end else begin : g_same
      assign wide = x;
    end
  endgenerate

`ifdef FR_PRIMITIVES
  localparam integer POSITIONS = (THR_WIDTH + 1) / 2;
  // By {up, two bits of t, two bits of x}. High half: equal. Low half: up ? x > t : x < t. The highest bit of two's
  // complement numbers weighs -2 there.
  localparam [63:0] PLAIN = 64'h8421_8421_08CE_7310;
  localparam [63:0] HIGHEST = (IS_SIGNED != 0) ? 64'h8421_8421_3B02_40DC : PLAIN;

  wire [2*POSITIONS-1:0] x_pairs;
  wire [2*POSITIONS-1:0] t_pairs;
  generate
    if (THR_WIDTH % 2 != 0) begin : g_odd  // a zero below both
      assign x_pairs = {wide, 1'b0};
      assign t_pairs = {t, 1'b0};
    end else begin : g_even
      assign x_pairs = wide;
      assign t_pairs = t;
    end
  endgenerate

  wire [POSITIONS-1:0] equal;
  wire [POSITIONS-1:0] further;
  genvar i;
  generate
    for (i = 0; i < POSITIONS; i = i + 1) begin : g_position
      LUT6_2 #(
          .INIT((i == POSITIONS - 1) ? HIGHEST : PLAIN)
      ) u_pair (
          .I0(x_pairs[2*i]),
          .I1(x_pairs[2*i+1]),
          .I2(t_pairs[2*i]),
          .I3(t_pairs[2*i+1]),
          .I4(up),
          .I5(1'b1),
          .O5(further[i]),
          .O6(equal[i])
      );
    end
  endgenerate
  wire [POSITIONS-1:0] sums;
  wire [POSITIONS-1:0] carries;
  fr_carry #(
      .WIDTH(POSITIONS)
  ) u_carry (
      .ci(up),
      .s (equal),
      .di(further),
      .o (sums),
      .co(carries)
  );
  assign reached = carries[POSITIONS-1];
  wire unused_ok = &{1'b0, sums, carries};
`else
  // Two's complement order is unsigned order with the top bit inverted.
  localparam [THR_WIDTH-1:0] ONE = 1;
  localparam [THR_WIDTH-1:0] INVERT = (IS_SIGNED != 0) ? ONE << (THR_WIDTH - 1) : {THR_WIDTH{1'b0}};
  assign reached = ((wide ^ INVERT) >= (t ^ INVERT)) == up;
`endif
endmodule

`default_nettype wire
