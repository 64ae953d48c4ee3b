// SPDX-License-Identifier: Apache-2.0
// fr_pool: maximum over the taps of each window.
//
// A window comes as GROUPS * CF beats, the channel fold fastest; a beat has TAPS words of CHANNELS_BEAT elements, the
// first tap lowest. After the last group of each fold the maxima leave, CF beats a window.
//
// Latency     : 1 cycle from a fold's beat of the last group.
// Throughput  : 1 beat a cycle in.
// Backpressure: s_axis_tready is combinational in m_axis_tready; nothing is taken while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_pool #(
    parameter integer CHANNELS_BEAT = 2,  // channels of a beat
    parameter integer TAPS          = 1,  // window positions in a beat; more than 1 only if CF is 1
    parameter integer GROUPS        = 4,  // beats a window and fold
    parameter integer CF            = 2,  // folds: channels / CHANNELS_BEAT
    parameter integer WIDTH         = 4,  // bits of an element
    parameter integer SIGNED        = 0   // 1: elements are two's complement, 0: unsigned
) (
    input  wire                                clk,
    input  wire                                rst,
    input  wire [TAPS*CHANNELS_BEAT*WIDTH-1:0] s_axis_tdata,
    input  wire                                s_axis_tvalid,
    output wire                                s_axis_tready,
    input  wire                                s_axis_tlast,
    output wire [CHANNELS_BEAT*WIDTH-1:0]      m_axis_tdata,
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire                                m_axis_tlast
);
  localparam integer BEAT = CHANNELS_BEAT * WIDTH;

  generate
    if (CHANNELS_BEAT < 1 || WIDTH < 1) begin : g_check_beat
      fr_illegal_CHANNELS_BEAT_or_WIDTH u_stop ();
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
  reg [BEAT-1:0] best_q;
  wire           take = s_axis_tvalid && s_axis_tready;
  wire           first;       // first group of a window
  wire           final_group; // last group of a window

  assign s_axis_tready = m_axis_tready || !valid_q;
  assign m_axis_tvalid = valid_q;
  assign m_axis_tdata  = best_q;
  assign m_axis_tlast  = last_q;

  // The largest of the beat's taps and, after the first group, of those before.
  wire [BEAT-1:0] kept;
  reg  [BEAT-1:0] best;
  reg  [WIDTH-1:0] one;
  reg  [WIDTH-1:0] other;
  integer c;
  integer t;
  localparam [WIDTH-1:0] LOW = 1;
  localparam [WIDTH-1:0] INVERT = (SIGNED != 0) ? LOW << (WIDTH - 1) : {WIDTH{1'b0}};
  always @* begin
    best  = {BEAT{1'b0}};
    other = {WIDTH{1'b0}};
    one   = {WIDTH{1'b0}};
    for (c = 0; c < CHANNELS_BEAT; c = c + 1) begin
      one = s_axis_tdata[c*WIDTH+:WIDTH];
      for (t = 1; t < TAPS; t = t + 1) begin
        other = s_axis_tdata[(t*CHANNELS_BEAT+c)*WIDTH+:WIDTH];
        if ((other ^ INVERT) > (one ^ INVERT)) one = other;
      end
      other = kept[c*WIDTH+:WIDTH];
      if (!first && (other ^ INVERT) > (one ^ INVERT)) one = other;
      best[c*WIDTH+:WIDTH] = one;
    end
  end

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (s_axis_tready) valid_q <= s_axis_tvalid && final_group;
    if (take) begin
      best_q <= best;
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
      reg [BEAT-1:0] best_of[0:CF-1];
      wire fold_last = (fold_q == LAST);
      always @(posedge clk) begin
        if (rst) fold_q <= {FB{1'b0}};
        else if (take) fold_q <= fold_last ? {FB{1'b0}} : fold_q + 1'b1;
        if (take) best_of[fold_q] <= best;
      end
      assign kept = best_of[fold_q];
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
      assign kept = best_q;
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
