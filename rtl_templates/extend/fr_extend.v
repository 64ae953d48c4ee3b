// SPDX-License-Identifier: Apache-2.0
// fr_extend: puts zeros behind the elements of each group, for a matrix whose folding does not divide it.
//
// A group comes in FOLDS beats of LANES elements and leaves with COUNT elements. With several folds beats of zeros follow,
// and LANES divides COUNT; with one fold a beat out has COUNT elements. s_axis_tlast is ignored.
//
// Latency     : 1 cycle.
// Throughput  : 1 beat a cycle out.
// Backpressure: s_axis_tready is combinational in m_axis_tready; holds 1 beat.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_extend #(
    parameter integer WIDTH  = 4,  // bits of an element
    parameter integer LANES  = 2,  // elements of a beat in
    parameter integer FOLDS  = 3,  // beats of a group in
    parameter integer COUNT  = 8,  // elements of a group out
    parameter integer GROUPS = 4   // of a frame
) (
    input  wire                                           clk,
    input  wire                                           rst,
    input  wire [LANES*WIDTH-1:0]                         s_axis_tdata,
    input  wire                                           s_axis_tvalid,
    output wire                                           s_axis_tready,
    input  wire                                           s_axis_tlast,
    output wire [((FOLDS > 1) ? LANES : COUNT)*WIDTH-1:0] m_axis_tdata,
    output wire                                           m_axis_tvalid,
    input  wire                                           m_axis_tready,
    output wire                                           m_axis_tlast
);
  localparam integer OUT = (FOLDS > 1) ? LANES : COUNT;
  localparam integer OUT_FOLDS = (FOLDS > 1) ? COUNT / LANES : 1;
  localparam integer LAST_IN = FOLDS - 1;
  localparam integer LAST_OUT = OUT_FOLDS - 1;
  localparam integer LAST_GROUP = GROUPS - 1;
  localparam integer FB = (OUT_FOLDS > 2) ? $clog2(OUT_FOLDS) : 1;
  localparam integer GB = (GROUPS > 2) ? $clog2(GROUPS) : 1;

  generate
    if (WIDTH < 1 || LANES < 1 || FOLDS < 1 || GROUPS < 1) begin : g_check_size
      fr_illegal_WIDTH_or_LANES_or_FOLDS_or_GROUPS u_stop ();
    end
    if (COUNT <= LANES * FOLDS) begin : g_check_count
      fr_illegal_COUNT u_stop ();
    end
    if (FOLDS > 1 && COUNT % LANES != 0) begin : g_check_lanes
      fr_illegal_LANES_must_divide_COUNT u_stop ();
    end
  endgenerate

  reg [FB-1:0]        fold_q;
  reg [GB-1:0]        group_q;
  reg                 valid_q;
  reg                 last_q;
  reg [OUT*WIDTH-1:0] data_q;

  wire zeros;  // this beat has nothing of the input
  wire en = m_axis_tready || !valid_q;
  wire step = en && (s_axis_tvalid || zeros);
  wire group_end = fold_q == LAST_OUT[FB-1:0];
  wire frame_end = group_q == LAST_GROUP[GB-1:0];

  generate
    if (FOLDS > 1) begin : g_folds
      reg zeros_q;
      always @(posedge clk)
        if (rst) zeros_q <= 1'b0;
        else if (step) zeros_q <= !group_end && (zeros_q || fold_q == LAST_IN[FB-1:0]);
      assign zeros = zeros_q;
    end else begin : g_one_fold
      assign zeros = 1'b0;
    end
  endgenerate

  assign s_axis_tready = en && !zeros;
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = last_q;
  assign m_axis_tdata  = data_q;

  always @(posedge clk) begin
    if (rst) begin
      fold_q  <= {FB{1'b0}};
      group_q <= {GB{1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (en) valid_q <= s_axis_tvalid || zeros;
      if (step) fold_q <= group_end ? {FB{1'b0}} : fold_q + 1'b1;
      if (step && group_end) group_q <= frame_end ? {GB{1'b0}} : group_q + 1'b1;
    end
    if (en) last_q <= group_end && frame_end;
  end

  generate
    if (FOLDS > 1) begin : g_zero_beats
      always @(posedge clk)
        if (en) data_q <= zeros ? {OUT*WIDTH{1'b0}} : s_axis_tdata;
    end else begin : g_zero_elements
      always @(posedge clk)
        if (en) data_q <= {{(COUNT-LANES)*WIDTH{1'b0}}, s_axis_tdata};
    end
  endgenerate

  wire unused_ok = &{1'b0, s_axis_tlast};
endmodule

`default_nettype wire
