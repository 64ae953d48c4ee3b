// SPDX-License-Identifier: Apache-2.0
// fr_threshold: counts, for each element, the thresholds of its channel that it reaches.
//
// An element x of channel c gives the code OUT_BIAS + (number of k with (x >= t[c][k]) ^ flip[c]) modulo 2^OUT_WIDTH.
// The thresholds of a channel must ascend (equal ones are legal): the count is then found by bisection of the
// comparisons' results. Verilator bisects the thresholds themselves, which is faster there; the macro FR_PLAIN gives it
// the plain form.
// The thresholds stand outside: word f of the memory (f = channel fold, 0 if SHARED) must be on t_data one enabled
// (t_en) cycle after t_addr. A word has a lane for each of the PE elements (one lane if SHARED): LEVELS thresholds of
// THR_WIDTH bits, the first lowest, then the flip bit if FLIP.
//
// Latency     : 2 cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none
`ifdef VERILATOR
`ifndef FR_PLAIN
`define FR_THRESHOLD_FAST
`endif
`endif

module fr_threshold #(
    parameter integer CHANNELS  = 4,  // channels of a pixel, a multiple of PE
    parameter integer PE        = 2,  // elements of a beat
    parameter integer IN_WIDTH  = 8,  // bits of an input element
    parameter integer IN_SIGNED = 1,  // 1: input elements and thresholds are two's complement, 0: unsigned
    parameter integer THR_WIDTH = 8,  // bits of a threshold, >= IN_WIDTH
    parameter integer LEVELS    = 3,  // thresholds of a channel, 1..255
    parameter integer SHARED    = 0,  // 1: one row of thresholds for all channels
    parameter integer FLIP      = 0,  // 1: each lane of the memory has a flip bit
    parameter integer OUT_WIDTH = 2,  // bits of an output element
    parameter integer OUT_BIAS  = 0   // code of the lowest level
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire [PE*IN_WIDTH-1:0]   s_axis_tdata,
    input  wire                     s_axis_tvalid,
    output wire                     s_axis_tready,
    input  wire                     s_axis_tlast,
    output wire [PE*OUT_WIDTH-1:0]  m_axis_tdata,
    output wire                     m_axis_tvalid,
    input  wire                     m_axis_tready,
    output wire                     m_axis_tlast,
    output wire                     t_en,
    output wire [((SHARED == 0 && CHANNELS/PE > 1) ? $clog2(CHANNELS/PE) : 1) - 1:0] t_addr,
    input  wire [((SHARED != 0) ? 1 : PE)*(LEVELS*THR_WIDTH+FLIP)-1:0]               t_data
);
  localparam integer DEPTH = (SHARED != 0) ? 1 : CHANNELS / PE;
  localparam integer LANE = LEVELS * THR_WIDTH + FLIP;
  localparam [OUT_WIDTH-1:0] BIAS = OUT_BIAS[OUT_WIDTH-1:0];
  localparam integer STEPS = $clog2(LEVELS + 1);  // bits of the count
  localparam [STEPS-1:0] MOST = LEVELS[STEPS-1:0];

  generate
    if (PE < 1 || CHANNELS < 1 || CHANNELS % PE != 0) begin : g_check_pe
      fr_illegal_PE_must_divide_CHANNELS u_stop ();
    end
    if (IN_WIDTH < 1 || THR_WIDTH < IN_WIDTH) begin : g_check_width
      fr_illegal_THR_WIDTH u_stop ();
    end
    if (LEVELS < 1 || LEVELS > 255) begin : g_check_levels
      fr_illegal_LEVELS u_stop ();
    end
    if (OUT_WIDTH < 1 || OUT_WIDTH > 32 || FLIP < 0 || FLIP > 1) begin : g_check_out
      fr_illegal_OUT_WIDTH_or_FLIP u_stop ();
    end
  endgenerate

  reg                     v1_q;
  reg                     v2_q;
  reg                     last1_q;
  reg                     last2_q;
  reg [PE*IN_WIDTH-1:0]   x1_q;
  reg [PE*OUT_WIDTH-1:0]  y2_q;
  wire                    en = m_axis_tready || !v2_q;

  assign s_axis_tready = en;
  assign m_axis_tvalid = v2_q;
  assign m_axis_tdata  = y2_q;
  assign m_axis_tlast  = last2_q;

  fr_fold_address #(
      .DEPTH(DEPTH)
  ) u_address (
      .clk (clk),
      .rst (rst),
      .step(en && s_axis_tvalid),
      .addr(t_addr)
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
      wire [LANE-1:0] lane = t_data[AT+:LANE];
      wire            flip;
      wire [IN_WIDTH-1:0] x = x1_q[p*IN_WIDTH+:IN_WIDTH];
      // Two's complement order is unsigned order with the top bit inverted.
      localparam [THR_WIDTH-1:0] ONE = 1;
      localparam [THR_WIDTH-1:0] INVERT = (IN_SIGNED != 0) ? ONE << (THR_WIDTH - 1) : {THR_WIDTH{1'b0}};
      wire [THR_WIDTH-1:0] extended;
      if (THR_WIDTH > IN_WIDTH) begin : g_extend
        assign extended = {{(THR_WIDTH - IN_WIDTH) {(IN_SIGNED != 0) && x[IN_WIDTH-1]}}, x};
      end else begin : g_same
        assign extended = x;
      end
      wire [THR_WIDTH-1:0] wide = extended ^ INVERT;
      if (FLIP != 0) begin : g_flip
        assign flip = lane[LANE-1];
      end else begin : g_no_flip
        assign flip = 1'b0;
      end

      wire [STEPS-1:0] count;
      integer k;
`ifdef FR_THRESHOLD_FAST
      reg [8:0] total;
      assign count = total[STEPS-1:0];
      wire unused_total_ok = &{1'b0, total};
      if (LEVELS < 8) begin : g_few
        always @* begin
          total = 9'd0;
          for (k = 0; k < LEVELS; k = k + 1)
            total = total + {8'd0, wide >= (lane[k*THR_WIDTH+:THR_WIDTH] ^ INVERT)};
        end
      end else begin : g_many
        integer probe;
        always @* begin
          total = 9'd0;
          for (k = STEPS - 1; k >= 0; k = k - 1) begin
            probe = {23'd0, total} + (1 << k);
            if (probe <= LEVELS && wide >= (lane[(probe-1)*THR_WIDTH+:THR_WIDTH] ^ INVERT)) total = probe[8:0];
          end
        end
      end
`else
      // Highest bit of the count first: is the count at least `probe`, that is, does x reach threshold probe - 1?
      localparam [STEPS-1:0] ONE_STEP = 1;
      reg [STEPS-1:0] found;
      reg [STEPS-1:0] probe;
      reg [(1<<STEPS)-1:0] reached;  // bit c: x reaches threshold c - 1
      assign count = found;
      always @* begin
        reached = {(1 << STEPS) {1'b0}};
        for (k = 0; k < LEVELS; k = k + 1)
          reached[k+1] = (wide >= (lane[k*THR_WIDTH+:THR_WIDTH] ^ INVERT));
        found = {STEPS{1'b0}};
        probe = {STEPS{1'b0}};
        for (k = STEPS - 1; k >= 0; k = k - 1) begin
          probe = found | (ONE_STEP << k);
          if (reached[probe]) found = probe;
        end
      end
`endif
      wire [STEPS-1:0] counted = flip ? MOST - count : count;
      wire [40:0] sum = {{(41 - STEPS) {1'b0}}, counted} + {{(41 - OUT_WIDTH) {1'b0}}, BIAS};
      wire unused_ok = &{1'b0, sum[40:OUT_WIDTH]};
      always @(posedge clk) if (en) y2_q[p*OUT_WIDTH+:OUT_WIDTH] <= sum[OUT_WIDTH-1:0];
    end
  endgenerate
endmodule

`undef FR_THRESHOLD_FAST
`default_nettype wire
