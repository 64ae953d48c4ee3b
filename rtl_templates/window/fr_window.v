// SPDX-License-Identifier: Apache-2.0
// fr_window: sliding window, all taps of a window in one beat, from line buffers. Turns the pixels of an H x W image
// into OH x OW windows of KH x KW taps, row by row. Tap (ky, kx) of window (oy, ox) is pixel
// (oy*SH - PT + ky, ox*SW - PL + kx), or PAD_CODE in each element where that is outside the image.
//
// Input       : one pixel of LANES elements a beat. s_axis_tlast is ignored.
// Output      : one window a beat, taps in the order (ky, kx), the first one lowest. m_axis_tlast on the frame's last.
// Latency     : m_axis_tvalid 2 cycles (with padding 3) after the transfer of the pixel AHEAD behind (oy*SH, ox*SW) in
//               the frame, AHEAD = (KH-1-PT)*W + KW-1-PL; without a wait where the frame has no such pixel.
// Throughput  : 1 beat a cycle in and out, H*W cycles a frame. The outputs of a frame never wait for input of the next.
// Backpressure: s_axis_tready comes from registers alone: low while DEPTH pixels wait.
// Reset       : synchronous, active high; data registers are not reset.
//
// How it works: pixels wait in a FIFO. A step takes one of them as the bottom of a column, reads the pixels above it
// from the lines, shifts the column into the window and writes it back, one line higher. The steps scan the H x W
// positions of a window at stride 1; the pixel of a step lies AHEAD of its position. So the positions behind H*W - AHEAD
// meet the next frame's first pixels: DRAIN steps up to the last window, none without padding below or on the right.
// There the scan goes on with the next frame's pixels if all DRAIN of them wait already, so that frames follow each
// other without a gap; else it goes on without them, and after the last window returns to take them.
// Taps in the padding are masked in a second register, as the next row's windows need the pixels behind the mask.
// Legal geometry: 0 <= KH-1-PT < H, 0 <= KW-1-PL < W, (OH-1)*SH < H, (OW-1)*SW < W, W >= 2.
`default_nettype none

module fr_window #(
    parameter integer WIDTH     = 4,   // bits of an element, 1..64
    parameter integer LANES     = 2,   // elements of a pixel
    parameter integer H         = 4,   // image rows
    parameter integer W         = 4,   // image columns
    parameter integer KH        = 3,   // window rows
    parameter integer KW        = 3,   // window columns
    parameter integer SH        = 1,   // vertical stride
    parameter integer SW        = 1,   // horizontal stride
    parameter integer PT        = 1,   // padding above
    parameter integer PL        = 1,   // padding on the left
    parameter integer OH        = 4,   // rows of windows
    parameter integer OW        = 4,   // windows in a row
    parameter integer PAD_CODE  = 0,   // code of a padded element; for WIDTH > 32 bit 31 stands for bit WIDTH-1
    parameter integer DEPTH     = 16,  // pixels in the FIFO, >= DRAIN + 1 (see below) and >= 2
    parameter integer RAM_STYLE = 2    // lines and FIFO: 1 block RAM, 2 distributed
) (
    input  wire                         clk,
    input  wire                         rst,
    input  wire [LANES*WIDTH-1:0]       s_axis_tdata,
    input  wire                         s_axis_tvalid,
    output wire                         s_axis_tready,
    input  wire                         s_axis_tlast,
    output wire [KH*KW*LANES*WIDTH-1:0] m_axis_tdata,
    output wire                         m_axis_tvalid,
    input  wire                         m_axis_tready,
    output wire                         m_axis_tlast
);

  // ---------------------------------------------------------------- constants
  function integer bits(input integer count);  // bits of a number below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction
  // PAD_CODE in WIDTH bits: above 32, bit 31 is the top bit.
  function [63:0] pad_wide(input [31:0] code);
    pad_wide = (WIDTH <= 32) ? {32'd0, code} : ({63'd0, code[31]} << (WIDTH - 1)) | {33'd0, code[30:0]};
  endfunction

  // Is value not among the `size` numbers from `from` on?
  function outside(input [31:0] value, input integer from, input integer size);
    outside = (from > 0 && value < from) || value >= from + size;
  endfunction

  localparam integer WORD = LANES * WIDTH;
  localparam integer PADDED = (PT > 0 || PL > 0 || (OH - 1) * SH - PT + KH > H || (OW - 1) * SW - PL + KW > W) ? 1 : 0;
  localparam [63:0] PAD_WIDE = pad_wide(PAD_CODE);
  localparam [WORD-1:0] PAD_WORD = {LANES{PAD_WIDE[WIDTH-1:0]}};

  localparam integer AHEAD = (KH - 1 - PT) * W + KW - 1 - PL;
  localparam integer START = (AHEAD == 0) ? 0 : H * W - AHEAD;  // the position that takes a frame's first pixel
  localparam integer START_Y = START / W;
  localparam integer START_X = START % W;
  localparam integer LAST_Y = (OH - 1) * SH;  // the last window's position
  localparam integer LAST_X = (OW - 1) * SW;
  localparam integer DRAIN = (AHEAD > 0 && LAST_Y * W + LAST_X >= START) ? LAST_Y * W + LAST_X - START + 1 : 0;
  localparam integer END_Y = H - 1;
  localparam integer END_X = W - 1;
  localparam integer YB = bits(H);
  localparam integer XB = bits(W);
  localparam integer AB = bits(DEPTH);
  localparam integer LB = bits(DEPTH + 1);

  // ---------------------------------------------------------------- illegal parameters
  generate
    if (WIDTH < 1 || WIDTH > 64) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (LANES < 1) begin : g_check_lanes
      fr_illegal_LANES u_stop ();
    end
    if (H < 1 || W < 2 || SH < 1 || SW < 1 || OH < 1 || OW < 1 || PT < 0 || PL < 0 || PT >= KH || PL >= KW ||
        KH - PT > H || KW - PL > W || LAST_Y >= H || LAST_X >= W) begin : g_check_geometry
      fr_illegal_geometry u_stop ();
    end
    if (DEPTH < 2 || DEPTH < DRAIN + 1) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
  endgenerate

  // ---------------------------------------------------------------- scan
  wire          advance;  // the window's register is free
  wire          some;     // a pixel waits
  wire          alone;    // this step takes no pixel
  wire          fill;     // the positions of this frame's end have been left: they only take the next frame's pixels
  wire          go = advance && (alone || some);
  reg  [YB-1:0] y_q;
  reg  [XB-1:0] x_q;
  wire          row_end = x_q == END_X[XB-1:0];
  wire          frame_end = row_end && y_q == END_Y[YB-1:0];
  wire          last = y_q == LAST_Y[YB-1:0] && x_q == LAST_X[XB-1:0];
  wire          jump = alone && last;
  always @(posedge clk) begin
    if (rst || (go && jump)) begin
      y_q <= START_Y[YB-1:0];
      x_q <= START_X[XB-1:0];
    end else if (go) begin
      x_q <= row_end ? {XB{1'b0}} : x_q + 1'b1;
      if (row_end) y_q <= frame_end ? {YB{1'b0}} : y_q + 1'b1;
    end
  end

  // Which positions are windows, and which of their taps are in the image.
  wire [(1<<YB)-1:0] y_window;
  wire [(1<<XB)-1:0] x_window;
  wire [KH-1:0] y_pad;
  wire [KW-1:0] x_pad;
  wire [31:0] y_wide = {{(32 - YB) {1'b0}}, y_q};
  wire [31:0] x_wide = {{(32 - XB) {1'b0}}, x_q};
  genvar i, k;
  generate
    for (i = 0; i < (1 << YB); i = i + 1) begin : g_y
      assign y_window[i] = i % SH == 0 && i / SH < OH;
    end
    for (i = 0; i < (1 << XB); i = i + 1) begin : g_x
      assign x_window[i] = i % SW == 0 && i / SW < OW;
    end
    for (k = 0; k < KH; k = k + 1) begin : g_y_pad
      assign y_pad[k] = outside(y_wide, PT - k, H);
    end
    for (k = 0; k < KW; k = k + 1) begin : g_x_pad
      assign x_pad[k] = outside(x_wide, PL - k, W);
    end
  endgenerate
  wire window = y_window[y_q] && x_window[x_q] && !fill;

  // ---------------------------------------------------------------- FIFO
  localparam integer LAST_SLOT = DEPTH - 1;
  wire push = s_axis_tvalid && s_axis_tready;
  wire pop = go && !alone;
  reg [AB-1:0] write_q, read_q;
  reg [LB-1:0] level_q;
  assign some = level_q != {LB{1'b0}};
  assign s_axis_tready = level_q != DEPTH[LB-1:0];
  always @(posedge clk) begin
    if (rst) begin
      write_q <= {AB{1'b0}};
      read_q  <= {AB{1'b0}};
      level_q <= {LB{1'b0}};
    end else begin
      if (push) write_q <= (write_q == LAST_SLOT[AB-1:0]) ? {AB{1'b0}} : write_q + 1'b1;
      if (pop) read_q <= (read_q == LAST_SLOT[AB-1:0]) ? {AB{1'b0}} : read_q + 1'b1;
      if (push != pop) level_q <= level_q + {{(LB - 1) {pop}}, 1'b1};
    end
  end

  // ---------------------------------------------------------------- the end of a frame, with or without the next one
  generate
    if (DRAIN > 0) begin : g_drain
      reg fill_q, alone_q;
      wire begins = y_q == START_Y[YB-1:0] && x_q == START_X[XB-1:0] && !fill_q;
      assign alone = begins ? level_q < DRAIN[LB-1:0] : alone_q;
      assign fill = fill_q;
      always @(posedge clk)
        if (rst) begin
          fill_q  <= 1'b1;
          alone_q <= 1'b0;
        end else if (go) begin
          fill_q  <= jump || (fill_q && !frame_end);
          alone_q <= alone && !last;
        end
    end else begin : g_no_drain
      assign alone = 1'b0;
      assign fill = 1'b0;  // there are no windows between the last one and the frame's end
    end
  endgenerate

  // ---------------------------------------------------------------- columns: the newest is the memories' register
  wire [KH*WORD-1:0] column;
  fr_ram #(
      .WIDTH(WORD),
      .DEPTH(DEPTH),
      .STYLE(RAM_STYLE)
  ) u_fifo (
      .clk       (clk),
      .write_en  (push),
      .write_addr(write_q),
      .write_data(s_axis_tdata),
      .read_en   (go),
      .read_clear(1'b0),
      .read_addr (read_q),
      .read_data (column[(KH-1)*WORD+:WORD])
  );

  generate
    if (KH > 1) begin : g_lines
      reg write_back_q;
      reg [XB-1:0] column_q;  // where the newest column stands
      always @(posedge clk) begin
        write_back_q <= go && !rst;
        if (go) column_q <= x_q;
      end
      fr_ram #(
          .WIDTH((KH - 1) * WORD),
          .DEPTH(W),
          .STYLE(RAM_STYLE)
      ) u_lines (
          .clk       (clk),
          .write_en  (write_back_q),
          .write_addr(column_q),
          .write_data(column[WORD+:(KH-1)*WORD]),
          .read_en   (go),
          .read_clear(1'b0),
          .read_addr (x_q),
          .read_data (column[0+:(KH-1)*WORD])
      );
    end
  endgenerate

  wire [KH*KW*WORD-1:0] taps;
  genvar ky, kx;
  generate
    for (ky = 0; ky < KH; ky = ky + 1) begin : g_row
      assign taps[(ky*KW+KW-1)*WORD+:WORD] = column[ky*WORD+:WORD];
      for (kx = 0; kx < KW - 1; kx = kx + 1) begin : g_shift
        reg [WORD-1:0] tap_q;
        always @(posedge clk) if (go) tap_q <= taps[(ky*KW+kx+1)*WORD+:WORD];
        assign taps[(ky*KW+kx)*WORD+:WORD] = tap_q;
      end
    end
  endgenerate

  reg valid_q, last_q;
  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (advance) valid_q <= go && window;
    if (go) last_q <= last;
  end

  // ---------------------------------------------------------------- output
  generate
    if (PADDED != 0) begin : g_masked
      reg [KH-1:0] y_pad_q;
      reg [KW-1:0] x_pad_q;
      always @(posedge clk)
        if (go) begin
          y_pad_q <= y_pad;
          x_pad_q <= x_pad;
        end

      reg out_valid_q, out_last_q;
      wire enable = m_axis_tready || !out_valid_q;
      assign advance = enable || !valid_q;
      always @(posedge clk) begin
        if (rst) out_valid_q <= 1'b0;
        else if (enable) out_valid_q <= valid_q;
        if (enable) out_last_q <= last_q;
      end
      for (ky = 0; ky < KH; ky = ky + 1) begin : g_row
        for (kx = 0; kx < KW; kx = kx + 1) begin : g_tap
          reg [WORD-1:0] out_q;
          // The flip-flops' reset and enable in this order, with one signal for all bits, cost no logic.
          wire pad = enable && (y_pad_q[ky] || x_pad_q[kx]);
          always @(posedge clk)
            if (pad) out_q <= PAD_WORD;
            else if (enable) out_q <= taps[(ky*KW+kx)*WORD+:WORD];
          assign m_axis_tdata[(ky*KW+kx)*WORD+:WORD] = out_q;
        end
      end
      assign m_axis_tvalid = out_valid_q;
      assign m_axis_tlast = out_last_q;
    end else begin : g_plain
      assign advance = m_axis_tready || !valid_q;
      assign m_axis_tdata = taps;
      assign m_axis_tvalid = valid_q;
      assign m_axis_tlast = last_q;
      wire unused_pad = &{1'b0, y_pad, x_pad, PAD_WORD};
    end
  endgenerate

  wire unused_ok = &{1'b0, s_axis_tlast};

endmodule

`default_nettype wire
