// SPDX-License-Identifier: Apache-2.0
// fr_reach_table: does an element reach the one of 2^SELECT constant thresholds that `select` names?
// UP[select] ? x >= t : x < t, with t = TABLE[select*THR_WIDTH +: THR_WIDTH].
//
// With the macro FR_PRIMITIVES a 7-series carry chain without a memory: the LUT of a position holds its bits of all
// thresholds and takes `select` beside as many bits of x as its inputs leave, six in the lowest position (which needs
// one output: x reaches the threshold in these bits) and five in the others (bits equal, new carry). Five select bits
// leave no input for a second output; there the bit of x itself is the new carry, and UP applies behind the chain. The
// generator writes the LUTs' tables, lowest position first, and behind them that of the highest position's new carry
// where it is not the bit itself (five select bits, and a sign or a threshold beyond the element's range).
//
// Latency     : 0 cycles.
// Throughput  : combinational.
// Backpressure: none.
// Reset       : none.
`default_nettype none

module fr_reach_table #(
    parameter integer WIDTH = 8,      // bits of the element
    parameter integer THR_WIDTH = 8,  // bits of a threshold, >= WIDTH
    parameter integer IS_SIGNED = 1,  // 1: element and thresholds are two's complement, 0: unsigned
    parameter integer SELECT = 1,     // 0..5
    parameter [(THR_WIDTH<<SELECT)-1:0] TABLE = 0,
    parameter [(1<<SELECT)-1:0] UP = 0,
    parameter integer LUTS = 1,
    parameter [64*LUTS-1:0] INIT = 0  // of LUT6_2, by {select, bits of x}
) (
    input  wire [WIDTH-1:0]                            x,
    input  wire [((SELECT > 0) ? SELECT : 1) - 1:0] select,
    output wire                                        reached
);
  generate
    if (WIDTH < 1 || THR_WIDTH < WIDTH) begin : g_check_width
      fr_illegal_THR_WIDTH u_stop ();
    end
    if (SELECT < 0 || SELECT > 5) begin : g_check_select
      fr_illegal_SELECT u_stop ();
    end
  endgenerate

`ifdef FR_PRIMITIVES
  localparam integer BEHIND = (SELECT == 5) ? 1 : 0;  // UP applies behind the chain
  localparam integer FIRST = (WIDTH < 6 - SELECT) ? WIDTH : 6 - SELECT;  // bits of x in the lowest position
  localparam integer MORE = (BEHIND != 0) ? 1 : 5 - SELECT;              // in each of the others
  localparam integer POSITIONS = 1 + (WIDTH - FIRST + MORE - 1) / MORE;

  localparam integer SELECT_PORT = (SELECT > 0) ? SELECT : 1;
  wire [SELECT_PORT-1:0] entry = select & {SELECT_PORT{SELECT > 0}};
  wire [LUTS-1:0] o5;
  wire [LUTS-1:0] o6;
  wire [POSITIONS-1:0] make;
  genvar i;
  generate
    if (LUTS != POSITIONS && LUTS != POSITIONS + BEHIND) begin : g_check_luts
      fr_illegal_LUTS u_stop ();
    end
    for (i = 0; i < LUTS; i = i + 1) begin : g_lut
      localparam integer POSITION = (i < POSITIONS) ? i : POSITIONS - 1;
      localparam integer AT = (POSITION == 0) ? 0 : FIRST + (POSITION - 1) * MORE;
      localparam integer LEFT = WIDTH - AT;
      localparam integer BITS = (POSITION == 0) ? FIRST : (LEFT < MORE) ? LEFT : MORE;
      wire [SELECT_PORT+BITS+5:0] in = {6'd0, entry, x[AT+:BITS]};
      wire unused_ok = &{1'b0, in};
      LUT6_2 #(
          .INIT(INIT[64*i+:64])
      ) u_lut (
          .I0(in[0]),
          .I1(in[1]),
          .I2(in[2]),
          .I3(in[3]),
          .I4(in[4]),
          .I5((i > 0 && BEHIND == 0) ? 1'b1 : in[5]),
          .O5(o5[i]),
          .O6(o6[i])
      );
      if (i == 0) begin : g_lowest
        assign make[i] = 1'b0;
      end else if (BEHIND == 0) begin : g_second
        assign make[i] = o5[i];
      end else if (i == POSITIONS) begin : g_highest
        assign make[i-1] = o6[i];
      end else if (i < POSITIONS - 1 || LUTS == POSITIONS) begin : g_bit
        assign make[i] = x[AT];
      end
    end
  endgenerate

  wire carried;
  generate
    if (POSITIONS > 1) begin : g_chain
      wire [POSITIONS-1:0] sums;
      wire [POSITIONS-1:0] carries;
      fr_carry #(
          .WIDTH(POSITIONS)
      ) u_carry (
          .ci(1'b1),
          .s (o6[POSITIONS-1:0]),
          .di(make),
          .o (sums),
          .co(carries)
      );
      assign carried = carries[POSITIONS-1];
      wire unused_ok = &{1'b0, sums, carries, o5};
    end else begin : g_no_chain
      assign carried = o6[0];
      wire unused_ok = &{1'b0, make, o5};
    end
    if (BEHIND != 0) begin : g_behind
      assign reached = carried == UP[select];
    end else begin : g_direct
      assign reached = carried;
    end
  endgenerate
  wire unused_twin = &{1'b0, TABLE, UP, IS_SIGNED[0]};
`else
  wire unused_init = &{1'b0, INIT};
  wire [THR_WIDTH-1:0] t;
  wire up;
  generate
    if (SELECT > 0) begin : g_select
      assign t  = TABLE[select*THR_WIDTH+:THR_WIDTH];
      assign up = UP[select];
    end else begin : g_only
      assign t  = TABLE;
      assign up = UP;
      wire unused_ok = &{1'b0, select};
    end
  endgenerate
  fr_reach #(
      .WIDTH    (WIDTH),
      .THR_WIDTH(THR_WIDTH),
      .IS_SIGNED(IS_SIGNED)
  ) u_reach (
      .x      (x),
      .t      (t),
      .up     (up),
      .reached(reached)
  );
`endif
endmodule

`default_nettype wire
