// SPDX-License-Identifier: Apache-2.0
// fr_dsp_rows: dot products of ROWS rows in shared DSPs, with their accumulators.
//
// SIMD columns make cascades of COLUMNS DSPs, the last one perhaps shorter. Each cascade's rows are taken apart, then the
// cascades are added up in pairs, registered, and a row's sum takes that.
//
// Latency     : COLUMNS + 2 + ceil(log2(number of cascades)) enabled cycles from a, w to the sum, which takes it with
//               `add`; one more if SUM > SPACING.
// Throughput  : 1 a cycle.
// Backpressure: everything holds while en (the sum: add) is low.
// Reset       : none; y is unknown until the first sum.
`default_nettype none

module fr_dsp_rows #(
    parameter integer SIMD      = 8,
    parameter integer ROWS      = 2,   // products in a DSP, 1..4
    parameter integer COLUMNS   = 4,   // DSPs of a cascade, 1..4
    parameter integer SPACING   = 16,  // bits from row to row in a DSP
    parameter integer SUM       = 18,  // bits of a row's sum over COLUMNS, at most SPACING + 2
    parameter integer A_WIDTH   = 8,   // bits of an activation
    parameter integer A_SIGNED  = 0,   // activations are two's complement
    parameter integer W_WIDTH   = 8,   // bits of a weight
    parameter integer W_SIGNED  = 1,   // weights are two's complement
    parameter integer ACC_WIDTH = 22,  // bits of a row of y, which is the sum modulo 2^ACC_WIDTH
    parameter integer FEEDBACK  = 1    // 0: every product is a sum
) (
    input  wire                         clk,
    input  wire                         en,
    input  wire                         add,
    input  wire                         first,  // this product begins a sum
    input  wire [     SIMD*A_WIDTH-1:0] a,
    input  wire [ROWS*SIMD*W_WIDTH-1:0] w,      // row by row
    output wire [   ROWS*ACC_WIDTH-1:0] y
);
  localparam integer CASCADES = (SIMD + COLUMNS - 1) / COLUMNS;
  localparam integer LEVELS = $clog2(CASCADES);
  localparam integer LEAVES = 1 << LEVELS;
  // Sums are kept from being negative by half their range, which taking them apart relies on.
  localparam integer SIGNED = (A_SIGNED != 0 || W_SIGNED != 0) ? 1 : 0;
  localparam integer OVERLAP = (SUM > SPACING) ? SUM - SPACING : 1;
  localparam integer PACKED = (ROWS - 1) * SPACING + SUM;
  localparam integer P_WIDTH = (PACKED > 26) ? PACKED : 26;
  localparam integer TOTAL = SUM + LEVELS;

  function [47:0] bias(input integer rows);
    integer k;
    begin
      bias = 48'd0;
      for (k = 0; k < rows; k = k + 1) bias = bias + (48'd1 << (k * SPACING + SUM - 1));
    end
  endfunction
  localparam [47:0] BIAS = (SIGNED != 0) ? bias(ROWS) : 48'd0;

  generate
    if (SIMD < 1 || COLUMNS < 1 || COLUMNS > 4 || SUM > SPACING + 2 || PACKED > 48) begin : g_check
      fr_illegal_SIMD_or_COLUMNS_or_SUM u_stop ();
    end
  endgenerate

  // Node n of row r adds nodes 2n and 2n+1; the leaves are the cascades. There is no node 0.
  wire [ROWS*2*LEAVES*TOTAL-1:0] nodes;
  genvar g;
  genvar i;
  genvar r;
  generate
    for (g = 0; g < CASCADES; g = g + 1) begin : g_cascade
      localparam integer BEGIN = g * COLUMNS;
      localparam integer COUNT = (SIMD - BEGIN < COLUMNS) ? SIMD - BEGIN : COLUMNS;
      localparam integer RES_BITS = ((ROWS > 1) ? ROWS - 1 : 1) * OVERLAP;
      wire [COUNT*A_WIDTH-1:0] a_in;
      wire [ROWS*COUNT*W_WIDTH-1:0] w_in;
      wire [P_WIDTH-1:0] p;
      wire [RES_BITS-1:0] residue;
      wire [ROWS*SUM-1:0] s;
      fr_delay #(
          .WIDTH (COUNT * A_WIDTH),
          .STAGES(COLUMNS - COUNT)
      ) u_a (
          .clk(clk),
          .en (en),
          .d  (a[BEGIN*A_WIDTH+:COUNT*A_WIDTH]),
          .q  (a_in)
      );
      for (r = 0; r < ROWS; r = r + 1) begin : g_row
        fr_delay #(
            .WIDTH (COUNT * W_WIDTH),
            .STAGES(COLUMNS - COUNT)
        ) u_w (
            .clk(clk),
            .en (en),
            .d  (w[(r*SIMD+BEGIN)*W_WIDTH+:COUNT*W_WIDTH]),
            .q  (w_in[r*COUNT*W_WIDTH+:COUNT*W_WIDTH])
        );
      end
      fr_dsp_cascade #(
          .COLUMNS (COUNT),
          .ROWS    (ROWS),
          .SPACING (SPACING),
          .A_WIDTH (A_WIDTH),
          .A_SIGNED(A_SIGNED),
          .W_WIDTH (W_WIDTH),
          .W_SIGNED(W_SIGNED),
          .P_WIDTH (P_WIDTH),
          .BIAS    (BIAS)
      ) u_cascade (
          .clk(clk),
          .en (en),
          .a  (a_in),
          .w  (w_in),
          .p  (p)
      );
      if (SUM > SPACING && ROWS > 1) begin : g_residue
        wire [COUNT*OVERLAP-1:0] al;
        for (i = 0; i < COUNT; i = i + 1) begin : g_a
          wire [OVERLAP+A_WIDTH-1:0] x = {{OVERLAP{(A_SIGNED != 0) && a_in[(i+1)*A_WIDTH-1]}}, a_in[i*A_WIDTH+:A_WIDTH]};
          wire unused_ok = &{1'b0, x[OVERLAP+A_WIDTH-1:OVERLAP]};
          assign al[i*OVERLAP+:OVERLAP] = x[OVERLAP-1:0];
        end
        for (r = 1; r < ROWS; r = r + 1) begin : g_above
          wire [COUNT*OVERLAP-1:0] wl;
          wire [OVERLAP-1:0] y2;
          for (i = 0; i < COUNT; i = i + 1) begin : g_w
            localparam integer AT = (r * COUNT + i) * W_WIDTH;
            wire [OVERLAP+W_WIDTH-1:0] x = {{OVERLAP{(W_SIGNED != 0) && w_in[AT+W_WIDTH-1]}}, w_in[AT+:W_WIDTH]};
            wire unused_ok = &{1'b0, x[OVERLAP+W_WIDTH-1:OVERLAP]};
            assign wl[i*OVERLAP+:OVERLAP] = x[OVERLAP-1:0];
          end
          fr_dsp_residue #(
              .COLUMNS(COUNT),
              .BITS   (OVERLAP)
          ) u_residue (
              .clk(clk),
              .en (en),
              .a  (al),
              .w  (wl),
              .y  (y2)
          );
          fr_delay #(
              .WIDTH (OVERLAP),
              .STAGES(COUNT)
          ) u_wait (
              .clk(clk),
              .en (en),
              .d  (y2),
              .q  (residue[(r-1)*OVERLAP+:OVERLAP])
          );
        end
      end else begin : g_no_residue
        assign residue = {RES_BITS{1'b0}};
      end
      if (P_WIDTH > PACKED) begin : g_cut
        wire unused_ok = &{1'b0, p[P_WIDTH-1:PACKED]};
      end
      fr_dsp_split #(
          .ROWS   (ROWS),
          .SPACING(SPACING),
          .SUM    (SUM),
          .OVERLAP(OVERLAP)
      ) u_split (
          .clk    (clk),
          .en     (en),
          .p      (p[PACKED-1:0]),
          .residue(residue),
          .s      (s)
      );
      for (r = 0; r < ROWS; r = r + 1) begin : g_leaf
        wire sign = (SIGNED != 0) && !s[(r+1)*SUM-1];
        wire top = (SIGNED != 0) ? sign : s[(r+1)*SUM-1];
        wire [TOTAL:0] leaf;
        assign leaf = {{(LEVELS + 1) {sign}}, top, s[r*SUM+:SUM-1]};
        wire unused_ok = &{1'b0, leaf[TOTAL]};
        assign nodes[(2*LEAVES*r+LEAVES+g)*TOTAL+:TOTAL] = leaf[TOTAL-1:0];
      end
    end

    for (r = 0; r < ROWS; r = r + 1) begin : g_sum
      for (g = CASCADES; g < LEAVES; g = g + 1) begin : g_nothing
        assign nodes[(2*LEAVES*r+LEAVES+g)*TOTAL+:TOTAL] = {TOTAL{1'b0}};
      end
      assign nodes[2*LEAVES*r*TOTAL+:TOTAL] = {TOTAL{1'b0}};
      wire unused_node = &{1'b0, nodes[2*LEAVES*r*TOTAL+:TOTAL]};
      for (g = 1; g < LEAVES; g = g + 1) begin : g_node
        reg [TOTAL-1:0] sum_q;
        always @(posedge clk)
          if (en)
            sum_q <= nodes[(2*LEAVES*r+2*g)*TOTAL+:TOTAL] + nodes[(2*LEAVES*r+2*g+1)*TOTAL+:TOTAL];
        assign nodes[(2*LEAVES*r+g)*TOTAL+:TOTAL] = sum_q;
      end

      wire [TOTAL-1:0] total = nodes[(2*LEAVES*r+1)*TOTAL+:TOTAL];
      wire [ACC_WIDTH+TOTAL-1:0] wide = {{ACC_WIDTH{(SIGNED != 0) && total[TOTAL-1]}}, total};
      wire unused_ok = &{1'b0, wide[ACC_WIDTH+TOTAL-1:ACC_WIDTH]};
      reg [ACC_WIDTH-1:0] acc_q;
      if (FEEDBACK != 0) begin : g_feedback
        // The signed form makes Yosys put `first` into the adder's LUTs.
        wire [ACC_WIDTH-1:0] held = first ? {ACC_WIDTH{1'b0}} : acc_q;
        always @(posedge clk) if (add) acc_q <= $signed(wide[ACC_WIDTH-1:0]) + $signed(held);
      end else begin : g_straight
        always @(posedge clk) if (add) acc_q <= wide[ACC_WIDTH-1:0];
      end
      assign y[r*ACC_WIDTH+:ACC_WIDTH] = acc_q;
    end
    if (FEEDBACK == 0) begin : g_no_first
      wire unused_ok = &{1'b0, first};
    end
  endgenerate
endmodule

`default_nettype wire
