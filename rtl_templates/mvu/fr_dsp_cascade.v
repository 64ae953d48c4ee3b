// SPDX-License-Identifier: Apache-2.0
// fr_dsp_cascade: dot products of ROWS rows that share their activations, packed into one multiplier a column.
//
// p is BIAS plus the sum over rows of 2^(r*SPACING) times the dot product of row r. Column i works i steps after column
// 0, so that the sums run from DSP to DSP; all registers but those of the skew are inside the DSPs. The multiplier's 25
// bits take the lowest row by the pre-adder's D port, with its sign, and the others side by side on the A port. There,
// the sign bits of all but the highest row are inverted, which adds 2^(W_WIDTH-1) to each; D takes that off again.
//
// Latency     : COLUMNS + 2 enabled cycles from a, w to p.
// Throughput  : 1 a cycle.
// Backpressure: everything holds while en is low.
// Reset       : none; p is unknown for the latency.
`default_nettype none

module fr_dsp_cascade #(
    parameter integer COLUMNS  = 4,      // DSPs, >= 1
    parameter integer ROWS     = 2,      // products in a DSP, >= 1
    parameter integer SPACING  = 16,     // bits from row to row, > W_WIDTH
    parameter integer A_WIDTH  = 8,      // bits of an activation, 1..17
    parameter integer A_SIGNED = 0,      // activations are two's complement
    parameter integer W_WIDTH  = 8,      // bits of a weight
    parameter integer W_SIGNED = 1,      // weights are two's complement
    parameter integer P_WIDTH  = 34,     // bits of p, 26..48
    parameter [47:0]  BIAS     = 131072
) (
    input  wire                            clk,
    input  wire                            en,
    input  wire [     COLUMNS*A_WIDTH-1:0] a,
    input  wire [ROWS*COLUMNS*W_WIDTH-1:0] w,   // row by row
    output wire [             P_WIDTH-1:0] p
);
  localparam integer PORT = 25;                            // bits of the multiplier's first factor
  localparam integer TOP = (ROWS - 1) * SPACING;           // where the highest row begins

  generate
    if (COLUMNS < 1 || ROWS < 1 || SPACING <= W_WIDTH || P_WIDTH <= PORT || P_WIDTH > 48) begin : g_check_sizes
      fr_illegal_COLUMNS_or_ROWS_or_SPACING_or_P_WIDTH u_stop ();
    end
    if (A_WIDTH < 1 || A_WIDTH > 17 || W_WIDTH < 1 || TOP + W_WIDTH > PORT) begin : g_check_ports
      fr_illegal_A_WIDTH_or_W_WIDTH u_stop ();
    end
  endgenerate

  // What D takes off: bit W_WIDTH-1 of the rows between the lowest and the highest one. From the lowest of these bits
  // upwards, the sign of the lowest row changes nothing but that bit.
  function [PORT-1:0] less(input integer rows);
    integer k;
    begin
      less = {PORT{1'b0}};
      for (k = 1; k < rows - 1; k = k + 1) less = less - ({{(PORT - 1) {1'b0}}, 1'b1} << (k * SPACING + W_WIDTH - 1));
    end
  endfunction
  localparam [PORT-1:0] LESS = (W_SIGNED != 0) ? less(ROWS) : {PORT{1'b0}};

  genvar i;
  genvar r;
  generate
    for (i = 0; i < COLUMNS; i = i + 1) begin : g_column
      wire [ROWS*W_WIDTH+A_WIDTH-1:0] in;
      wire [ROWS*W_WIDTH+A_WIDTH-1:0] now;
      assign in[A_WIDTH-1:0] = a[i*A_WIDTH+:A_WIDTH];
      for (r = 0; r < ROWS; r = r + 1) begin : g_in
        assign in[A_WIDTH+r*W_WIDTH+:W_WIDTH] = w[(r*COLUMNS+i)*W_WIDTH+:W_WIDTH];
      end
      fr_delay #(
          .WIDTH (ROWS * W_WIDTH + A_WIDTH),
          .STAGES(i)
      ) u_skew (
          .clk(clk),
          .en (en),
          .d  (in),
          .q  (now)
      );

      wire [17:0] factor = {{(18 - A_WIDTH) {(A_SIGNED != 0) && now[A_WIDTH-1]}}, now[A_WIDTH-1:0]};
      wire [ROWS*W_WIDTH-1:0] rows = now[A_WIDTH+:ROWS*W_WIDTH];
      wire sign = (W_SIGNED != 0) && rows[W_WIDTH-1];
      wire [PORT-1:0] packed_rows;
      if (ROWS == 1) begin : g_alone
        assign packed_rows = {{(PORT - W_WIDTH) {sign}}, rows};
      end else begin : g_packed
        wire [PORT-1:0] port_a;
        wire [PORT-1:0] port_d;
        assign port_a[SPACING-1:0] = {SPACING{1'b0}};
        for (r = 1; r < ROWS - 1; r = r + 1) begin : g_between
          wire [W_WIDTH-1:0] code = rows[r*W_WIDTH+:W_WIDTH];
          wire [W_WIDTH-1:0] invert = (W_SIGNED != 0) ? {{(W_WIDTH - 1) {1'b0}}, 1'b1} << (W_WIDTH - 1) : {W_WIDTH{1'b0}};
          assign port_a[r*SPACING+:SPACING] = {{(SPACING - W_WIDTH) {1'b0}}, code ^ invert};
        end
        if (TOP + W_WIDTH < PORT) begin : g_extend
          assign port_a[PORT-1:TOP+W_WIDTH] = {(PORT - TOP - W_WIDTH) {(W_SIGNED != 0) && rows[ROWS*W_WIDTH-1]}};
        end
        assign port_a[TOP+:W_WIDTH] = rows[(ROWS-1)*W_WIDTH+:W_WIDTH];
        assign port_d[W_WIDTH-1:0] = rows[W_WIDTH-1:0];
        if (ROWS == 2 || W_SIGNED == 0) begin : g_sign
          assign port_d[PORT-1:W_WIDTH] = {(PORT - W_WIDTH) {sign}};
        end else begin : g_less
          assign port_d[SPACING+W_WIDTH-2:W_WIDTH] = {(SPACING - 1) {sign}};
          assign port_d[SPACING+W_WIDTH-1] = !sign;
          assign port_d[PORT-1:SPACING+W_WIDTH] = LESS[PORT-1:SPACING+W_WIDTH];
        end
        assign packed_rows = $signed(port_a) + $signed(port_d);
      end

      reg  signed [PORT-1:0]    w_q;
      reg  signed [17:0]        a_q;
      (* use_dsp = "yes" *)
      reg  signed [PORT+17:0]   product_q;
      reg  signed [47:0]        sum_q;
      wire signed [47:0]        so_far;
      if (i == 0) begin : g_bias
        assign so_far = BIAS;
      end else begin : g_chain
        assign so_far = g_column[i-1].sum_q;
      end
      always @(posedge clk) begin
        if (en) begin
          w_q       <= packed_rows;
          a_q       <= factor;
          product_q <= w_q * a_q;
          sum_q     <= so_far + {{(30 - PORT) {product_q[PORT+17]}}, product_q};
        end
      end
    end
  endgenerate

  assign p = g_column[COLUMNS-1].sum_q[P_WIDTH-1:0];
  generate
    if (P_WIDTH < 48) begin : g_cut
      wire unused_ok = &{1'b0, g_column[COLUMNS-1].sum_q[47:P_WIDTH]};
    end
  endgenerate
endmodule

`default_nettype wire
