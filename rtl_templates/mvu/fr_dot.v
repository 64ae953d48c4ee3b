// SPDX-License-Identifier: Apache-2.0
// fr_dot: dot product of SIMD activations and weights.
//
// Latency     : DOT_LATENCY enabled cycles from a, w to y.
// Throughput  : 1 product a cycle.
// Backpressure: everything holds while en is low.
// Reset       : none; y is unknown for DOT_LATENCY enabled cycles.
//
// Stages: with DOT_LATENCY = 1 the sum is registered; with 2 also sums of about sqrt(SIMD) lanes; with 3 also the lanes'
// products; more only delay. Verilator gets another form of the same function, made for its speed; the macro FR_PLAIN
// gives it the plain form.
`default_nettype none
`ifdef VERILATOR
`ifndef FR_PLAIN
`define FR_DOT_FAST
`endif
`endif

module fr_dot #(
    parameter integer SIMD        = 2,  // lanes
    parameter integer A_WIDTH     = 2,  // bits of an activation, 1..32
    parameter integer A_KIND      = 0,  // 0: unsigned, 1: two's complement, 2: bipolar (one bit, 0 is -1)
    parameter integer W_WIDTH     = 2,  // bits of a weight, 1..32
    parameter integer W_KIND      = 1,  // as A_KIND
    parameter integer MODE        = 0,  // 0: sum of products, 1: popcount of XNOR, 2: popcount of AND, 3: sum of
                                        // activations, their bits inverted where the (bipolar) weight is -1
    parameter integer OUT_WIDTH   = 8,  // bits of y, which is the sum modulo 2^OUT_WIDTH
    parameter integer DOT_LATENCY = 1   // registered stages, >= 1
) (
    input  wire                    clk,
    input  wire                    en,
    input  wire [SIMD*A_WIDTH-1:0] a,
    input  wire [SIMD*W_WIDTH-1:0] w,
    output wire [OUT_WIDTH-1:0]    y
);
  generate
    if (SIMD < 1) begin : g_check_simd
      fr_illegal_SIMD u_stop ();
    end
    if (A_WIDTH < 1 || A_WIDTH > 32 || A_KIND < 0 || A_KIND > 2 || (A_KIND == 2 && A_WIDTH != 1)) begin : g_check_a
      fr_illegal_A_WIDTH_or_A_KIND u_stop ();
    end
    if (W_WIDTH < 1 || W_WIDTH > 32 || W_KIND < 0 || W_KIND > 2 || (W_KIND == 2 && W_WIDTH != 1)) begin : g_check_w
      fr_illegal_W_WIDTH_or_W_KIND u_stop ();
    end
    if (MODE < 0 || MODE > 3 || ((MODE == 1 || MODE == 2) && (A_WIDTH != 1 || W_WIDTH != 1)) ||
        (MODE == 3 && (W_KIND != 2 || A_KIND == 2))) begin : g_check_mode
      fr_illegal_MODE u_stop ();
    end
    if (DOT_LATENCY < 1) begin : g_check_latency
      fr_illegal_DOT_LATENCY u_stop ();
    end
  endgenerate

  // A one-bit operand that is bipolar or unsigned selects +x or -x, or x or 0, of the other one: no multiplier.
  localparam integer W_SELECTS = (W_KIND == 2 || (W_KIND == 0 && W_WIDTH == 1)) ? 1 : 0;
  localparam integer A_SELECTS = (W_SELECTS == 0 && (A_KIND == 2 || (A_KIND == 0 && A_WIDTH == 1))) ? 1 : 0;
  // Bits of a lane's product and of the sum of all lanes, both as two's complement.
  localparam integer BOTH_UNSIGNED = (A_KIND == 0 && W_KIND == 0) ? 1 : 0;
  localparam integer TERM = (MODE == 1 || MODE == 2) ? 2 : (W_SELECTS != 0) ? A_WIDTH + 1 :
                            (A_SELECTS != 0) ? W_WIDTH + 1 : A_WIDTH + W_WIDTH + BOTH_UNSIGNED;
  localparam integer FULL = (MODE == 1 || MODE == 2) ? 1 + $clog2(SIMD + 1) : TERM + $clog2(SIMD);
  localparam integer SUM = (FULL < OUT_WIDTH) ? FULL : OUT_WIDTH;

  wire [SUM-1:0] sum;  // registered
  generate
    if (SUM < OUT_WIDTH) begin : g_extend
      assign y = {{(OUT_WIDTH - SUM) {sum[SUM-1]}}, sum};
    end else begin : g_exact
      assign y = sum;
    end
  endgenerate

`ifdef FR_DOT_FAST
  // ------------------------------------------------------------------------------------------ form for Verilator
  // Sums in whole machine words, which need no masks; the registers behind them only delay.
  localparam integer LW = (SUM <= 32) ? 32 : 64;
  reg [LW-1:0] total;
  generate
    if (SUM < LW) begin : g_cut
      wire unused_ok = &{1'b0, total[LW-1:SUM]};
    end
    if (MODE == 1) begin : g_xnor
      always @* total = $countones(~(a ^ w));
    end else if (MODE == 2) begin : g_and
      always @* total = $countones(a & w);
    end else if (A_WIDTH == 2 && W_WIDTH == 2 && A_KIND == W_KIND) begin : g_two_bits
      // (+-2ah + al)(+-2wh + wl) = 4 ah*wh + al*wl +- 2 (ah*wl + al*wh): three popcounts for all lanes.
      localparam [2*SIMD-1:0] LOW = {SIMD{2'b01}};
      reg [LW-1:0] high_high;
      reg [LW-1:0] low_low;
      reg [LW-1:0] mixed;
      always @* begin
        high_high = $countones(a & w & ~LOW);
        low_low = $countones(a & w & LOW);
        mixed = $countones(((a >> 1) & w & LOW) | ((a << 1) & w & ~LOW));
        total = (high_high << 2) + low_low + ((A_KIND == 1) ? -(mixed << 1) : (mixed << 1));
      end
    end else begin : g_lanes
      localparam [LW-1:0] ONE = {{(LW - 1) {1'b0}}, 1'b1};
      localparam [LW-1:0] A_SIGN = (A_KIND == 1) ? ONE << (A_WIDTH - 1) : {LW{1'b0}};
      localparam [LW-1:0] W_SIGN = (W_KIND == 1) ? ONE << (W_WIDTH - 1) : {LW{1'b0}};
      reg [LW-1:0] av;
      reg [LW-1:0] wv;
      integer i;
      always @* begin
        total = {LW{1'b0}};
        for (i = 0; i < SIMD; i = i + 1) begin
          // (code ^ sign) - sign extends a two's complement code.
          av = ({{(LW - A_WIDTH) {1'b0}}, a[i*A_WIDTH+:A_WIDTH] ^ {A_WIDTH{(MODE == 3) && !w[i*W_WIDTH]}}} ^ A_SIGN) - A_SIGN;
          if (A_KIND == 2) av = (av << 1) - ONE;
          wv = ({{(LW - W_WIDTH) {1'b0}}, w[i*W_WIDTH+:W_WIDTH]} ^ W_SIGN) - W_SIGN;
          if (MODE == 3) total = total + av;
          else if (W_SELECTS != 0 && W_KIND == 2) total = total + (av ^ {LW{!w[i*W_WIDTH]}}) + (wv ^ ONE);
          else if (W_SELECTS != 0) total = total + (av & {LW{w[i*W_WIDTH]}});
          else if (A_SELECTS != 0 && A_KIND == 2)
            total = total + (wv ^ {LW{!a[i*A_WIDTH]}}) + {{(LW - 1) {1'b0}}, !a[i*A_WIDTH]};
          else if (A_SELECTS != 0) total = total + (wv & {LW{a[i*A_WIDTH]}});
          else total = total + av * wv;
        end
      end
    end
  endgenerate

  reg [DOT_LATENCY*SUM-1:0] sum_q;
  generate
    if (DOT_LATENCY == 1) begin : g_one_stage
      always @(posedge clk) if (en) sum_q <= total[SUM-1:0];
    end else begin : g_stages
      always @(posedge clk) if (en) sum_q <= {sum_q[(DOT_LATENCY-1)*SUM-1:0], total[SUM-1:0]};
    end
  endgenerate
  assign sum = sum_q[DOT_LATENCY*SUM-1-:SUM];
`else
  // ------------------------------------------------------------------------------------------ products of the lanes
  wire [SIMD*TERM-1:0] term;
  wire [SIMD-1:0] carry;  // to be added to the lane's term, since -x is ~x + 1
  genvar s;
  generate
    for (s = 0; s < SIMD; s = s + 1) begin : g_lane
      wire [A_WIDTH-1:0] ac = a[s*A_WIDTH+:A_WIDTH];
      wire [W_WIDTH-1:0] wc = w[s*W_WIDTH+:W_WIDTH];
      if (MODE == 1) begin : g_xnor
        assign term[s*TERM+:TERM] = {1'b0, ~(ac ^ wc)};
        assign carry[s] = 1'b0;
      end else if (MODE == 2) begin : g_and
        assign term[s*TERM+:TERM] = {1'b0, ac & wc};
        assign carry[s] = 1'b0;
      end else if (MODE == 3) begin : g_flip
        wire [A_WIDTH-1:0] flipped = ac ^ {A_WIDTH{!wc[0]}};
        assign term[s*TERM+:TERM] = {(A_KIND == 1) && flipped[A_WIDTH-1], flipped};
        assign carry[s] = 1'b0;
      end else if (W_SELECTS != 0) begin : g_w_selects
        wire [TERM-1:0] av = (A_KIND == 2) ? {!ac[0], {(TERM - 1) {1'b1}}} : {(A_KIND == 1) && ac[A_WIDTH-1], ac};
        assign term[s*TERM+:TERM] = (W_KIND == 2) ? av ^ {TERM{!wc[0]}} : av & {TERM{wc[0]}};
        assign carry[s] = (W_KIND == 2) && !wc[0];
      end else if (A_SELECTS != 0) begin : g_a_selects
        wire [TERM-1:0] wv = {(W_KIND == 1) && wc[W_WIDTH-1], wc};
        assign term[s*TERM+:TERM] = (A_KIND == 2) ? wv ^ {TERM{!ac[0]}} : wv & {TERM{ac[0]}};
        assign carry[s] = (A_KIND == 2) && !ac[0];
      end else begin : g_product
        wire signed [TERM-1:0] av = {{(TERM - A_WIDTH) {(A_KIND == 1) && ac[A_WIDTH-1]}}, ac};
        wire signed [TERM-1:0] wv = {{(TERM - W_WIDTH) {(W_KIND == 1) && wc[W_WIDTH-1]}}, wc};
        assign term[s*TERM+:TERM] = av * wv;
        assign carry[s] = 1'b0;
      end
    end
  endgenerate

  // ------------------------------------------------------------------------------------------ stage of products
  wire [SIMD*TERM-1:0] term1;
  wire [SIMD-1:0] carry1;
  generate
    if (DOT_LATENCY >= 3) begin : g_term_q
      reg [SIMD*TERM-1:0] term_q;
      reg [SIMD-1:0] carry_q;
      always @(posedge clk) begin
        if (en) begin
          term_q  <= term;
          carry_q <= carry;
        end
      end
      assign term1  = term_q;
      assign carry1 = carry_q;
    end else begin : g_no_term_q
      assign term1  = term;
      assign carry1 = carry;
    end
  endgenerate

  // ------------------------------------------------------------------------------------------ sums
  // Lanes of a group: the smallest number whose square is not below SIMD.
  function integer root(input integer n);
    begin
      root = 1;
      while (root * root < n) root = root + 1;
    end
  endfunction
  localparam integer LANES = root(SIMD);
  localparam integer GROUPS = (SIMD + LANES - 1) / LANES;
  localparam integer GROUP_FULL = TERM + $clog2(LANES);
  localparam integer GROUP = (GROUP_FULL < SUM) ? GROUP_FULL : SUM;

  wire [SUM-1:0] total;
  genvar g;
  generate
    if (DOT_LATENCY == 1) begin : g_flat
      fr_sum #(
          .COUNT    (SIMD),
          .IN_WIDTH (TERM),
          .OUT_WIDTH(SUM)
      ) u_sum (
          .x    (term1),
          .carry(carry1),
          .y    (total)
      );
    end else begin : g_tree
      reg [GROUPS*GROUP-1:0] group_q;
      for (g = 0; g < GROUPS; g = g + 1) begin : g_group
        localparam integer COUNT = (g == GROUPS - 1) ? SIMD - g * LANES : LANES;
        wire [GROUP-1:0] group;
        fr_sum #(
            .COUNT    (COUNT),
            .IN_WIDTH (TERM),
            .OUT_WIDTH(GROUP)
        ) u_sum (
            .x    (term1[g*LANES*TERM+:COUNT*TERM]),
            .carry(carry1[g*LANES+:COUNT]),
            .y    (group)
        );
        always @(posedge clk) if (en) group_q[g*GROUP+:GROUP] <= group;
      end
      fr_sum #(
          .COUNT    (GROUPS),
          .IN_WIDTH (GROUP),
          .OUT_WIDTH(SUM)
      ) u_sum (
          .x    (group_q),
          .carry({GROUPS{1'b0}}),
          .y    (total)
      );
    end
  endgenerate

  localparam integer DELAY = (DOT_LATENCY > 3) ? DOT_LATENCY - 2 : 1;  // registers of the sum
  reg [DELAY*SUM-1:0] sum_q;
  generate
    if (DELAY == 1) begin : g_one_stage
      always @(posedge clk) if (en) sum_q <= total;
    end else begin : g_stages
      always @(posedge clk) if (en) sum_q <= {sum_q[(DELAY-1)*SUM-1:0], total};
    end
  endgenerate
  assign sum = sum_q[DELAY*SUM-1-:SUM];
`endif
endmodule

`undef FR_DOT_FAST
`default_nettype wire
