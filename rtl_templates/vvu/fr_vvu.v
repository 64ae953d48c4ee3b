// SPDX-License-Identifier: Apache-2.0
// fr_vvu: products of small matrices, one for each group of channels, with a window: grouped and depthwise convolution.
//
// A window takes TF*GF*CF*RF steps in the order (tap fold, group fold, channel fold, row fold), row fold fastest. Step
// (tf, gf, cf, rf) multiplies TAPS taps x CHANNELS channels of GROUPS groups with ROWS rows of each of these groups
// and adds to sum gf*RF + rf, which leaves as an output beat in the last tap and channel fold. The beat has PE =
// GROUPS*ROWS elements, the rows of the first group lowest.
//
// An input beat holds, taps outermost and channels innermost:
//   GROUPS = 1: TAPS x CHANNELS elements of one group, for RF steps: the row folds;
//   GROUPS > 1: TAPS x GROUPS x (CF*CHANNELS) elements, for CF steps: the channel folds; RF must be 1.
// The weights stand outside: word w_addr, the number of the step, must be on w_data one enabled (w_en) cycle later. It
// holds row p of the beat and its element s = tap*CHANNELS + channel at bit (p*SIMD + s)*W_WIDTH, SIMD = TAPS*CHANNELS.
// Sums are modulo 2^ACC_WIDTH, so that only the final ones must fit.
//
// Latency     : 3 + DOT_LATENCY cycles from a beat of the last tap and channel fold to its first output beat, if the
//               unit waited for that beat.
// Throughput  : 1 step a cycle, the next window without a bubble.
// Backpressure: s_axis_tready comes from registers alone (two beats are taken ahead). The arithmetic stands still while
//               an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_vvu #(
    parameter integer TAPS        = 1,  // taps of a step
    parameter integer CHANNELS    = 1,  // channels of a group and step
    parameter integer GROUPS      = 2,  // groups of a step
    parameter integer ROWS        = 1,  // rows of a group and step
    parameter integer TF          = 9,  // tap folds
    parameter integer GF          = 2,  // group folds
    parameter integer CF          = 1,  // channel folds
    parameter integer RF          = 1,  // row folds; 1 if GROUPS is above 1
    parameter integer A_WIDTH     = 4,  // bits of an input element, 1..32
    parameter integer A_KIND      = 0,  // 0: unsigned, 1: two's complement, 2: bipolar (one bit, 0 is -1)
    parameter integer W_WIDTH     = 4,  // bits of a weight, 1..32
    parameter integer W_KIND      = 1,  // as A_KIND
    parameter integer ACC_WIDTH   = 12, // bits of a sum
    parameter integer DOT_LATENCY = 1   // registered stages of a step's products and their sum, >= 1
) (
    input  wire                                                                   clk,
    input  wire                                                                   rst,
    input  wire [TAPS*GROUPS*CHANNELS*((GROUPS > 1) ? CF : 1)*A_WIDTH-1:0]        s_axis_tdata,
    input  wire                                                                   s_axis_tvalid,
    output wire                                                                   s_axis_tready,
    input  wire                                                                   s_axis_tlast,
    output wire [GROUPS*ROWS*ACC_WIDTH-1:0]                                       m_axis_tdata,
    output wire                                                                   m_axis_tvalid,
    input  wire                                                                   m_axis_tready,
    output wire                                                                   m_axis_tlast,
    output wire                                                                   w_en,
    output wire [((TF*GF*CF*RF > 1) ? $clog2(TF*GF*CF*RF) : 1) - 1:0]             w_addr,
    input  wire [GROUPS*ROWS*TAPS*CHANNELS*W_WIDTH-1:0]                           w_data
);
  localparam integer PE = GROUPS * ROWS;
  localparam integer SIMD = TAPS * CHANNELS;
  localparam integer PARTS = (GROUPS > 1) ? CF : 1;  // channel folds in a beat
  localparam integer HELD = (GROUPS > 1) ? CF : RF;  // steps of a beat
  localparam integer BEAT = TAPS * GROUPS * PARTS * CHANNELS * A_WIDTH;
  localparam integer STEPS = TF * GF * CF * RF;
  localparam integer SUMS = GF * RF;
  localparam integer DL = DOT_LATENCY;

  generate
    if (TAPS < 1 || CHANNELS < 1 || GROUPS < 1 || ROWS < 1) begin : g_check_lanes
      fr_illegal_TAPS_or_CHANNELS_or_GROUPS_or_ROWS u_stop ();
    end
    if (TF < 1 || GF < 1 || CF < 1 || RF < 1) begin : g_check_folds
      fr_illegal_TF_or_GF_or_CF_or_RF u_stop ();
    end
    if (GROUPS > 1 && RF > 1) begin : g_check_rows
      fr_illegal_GROUPS_with_RF u_stop ();
    end
    if (ACC_WIDTH < 1 || DOT_LATENCY < 1) begin : g_check_sums
      fr_illegal_ACC_WIDTH_or_DOT_LATENCY u_stop ();
    end
  endgenerate

  // Everything behind the input's two beats moves as a whole unless an output beat waits.
  reg  valid_q;
  wire en = m_axis_tready || !valid_q;

  // ------------------------------------------------------------------------------------------ input, two beats
  reg             full_q;
  reg             read_q;    // beat to use
  reg             write_q;   // beat to write; equal to read_q: none is there, or both are
  reg  [1:0]      tlast_q;
  reg  [BEAT-1:0] beat_q[0:1];
  wire            held_last; // the step is the beat's last one
  wire            put = s_axis_tvalid && !full_q;
  wire            go = en && (full_q || (read_q != write_q));
  wire            leave = go && held_last;

  assign s_axis_tready = !full_q;

  always @(posedge clk) begin
    if (rst) begin
      full_q  <= 1'b0;
      read_q  <= 1'b0;
      write_q <= 1'b0;
    end else begin
      if (put && !leave) full_q <= (read_q != write_q);
      else if (leave && !put) full_q <= 1'b0;
      if (put) write_q <= !write_q;
      if (leave) read_q <= !read_q;
    end
    if (put) begin
      beat_q[write_q]  <= s_axis_tdata;
      tlast_q[write_q] <= s_axis_tlast;
    end
  end

  // ------------------------------------------------------------------------------------------ steps
  generate
    if (STEPS > 1) begin : g_steps
      localparam integer AB = $clog2(STEPS);
      localparam integer LAST_INT = STEPS - 1;
      localparam [AB-1:0] LAST = LAST_INT[AB-1:0];
      reg [AB-1:0] addr_q;
      always @(posedge clk) begin
        if (rst) addr_q <= {AB{1'b0}};
        else if (go) addr_q <= (addr_q == LAST) ? {AB{1'b0}} : addr_q + 1'b1;
      end
      assign w_addr = addr_q;
    end else begin : g_one_step
      assign w_addr = 1'b0;
    end
  endgenerate
  assign w_en = en;

  // The elements of the step: of a beat with several parts, those of the channel fold.
  wire [BEAT-1:0]                beat = beat_q[read_q];
  wire [GROUPS*SIMD*A_WIDTH-1:0] chosen;  // groups outermost, then taps, then channels
  reg  [GROUPS*SIMD*A_WIDTH-1:0] a_q;
  genvar g;
  genvar t;
  generate
    if (HELD > 1) begin : g_held
      localparam integer HB = $clog2(HELD);
      localparam integer LAST_INT = HELD - 1;
      localparam [HB-1:0] LAST = LAST_INT[HB-1:0];
      reg [HB-1:0] held_q;
      assign held_last = (held_q == LAST);
      always @(posedge clk) begin
        if (rst) held_q <= {HB{1'b0}};
        else if (go) held_q <= held_last ? {HB{1'b0}} : held_q + 1'b1;
      end
      for (g = 0; g < GROUPS; g = g + 1) begin : g_group
        for (t = 0; t < TAPS; t = t + 1) begin : g_tap
          wire [PARTS*CHANNELS*A_WIDTH-1:0] parts =
              beat[(t*GROUPS+g)*PARTS*CHANNELS*A_WIDTH+:PARTS*CHANNELS*A_WIDTH];
          if (PARTS > 1) begin : g_select
            assign chosen[(g*TAPS+t)*CHANNELS*A_WIDTH+:CHANNELS*A_WIDTH] =
                parts[held_q*CHANNELS*A_WIDTH+:CHANNELS*A_WIDTH];
          end else begin : g_all
            assign chosen[(g*TAPS+t)*CHANNELS*A_WIDTH+:CHANNELS*A_WIDTH] = parts;
          end
        end
      end
    end else begin : g_not_held
      assign held_last = 1'b1;
      for (g = 0; g < GROUPS; g = g + 1) begin : g_group
        for (t = 0; t < TAPS; t = t + 1) begin : g_tap
          assign chosen[(g*TAPS+t)*CHANNELS*A_WIDTH+:CHANNELS*A_WIDTH] =
              beat[(t*GROUPS+g)*CHANNELS*A_WIDTH+:CHANNELS*A_WIDTH];
        end
      end
    end
  endgenerate
  always @(posedge clk) if (en) a_q <= chosen;

  // ------------------------------------------------------------------------------------------ products
  wire [PE*ACC_WIDTH-1:0] product;
  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : g_pe
      fr_dot #(
          .SIMD       (SIMD),
          .A_WIDTH    (A_WIDTH),
          .A_KIND     (A_KIND),
          .W_WIDTH    (W_WIDTH),
          .W_KIND     (W_KIND),
          .MODE       (0),
          .OUT_WIDTH  (ACC_WIDTH),
          .DOT_LATENCY(DOT_LATENCY)
      ) u_dot (
          .clk(clk),
          .en (en),
          .a  (a_q[p/ROWS*SIMD*A_WIDTH+:SIMD*A_WIDTH]),
          .w  (w_data[p*SIMD*W_WIDTH+:SIMD*W_WIDTH]),
          .y  (product[p*ACC_WIDTH+:ACC_WIDTH])
      );
    end
  endgenerate

  // ------------------------------------------------------------------------------------------ sums
  reg  [DL:0] step_q;  // a step is in this stage
  reg  [DL:0] last_q;  // it ends the frame
  wire        add = en && step_q[DL];
  wire        rf_last;
  wire        cf_first;
  wire        cf_last;
  wire        gf_last;
  wire        tf_first;
  wire        tf_last;
  wire        unused_first;
  wire        unused_gf_first;
  wire        start = tf_first && cf_first;  // the sum begins
  wire        leaves = tf_last && cf_last;   // and ends

  fr_pool_group #(.GROUPS(RF)) u_rf (
      .clk(clk),
      .rst(rst),
      .step(add),
      .first(unused_first),
      .final_group(rf_last)
  );
  fr_pool_group #(.GROUPS(CF)) u_cf (
      .clk(clk),
      .rst(rst),
      .step(add && rf_last),
      .first(cf_first),
      .final_group(cf_last)
  );
  fr_pool_group #(.GROUPS(GF)) u_gf (
      .clk(clk),
      .rst(rst),
      .step(add && rf_last && cf_last),
      .first(unused_gf_first),
      .final_group(gf_last)
  );
  fr_pool_group #(.GROUPS(TF)) u_tf (
      .clk(clk),
      .rst(rst),
      .step(add && rf_last && cf_last && gf_last),
      .first(tf_first),
      .final_group(tf_last)
  );

  reg  [PE*ACC_WIDTH-1:0] sum_q;
  reg  [PE*ACC_WIDTH-1:0] sum;
  wire [PE*ACC_WIDTH-1:0] kept;  // the sum so far
  reg                     tlast_out_q;
  integer i;
  always @* begin
    sum = product;
    for (i = 0; i < PE; i = i + 1)
      if (!start) sum[i*ACC_WIDTH+:ACC_WIDTH] = product[i*ACC_WIDTH+:ACC_WIDTH] + kept[i*ACC_WIDTH+:ACC_WIDTH];
  end

  always @(posedge clk) begin
    if (rst) begin
      step_q  <= {(DL + 1) {1'b0}};
      valid_q <= 1'b0;
    end else if (en) begin
      step_q  <= {step_q[DL-1:0], go};
      valid_q <= add && leaves;
    end
    if (en) begin
      last_q      <= {last_q[DL-1:0], tlast_q[read_q] && held_last};
      tlast_out_q <= last_q[DL];
    end
    if (add) sum_q <= sum;
  end
  assign m_axis_tdata  = sum_q;
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = tlast_out_q;

  generate
    if (SUMS > 1 && TF * CF > 1) begin : g_sums
      localparam integer SB = $clog2(SUMS);
      localparam integer BACK_INT = RF - 1;
      localparam [SB-1:0] BACK = BACK_INT[SB-1:0];
      reg [SB-1:0] index_q;
      (* ram_style = "distributed" *)
      reg [PE*ACC_WIDTH-1:0] sums[0:SUMS-1];
      always @(posedge clk) begin
        if (rst) index_q <= {SB{1'b0}};
        else if (add) begin
          if (!rf_last) index_q <= index_q + 1'b1;
          else if (!cf_last) index_q <= index_q - BACK;
          else index_q <= gf_last ? {SB{1'b0}} : index_q + 1'b1;
        end
        if (add) sums[index_q] <= sum;
      end
      assign kept = sums[index_q];
    end else begin : g_one_sum
      assign kept = sum_q;
    end
  endgenerate
  wire unused_ok = &{1'b0, unused_first, unused_gf_first};
endmodule

`default_nettype wire
