// SPDX-License-Identifier: Apache-2.0
// fr_slice: lets the channels FIRST .. FIRST+COUNT-1 of each pixel through.
//
// A pixel comes in FOLDS beats of LANES elements. With several folds whole beats go through, and LANES divides FIRST and
// COUNT; with one fold a beat out has COUNT elements. s_axis_tlast is ignored.
//
// Latency     : 1 cycle from the beat that goes through.
// Throughput  : 1 beat a cycle in.
// Backpressure: s_axis_tready is combinational in m_axis_tready; holds 1 beat.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_slice #(
    parameter integer WIDTH  = 4,  // bits of an element
    parameter integer LANES  = 2,  // elements of a beat in
    parameter integer FOLDS  = 3,  // beats of a pixel in
    parameter integer FIRST  = 2,  // first channel
    parameter integer COUNT  = 2,  // channels, >= 1
    parameter integer PIXELS = 4   // of a frame
) (
    input  wire                                          clk,
    input  wire                                          rst,
    input  wire [LANES*WIDTH-1:0]                        s_axis_tdata,
    input  wire                                          s_axis_tvalid,
    output wire                                          s_axis_tready,
    input  wire                                          s_axis_tlast,
    output wire [((FOLDS > 1) ? LANES : COUNT)*WIDTH-1:0] m_axis_tdata,
    output wire                                          m_axis_tvalid,
    input  wire                                          m_axis_tready,
    output wire                                          m_axis_tlast
);
  localparam integer OUT = (FOLDS > 1) ? LANES : COUNT;
  localparam integer FROM = (FOLDS > 1) ? 0 : FIRST;  // first element of a beat out
  localparam integer BEGIN_FOLD = (FOLDS > 1) ? FIRST / LANES : 0;
  localparam integer END_FOLD = (FOLDS > 1) ? (FIRST + COUNT) / LANES - 1 : 0;  // the last one that goes through
  localparam integer LAST_FOLD = FOLDS - 1;
  localparam integer LAST_PIXEL = PIXELS - 1;
  localparam integer FB = (FOLDS > 2) ? $clog2(FOLDS) : 1;
  localparam integer PB = (PIXELS > 2) ? $clog2(PIXELS) : 1;

  generate
    if (WIDTH < 1 || LANES < 1 || FOLDS < 1 || PIXELS < 1) begin : g_check_size
      fr_illegal_WIDTH_or_LANES_or_FOLDS_or_PIXELS u_stop ();
    end
    if (FIRST < 0 || COUNT < 1 || FIRST + COUNT > LANES * FOLDS) begin : g_check_range
      fr_illegal_FIRST_or_COUNT u_stop ();
    end
    if (FOLDS > 1 && (FIRST % LANES != 0 || COUNT % LANES != 0)) begin : g_check_lanes
      fr_illegal_LANES_must_divide_FIRST_and_COUNT u_stop ();
    end
  endgenerate

  reg [FB-1:0]        fold_q;
  reg [PB-1:0]        pixel_q;
  reg                 valid_q;
  reg                 last_q;
  reg [OUT*WIDTH-1:0] data_q;

  wire en = m_axis_tready || !valid_q;
  wire step = en && s_axis_tvalid;
  wire pixel_end = fold_q == LAST_FOLD[FB-1:0];
  wire frame_end = pixel_q == LAST_PIXEL[PB-1:0];
  wire through;

  generate
    if (FOLDS > 1) begin : g_folds
      reg through_q;  // does fold_q go through?
      localparam [FB-1:0] BEFORE = (BEGIN_FOLD == 0) ? LAST_FOLD[FB-1:0] : BEGIN_FOLD[FB-1:0] - 1'b1;
      always @(posedge clk)
        if (rst) through_q <= BEGIN_FOLD == 0;
        else if (step) through_q <= fold_q == BEFORE || (through_q && fold_q != END_FOLD[FB-1:0]);
      assign through = through_q;
    end else begin : g_one_fold
      assign through = 1'b1;
    end
  endgenerate

  assign s_axis_tready = en;
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = last_q;
  assign m_axis_tdata  = data_q;

  always @(posedge clk) begin
    if (rst) begin
      fold_q  <= {FB{1'b0}};
      pixel_q <= {PB{1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (en) valid_q <= s_axis_tvalid && through;
      if (step) fold_q <= pixel_end ? {FB{1'b0}} : fold_q + 1'b1;
      if (step && pixel_end) pixel_q <= frame_end ? {PB{1'b0}} : pixel_q + 1'b1;
    end
    if (en) begin
      data_q <= s_axis_tdata[FROM*WIDTH+:OUT*WIDTH];
      last_q <= frame_end && fold_q == END_FOLD[FB-1:0];
    end
  end

  wire unused_ok = &{1'b0, s_axis_tlast, s_axis_tdata};
endmodule

`default_nettype wire
