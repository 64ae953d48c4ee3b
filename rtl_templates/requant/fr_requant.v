// SPDX-License-Identifier: Apache-2.0
// fr_requant: scales by whole numbers: clamp(R((x * m + o) / 2^SHIFT), OUT_MIN, OUT_MAX), m and o per channel. R rounds
// down, or to the nearest with halves to even.
//
// The coefficients stand outside: word f of the memory (f = channel fold, 0 if SHARED) must be on t_data one enabled
// (t_en) cycle after t_addr. A word has a lane for each of the PE elements (one lane if SHARED): m (two's complement,
// M_WIDTH bits) lowest, then o (SUM_WIDTH bits). x * m + o is computed modulo 2^SUM_WIDTH, two's complement.
//
// Latency     : 4 cycles, 5 with HALF_EVEN.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_requant #(
    parameter integer CHANNELS   = 4,    // channels of a pixel, a multiple of PE
    parameter integer PE         = 2,    // elements of a beat
    parameter integer IN_WIDTH   = 8,    // bits of an input code
    parameter integer IN_SIGNED  = 1,    // 1: input codes are two's complement, 0: unsigned
    parameter integer M_WIDTH    = 8,    // bits of a multiplier
    parameter integer SUM_WIDTH  = 20,   // bits of the sum, above SHIFT
    parameter integer SHIFT      = 8,    // 0..62
    parameter integer HALF_EVEN  = 0,    // 1: to the nearest, halves to even, needs SHIFT >= 1. 0: down
    parameter integer SHARED     = 0,    // 1: one pair of coefficients for all channels
    parameter integer OUT_WIDTH  = 8,    // bits of an output code, 1..32
    parameter integer OUT_SIGNED = 1,    // 1: output codes are two's complement, 0: unsigned
    parameter integer OUT_MIN    = -128, // smallest output, as a number of 32 bits (unsigned without OUT_SIGNED)
    parameter integer OUT_MAX    = 127   // largest output, likewise
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire [PE*IN_WIDTH-1:0]  s_axis_tdata,
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire                    s_axis_tlast,
    output wire [PE*OUT_WIDTH-1:0] m_axis_tdata,
    output wire                    m_axis_tvalid,
    input  wire                    m_axis_tready,
    output wire                    m_axis_tlast,
    output wire                    t_en,
    output wire [((SHARED == 0 && CHANNELS/PE > 1) ? $clog2(CHANNELS/PE) : 1) - 1:0] t_addr,
    input  wire [((SHARED != 0) ? 1 : PE)*(M_WIDTH+SUM_WIDTH)-1:0]                   t_data
);
  localparam integer DEPTH = (SHARED != 0) ? 1 : CHANNELS / PE;
  localparam integer LANE = M_WIDTH + SUM_WIDTH;
  localparam integer XW = IN_WIDTH + ((IN_SIGNED != 0) ? 0 : 1);  // bits of x as a signed number
  localparam integer PW = XW + M_WIDTH;                           // of the product
  localparam integer QW = SUM_WIDTH - SHIFT + 1;                  // of the rounded quotient
  localparam integer CW = ((QW > OUT_WIDTH + 1) ? QW : OUT_WIDTH + 1) + 1;  // of the comparisons

  generate
    if (PE < 1 || CHANNELS < 1 || CHANNELS % PE != 0) begin : g_check_pe
      fr_illegal_PE_must_divide_CHANNELS u_stop ();
    end
    if (IN_WIDTH < 1 || M_WIDTH < 1 || OUT_WIDTH < 1 || OUT_WIDTH > 32) begin : g_check_width
      fr_illegal_IN_WIDTH_or_M_WIDTH_or_OUT_WIDTH u_stop ();
    end
    if (SHIFT < 0 || SUM_WIDTH <= SHIFT || (HALF_EVEN != 0 && SHIFT < 1)) begin : g_check_shift
      fr_illegal_SHIFT u_stop ();
    end
  endgenerate

  wire en;
  fr_threshold_control #(
      .STAGES((HALF_EVEN != 0) ? 5 : 4)
  ) u_control (
      .clk          (clk),
      .rst          (rst),
      .s_axis_tvalid(s_axis_tvalid),
      .s_axis_tready(s_axis_tready),
      .s_axis_tlast (s_axis_tlast),
      .m_axis_tvalid(m_axis_tvalid),
      .m_axis_tready(m_axis_tready),
      .m_axis_tlast (m_axis_tlast),
      .en           (en)
  );

  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] unused_ahead;
  fr_fold_address #(
      .DEPTH(DEPTH)
  ) u_address (
      .clk  (clk),
      .rst  (rst),
      .step (en && s_axis_tvalid),
      .addr (t_addr),
      .ahead(unused_ahead)
  );
  assign t_en = en;

  // The bounds as signed numbers of OUT_WIDTH + 1 bits.
  function [32:0] bound(input [31:0] code);
    bound = {(OUT_SIGNED != 0) && code[31], code};
  endfunction
  localparam [32:0] MIN_WIDE = bound(OUT_MIN);
  localparam [32:0] MAX_WIDE = bound(OUT_MAX);
  localparam signed [CW-1:0] LOWEST = {{(CW - OUT_WIDTH - 1) {MIN_WIDE[OUT_WIDTH]}}, MIN_WIDE[OUT_WIDTH:0]};
  localparam signed [CW-1:0] HIGHEST = {{(CW - OUT_WIDTH - 1) {MAX_WIDE[OUT_WIDTH]}}, MAX_WIDE[OUT_WIDTH:0]};

  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : g_pe
      localparam integer AT = (SHARED != 0) ? 0 : p * LANE;
      // Input register (the coefficients are in the memory's), product, sum: the registers of a DSP.
      reg  [IN_WIDTH-1:0]  x_q;
      reg  [PW-1:0]        product_q;
      reg  [SUM_WIDTH-1:0] offset_q;
      reg  [SUM_WIDTH-1:0] sum_q;
      wire [PW-1:0] x = {{(PW - IN_WIDTH) {(IN_SIGNED != 0) && x_q[IN_WIDTH-1]}}, x_q};
      wire [PW-1:0] m = {{(PW - M_WIDTH) {t_data[AT+M_WIDTH-1]}}, t_data[AT+:M_WIDTH]};
      wire [SUM_WIDTH-1:0] product;
      if (PW < SUM_WIDTH) begin : g_extend
        assign product = {{(SUM_WIDTH - PW) {product_q[PW-1]}}, product_q};
      end else begin : g_cut
        assign product = product_q[SUM_WIDTH-1:0];
        wire unused_ok = &{1'b0, product_q};
      end
      always @(posedge clk)
        if (en) begin
          x_q       <= s_axis_tdata[p*IN_WIDTH+:IN_WIDTH];
          product_q <= x * m;
          offset_q  <= t_data[AT+M_WIDTH+:SUM_WIDTH];
          sum_q     <= product + offset_q;
        end

      wire [QW-1:0] quotient;
      wire [QW-1:0] floor = {sum_q[SUM_WIDTH-1], sum_q[SUM_WIDTH-1:SHIFT]};
      if (HALF_EVEN != 0) begin : g_half_even
        localparam [SHIFT:0] ONE = 1;
        localparam [SHIFT:0] HALF = ONE << (SHIFT - 1);
        wire [SHIFT:0] rest = {1'b0, sum_q[SHIFT-1:0]};
        wire up = (floor[0]) ? rest >= HALF : rest > HALF;
        reg [QW-1:0] quotient_q;
        always @(posedge clk) if (en) quotient_q <= floor + {{(QW - 1) {1'b0}}, up};
        assign quotient = quotient_q;
      end else begin : g_floor
        assign quotient = floor;
        if (SHIFT > 0) begin : g_rest
          wire unused_ok = &{1'b0, sum_q[((SHIFT > 0) ? SHIFT : 1) - 1:0]};
        end
      end

      wire signed [CW-1:0] wide = {{(CW - QW) {quotient[QW-1]}}, quotient};
      wire [CW-1:0] clamped = (wide < LOWEST) ? LOWEST : (wide > HIGHEST) ? HIGHEST : wide;
      reg [OUT_WIDTH-1:0] y_q;
      always @(posedge clk) if (en) y_q <= clamped[OUT_WIDTH-1:0];
      assign m_axis_tdata[p*OUT_WIDTH+:OUT_WIDTH] = y_q;
      wire unused_clamped = &{1'b0, clamped};
    end
  endgenerate
endmodule

`default_nettype wire
