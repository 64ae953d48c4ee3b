// SPDX-License-Identifier: Apache-2.0
// fr_adjust: turns codes back into values: a * code + b modulo 2^OUT_WIDTH, a and b per channel.
//
// The coefficients stand outside: word f of the memory (f = channel fold, 0 if SHARED) must be on t_data one enabled
// (t_en) cycle after t_addr. A word has a lane for each of the PE elements (one lane if SHARED): a (unsigned, A_WIDTH
// bits) lowest, then b (OUT_WIDTH bits).
//
// Latency     : 2 cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_adjust #(
    parameter integer CHANNELS  = 4,  // channels of a pixel, a multiple of PE
    parameter integer PE        = 2,  // elements of a beat
    parameter integer IN_WIDTH  = 4,  // bits of a code
    parameter integer IN_SIGNED = 0,  // 1: codes are two's complement, 0: unsigned
    parameter integer A_WIDTH   = 2,  // bits of the gain
    parameter integer SHARED    = 1,  // 1: one pair of coefficients for all channels
    parameter integer OUT_WIDTH = 6   // bits of a value, >= IN_WIDTH is usual
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
    input  wire [((SHARED != 0) ? 1 : PE)*(OUT_WIDTH+A_WIDTH)-1:0]                   t_data
);
  localparam integer DEPTH = (SHARED != 0) ? 1 : CHANNELS / PE;
  localparam integer LANE = OUT_WIDTH + A_WIDTH;
  // Bits in which the product is exact, or the output's if those are more.
  localparam integer WORK = (IN_WIDTH + A_WIDTH + 1 > OUT_WIDTH) ? IN_WIDTH + A_WIDTH + 1 : OUT_WIDTH;

  generate
    if (PE < 1 || CHANNELS < 1 || CHANNELS % PE != 0) begin : g_check_pe
      fr_illegal_PE_must_divide_CHANNELS u_stop ();
    end
    if (IN_WIDTH < 1 || A_WIDTH < 1 || OUT_WIDTH < 1) begin : g_check_width
      fr_illegal_IN_WIDTH_or_A_WIDTH_or_OUT_WIDTH u_stop ();
    end
  endgenerate

  reg                    v1_q;
  reg                    v2_q;
  reg                    last1_q;
  reg                    last2_q;
  reg [PE*IN_WIDTH-1:0]  x1_q;
  reg [PE*OUT_WIDTH-1:0] y2_q;
  wire                   en = m_axis_tready || !v2_q;

  assign s_axis_tready = en;
  assign m_axis_tvalid = v2_q;
  assign m_axis_tdata  = y2_q;
  assign m_axis_tlast  = last2_q;

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

  always @(posedge clk) begin
    if (rst) begin
      v1_q <= 1'b0;
      v2_q <= 1'b0;
    end else if (en) begin
      v1_q <= s_axis_tvalid;
      v2_q <= v1_q;
    end
    if (en) begin
      x1_q    <= s_axis_tdata;
      last1_q <= s_axis_tlast;
      last2_q <= last1_q;
    end
  end

  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : g_pe
      localparam integer AT = (SHARED != 0) ? 0 : p * LANE;
      wire [IN_WIDTH-1:0]  x = x1_q[p*IN_WIDTH+:IN_WIDTH];
      wire [A_WIDTH-1:0]   a = t_data[AT+:A_WIDTH];
      wire [OUT_WIDTH-1:0] b = t_data[AT+A_WIDTH+:OUT_WIDTH];
      wire [WORK-1:0] wide_x = {{(WORK - IN_WIDTH) {(IN_SIGNED != 0) && x[IN_WIDTH-1]}}, x};
      wire [WORK-1:0] product = wide_x * {{(WORK - A_WIDTH) {1'b0}}, a};
      always @(posedge clk) if (en) y2_q[p*OUT_WIDTH+:OUT_WIDTH] <= product[OUT_WIDTH-1:0] + b;
      wire unused_ok = &{1'b0, product};
    end
  endgenerate
endmodule

`default_nettype wire
