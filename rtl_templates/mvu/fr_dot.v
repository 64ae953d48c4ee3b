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
    parameter integer MODE        = 0,  // 0: sum of products, 1: popcount of XNOR, 2: popcount of AND
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
    if (MODE < 0 || MODE > 2 || (MODE != 0 && (A_WIDTH != 1 || W_WIDTH != 1))) begin : g_check_mode
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
  localparam integer TERM = (MODE != 0) ? 2 : (W_SELECTS != 0) ? A_WIDTH + 1 :
                            (A_SELECTS != 0) ? W_WIDTH + 1 : A_WIDTH + W_WIDTH + BOTH_UNSIGNED;
  localparam integer FULL = (MODE != 0) ? 1 + $clog2(SIMD + 1) : TERM + $clog2(SIMD);
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
  // ------------------------------------------------------------------------------------------ Verilator
  localparam integer LW = (SUM <= 32) ? 32 : 64;  // machine words
  wire [LW-1:0] total;
  genvar s;
  generate
    if (MODE == 1) begin : g_xnor
      assign total = $countones(~(a ^ w));
    end else if (MODE == 2) begin : g_and
      assign total = $countones(a & w);
    end else begin : g_products
`ifndef VAR
`define VAR 0
`endif
      if (`VAR == 0) begin: g_v
      reg [LW-1:0] t;
      integer i;
      always @* begin
        t = {LW{1'b0}};
        for (i = 0; i < SIMD; i = i+1) 
           t = t + ((A_KIND==1) ? {{(LW-A_WIDTH){a[i*A_WIDTH+A_WIDTH-1]}}, a[i*A_WIDTH +: A_WIDTH]} : 
                    (A_KIND==0) ? {{(LW-A_WIDTH){1'b0}}, a[i*A_WIDTH +: A_WIDTH]} : {{(LW-1){!a[i*A_WIDTH]}}, 1'b1})
                 * ((W_KIND==1) ? {{(LW-W_WIDTH){w[i*W_WIDTH+W_WIDTH-1]}}, w[i*W_WIDTH +: W_WIDTH]} : 
                    (W_KIND==0) ? {{(LW-W_WIDTH){1'b0}}, w[i*W_WIDTH +: W_WIDTH]} : {{(LW-1){!w[i*W_WIDTH]}}, 1'b1});
      end
      assign total = t;
      end else if (`VAR==1) begin : g_v
         // offset: code ^ H - H
      reg [LW-1:0] t;
      localparam [LW-1:0] AH = (A_KIND==1) ? 1 << (A_WIDTH-1) : (A_KIND==2) ? 1 : 0;
      localparam [LW-1:0] WH = (W_KIND==1) ? 1 << (W_WIDTH-1) : (W_KIND==2) ? 1 : 0;
      integer i;
      always @* begin
        t = {LW{1'b0}};
        for (i = 0; i < SIMD; i = i+1) 
           t = t + (({{(LW-A_WIDTH){1'b0}}, a[i*A_WIDTH +: A_WIDTH]} ^ AH) - AH)
                 * (({{(LW-W_WIDTH){1'b0}}, w[i*W_WIDTH +: W_WIDTH]} ^ WH) - WH);
      end
      assign total = t;
      end else if (`VAR==2) begin : g_v
        // 2x2 popcounts
        localparam [SIMD*2-1:0] even = {SIMD{2'b01}};
        reg [31:0] hh, ll, hl, lh, both;
        always @* begin
          hh = $countones(a & w & ~even);
          ll = $countones(a & w & even);
          hl = 0; lh = 0; both = 0;
          if (A_KIND == W_KIND) both = $countones(((a >> 1) & w & even) | ((a << 1) & w & ~even));
          else begin
          hl = $countones((a >> 1) & w & even);
          lh = $countones((w >> 1) & a & even); end
        end
        reg [31:0] t;
        always @* begin
          if (A_KIND == W_KIND) t = (hh << 2) + ll + ((A_KIND==1) ? -(both << 1) : (both << 1));
          else t = ll - (hh << 2) + (((A_KIND==1) ? lh - hl : hl - lh) << 1);
        end
        assign total = t;
      end else if (`VAR==3) begin : g_v
        // W 1 bit
      reg [LW-1:0] t;
      integer i;
      always @* begin
        t = {LW{1'b0}};
        for (i = 0; i < SIMD; i = i+1)  begin
           t = t + ((A_KIND==1) ? {{(LW-A_WIDTH){a[i*A_WIDTH+A_WIDTH-1]}}, a[i*A_WIDTH +: A_WIDTH]} : 
                    {{(LW-A_WIDTH){1'b0}}, a[i*A_WIDTH +: A_WIDTH]} ) * {{(LW-1){!w[i]}}, 1'b1};
           end
      end
      assign total = t;
      end else begin : g_v
      reg [LW-1:0] t;
      integer i;
      always @* begin
        t = {LW{1'b0}};
        for (i = 0; i < SIMD; i = i+1)  begin
           t = t + ((((A_KIND==1) ? {{(LW-A_WIDTH){a[i*A_WIDTH+A_WIDTH-1]}}, a[i*A_WIDTH +: A_WIDTH]} : 
                    {{(LW-A_WIDTH){1'b0}}, a[i*A_WIDTH +: A_WIDTH]} )) ^ {LW{!w[i]}}) + {{(LW-1){1'b0}}, !w[i]};
           end
      end
      assign total = t;
      end
    end
  endgenerate
  reg [DOT_LATENCY*SUM-1:0] sum_q;
  generate
    if (DOT_LATENCY == 1) begin : g_one
      always @(posedge clk) if (en) sum_q <= total[SUM-1:0];
    end else begin : g_more
      always @(posedge clk) if (en) sum_q <= {sum_q[(DOT_LATENCY-1)*SUM-1:0], total[SUM-1:0]};
    end
  endgenerate
  assign sum = sum_q[DOT_LATENCY*SUM-1-:SUM];
`else
`endif
endmodule
`undef FR_DOT_FAST
`default_nettype wire
