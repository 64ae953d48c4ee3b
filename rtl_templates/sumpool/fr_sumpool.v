// SPDX-License-Identifier: Apache-2.0
// fr_sumpool: sum over the taps of each window.
//
// A window comes as GROUPS * CF beats, the channel fold fastest; a beat has TAPS words of CHANNELS_BEAT elements, the
// first tap lowest. After the last group of each fold the sums leave, CF beats a window. Sums are modulo 2^OUT_WIDTH.
//
// Latency     : 1 cycle from a fold's beat of the last group.
// Throughput  : 1 beat a cycle in.
// Backpressure: s_axis_tready is combinational in m_axis_tready; nothing is taken while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_sumpool #(
    parameter integer CHANNELS_BEAT = 2,  // channels of a beat
    parameter integer TAPS          = 1,  // window positions in a beat; more than 1 only if CF is 1
    parameter integer GROUPS        = 4,  // beats a window and fold
    parameter integer CF            = 2,  // folds: channels / CHANNELS_BEAT
    parameter integer WIDTH         = 4,  // bits of an element
    parameter integer SIGNED        = 0,  // 1: elements are two's complement, 0: unsigned
    parameter integer OUT_WIDTH     = 6   // bits of a sum
) (
    input  wire                                clk,
    input  wire                                rst,
    input  wire [TAPS*CHANNELS_BEAT*WIDTH-1:0] s_axis_tdata,
    input  wire                                s_axis_tvalid,
    output wire                                s_axis_tready,
    input  wire                                s_axis_tlast,
    output wire [CHANNELS_BEAT*OUT_WIDTH-1:0]  m_axis_tdata,
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire                                m_axis_tlast
);
  localparam integer BEAT = CHANNELS_BEAT * OUT_WIDTH;
  localparam integer WORK = (WIDTH > OUT_WIDTH) ? WIDTH : OUT_WIDTH;  // bits in which elements are added

  generate
    if (CHANNELS_BEAT < 1 || WIDTH < 1 || OUT_WIDTH < 1) begin : g_check_beat
      fr_illegal_CHANNELS_BEAT_or_WIDTH_or_OUT_WIDTH u_stop ();
    end
    if (TAPS < 1 || GROUPS < 1 || CF < 1) begin : g_check_counts
      fr_illegal_TAPS_or_GROUPS_or_CF u_stop ();
    end
    if (TAPS > 1 && CF > 1) begin : g_check_fold
      fr_illegal_TAPS_with_CF u_stop ();
    end
  endgenerate

  reg            valid_q;
  reg            last_q;
  reg [BEAT-1:0] sum_q;
  wire           take = s_axis_tvalid && s_axis_tready;
  wire           first;       // first group of a window
  wire           final_group; // last group of a window

  assign s_axis_tready = m_axis_tready || !valid_q;
  assign m_axis_tvalid = valid_q;
  assign m_axis_tdata  = sum_q;
  assign m_axis_tlast  = last_q;

  // The sum of the beat's taps and, after the first group, of those before. An element's sign is (code ^ SIGN) - SIGN.
  wire [BEAT-1:0] kept;
  reg  [BEAT-1:0] sum;
  reg  [WORK-1:0] one;
  reg  [WORK-1:0] element;
  integer c;
  integer t;
  localparam [WORK-1:0] LOW = 1;
  localparam [WORK-1:0] SIGN = (SIGNED != 0) ? LOW << (WIDTH - 1) : {WORK{1'b0}};
  always @* begin
    sum     = {BEAT{1'b0}};
    one     = {WORK{1'b0}};
    element = {WORK{1'b0}};
    for (c = 0; c < CHANNELS_BEAT; c = c + 1) begin
      one = {WORK{1'b0}};
      if (!first) one[OUT_WIDTH-1:0] = kept[c*OUT_WIDTH+:OUT_WIDTH];
      for (t = 0; t < TAPS; t = t + 1) begin
        element = {WORK{1'b0}};
        element[WIDTH-1:0] = s_axis_tdata[(t*CHANNELS_BEAT+c)*WIDTH+:WIDTH];
        one = one + ((element ^ SIGN) - SIGN);
      end
      sum[c*OUT_WIDTH+:OUT_WIDTH] = one[OUT_WIDTH-1:0];
    end
  end
  wire unused_ok = &{1'b0, one};

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (s_axis_tready) valid_q <= s_axis_tvalid && final_group;
    if (take) begin
      sum_q  <= sum;
      last_q <= s_axis_tlast;
    end
  end

  generate
    if (CF > 1) begin : g_folds
      localparam integer FB = $clog2(CF);
      localparam integer LAST_INT = CF - 1;
      localparam [FB-1:0] LAST = LAST_INT[FB-1:0];
      reg [FB-1:0] fold_q;
      (* ram_style = "distributed" *)
      reg [BEAT-1:0] sum_of[0:CF-1];
      wire fold_last = (fold_q == LAST);
      always @(posedge clk) begin
        if (rst) fold_q <= {FB{1'b0}};
        else if (take) fold_q <= fold_last ? {FB{1'b0}} : fold_q + 1'b1;
        if (take) sum_of[fold_q] <= sum;
      end
      assign kept = sum_of[fold_q];
      fr_pool_group #(
          .GROUPS(GROUPS)
      ) u_group (
          .clk(clk),
          .rst(rst),
          .step(take && fold_last),
          .first(first),
          .final_group(final_group)
      );
    end else begin : g_one_fold
      assign kept = sum_q;
      fr_pool_group #(
          .GROUPS(GROUPS)
      ) u_group (
          .clk(clk),
          .rst(rst),
          .step(take),
          .first(first),
          .final_group(final_group)
      );
    end
  endgenerate
endmodule

`default_nettype wire
