// SPDX-License-Identifier: Apache-2.0
// fr_swu: sliding window. Turns the pixels of an H x W image into the KH x KW taps of each window, row by row of
// OH x OW windows. Tap (ky, kx) of window (oy, ox) is pixel (oy*SH - PT + ky*DH, ox*SW - PL + kx*DW), or PAD_CODE in
// each element where that is outside the image.
//
// Input       : one word of LANES elements a beat, CF words a pixel. s_axis_tlast is ignored.
// Output      : for each window, for each group of TAPS taps in the order (ky, kx), for each word cf of the pixel: a
//               beat of TAPS words, the group's first tap lowest. m_axis_tlast on the frame's last beat.
// Latency     : m_axis_tvalid 2 cycles after the transfer of the last input word of the newest pixel that a beat needs.
//               A tap in the padding needs none, but a frame's first group waits for the frame's first pixel.
// Throughput  : 1 beat a cycle in and out. Frames overlap: the next one is written while the windows of one are read.
//               The outputs of a frame never wait for input of the next.
// Backpressure: s_axis_tready comes from registers alone: low while the ring holds DEPTH pixels that are still needed.
// Reset       : synchronous, active high; data registers are not reset.
//
// How it works: pixels go into a ring of DEPTH pixels. The reader's state is a tap's ring address and, in pixels,
// `slack` = complete pixels written - that tap's pixel - 1: the tap can be read when it is not negative. Both move
// by constants, one for each kind of step: to the next tap in a row of taps, to the next row of taps, next window,
// next row of windows, next frame. The constants depend on no counter, so there is no multiplier.
// `space` = DEPTH - 1 - (pixels started - pixels freed) moves with the writer and with each window that is done.
// Freed is a lower bound of the first pixel that this beat and all later ones need: window (oy, ox) starts at pixel
// (iy0, ix0) = (oy*SH - PT, ox*SW - PL), and with iy0 inside the image the end of its first row of taps frees the
// pixels up to the next window's start, or in a row's last window the rest of image row iy0; the rows between that and
// the next row of windows follow at the window's end. Nothing is freed by the windows of rows with iy0 < 0 and by
// steps with ix0 < 0 or beyond the image; the frame's end frees all.
// For TAPS > 1 there is a copy of the ring for each tap of a beat. Copy p is written with its addresses shifted by
// the distance of tap p to tap 0, so that one read address serves all. Only where the groups do not follow the rows of
// the window (neither KW % TAPS nor TAPS % KW is 0) each copy has a reader of its own.
// What it does not do: it does not check that DEPTH is large enough. swu_min_depth() of the generator gives the limit.
`default_nettype none

module fr_swu #(
    parameter integer WIDTH     = 4,   // bits of an element, 1..64
    parameter integer LANES     = 2,   // elements of a word
    parameter integer CF        = 1,   // words of a pixel
    parameter integer TAPS      = 1,   // taps of an output beat, divides KH*KW; more than 1 only if CF is 1
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
    parameter integer DH        = 1,   // vertical dilation
    parameter integer DW        = 1,   // horizontal dilation
    parameter integer PAD_CODE  = 0,   // code of a padded element; for WIDTH > 32 bit 31 stands for bit WIDTH-1
    parameter integer DEPTH     = 16,  // pixels in the ring, >= 2
    parameter integer RAM_STYLE = 2   // the ring's memory: 1 block RAM, 2 distributed
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire [LANES*WIDTH-1:0]      s_axis_tdata,
    input  wire                        s_axis_tvalid,
    output wire                        s_axis_tready,
    input  wire                        s_axis_tlast,
    output wire [TAPS*LANES*WIDTH-1:0] m_axis_tdata,
    output wire                        m_axis_tvalid,
    input  wire                        m_axis_tready,
    output wire                        m_axis_tlast
);

  // ---------------------------------------------------------------- constants
  function integer bits(input integer count);  // bits of a number below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction
  function integer least(input integer a, input integer b);
    least = (a < b) ? a : b;
  endfunction
  function integer most(input integer a, input integer b);
    most = (a > b) ? a : b;
  endfunction
  function integer wrap(input integer value, input integer modulus);
    wrap = ((value % modulus) + modulus) % modulus;
  endfunction
  // First window of `count` that starts at or behind `edge_at`, with windows `stride` apart.
  function integer first_at(input integer edge_at, input integer stride, input integer count);
    first_at = (edge_at <= 0) ? 0 : least((edge_at + stride - 1) / stride, count);
  endfunction
  // Distance in pixels of a tap (counted in the order (ky, kx)) from the window's first tap.
  function integer tap_pixel(input integer tap);
    tap_pixel = (tap / KW) * DH * W + (tap % KW) * DW;
  endfunction
  // Is from <= value < below?
  function in_span(input [31:0] value, input integer from, input integer below);
    in_span = (value >= from) && (value < below);
  endfunction
  // PAD_CODE in WIDTH bits: above 32, bit 31 is the top bit.
  function [63:0] pad_wide(input [31:0] code);
    pad_wide = (WIDTH <= 32) ? {32'd0, code} : ({63'd0, code[31]} << (WIDTH - 1)) | {33'd0, code[30:0]};
  endfunction

  localparam integer WORD = LANES * WIDTH;
  localparam integer WORDS = DEPTH * CF;
  localparam integer HW = H * W;

  // Groups of taps: GX in a row of taps (or in the window, if irregular) times GY.
  localparam integer WHOLE_ROWS = (TAPS % KW == 0) ? 1 : 0;
  localparam integer IRREGULAR = (TAPS % KW != 0 && KW % TAPS != 0) ? 1 : 0;
  localparam integer GX = (WHOLE_ROWS != 0) ? 1 : (IRREGULAR != 0) ? KH * KW / TAPS : KW / TAPS;
  localparam integer GY = KH * KW / TAPS / GX;
  localparam integer GROUP_ROWS = (WHOLE_ROWS != 0) ? TAPS / KW : 1;
  localparam integer LAST_GROUP = KH * KW - TAPS;  // its first tap
  localparam integer READERS = (IRREGULAR != 0) ? TAPS : 1;

  localparam integer LAST_Y = (OH - 1) * SH - PT + (KH - 1) * DH;
  localparam integer LAST_X = (OW - 1) * SW - PL + (KW - 1) * DW;
  localparam integer PADDED = (PT > 0 || PL > 0 || LAST_Y >= H || LAST_X >= W) ? 1 : 0;

  // Steps of a window's first tap, in pixels, and where it starts.
  localparam integer TO_WIN = SW;
  localparam integer TO_ROW = SH * W - (OW - 1) * SW;
  localparam integer TO_FRAME = HW - (OH - 1) * SH * W - (OW - 1) * SW;
  localparam integer START = -PT * W - PL;

  // Pixels freed. By the end of a window's first row of taps (the end of group TOP): FREE_WIN in columns X_FROM.. and
  // FREE_TAIL in the last one, in rows Y_FROM.. that start in the image. By a row's end: FREE_ABOVE by the last row
  // above the image, FREE_ROW by rows whose successor still starts in it or right behind it. The rest by the frame's
  // end. Where the window has no other row of groups (SINGLE) both ends are one, and FREE_TAIL belongs to the row's end.
  localparam integer TOP = (KW - 1) / TAPS;
  localparam integer SINGLE = (TOP == KH * KW / TAPS - 1) ? 1 : 0;
  localparam integer X_FROM = first_at(PL, SW, OW);
  localparam integer X_STEPS = most(least(W / SW, OW - 1 - X_FROM), 0);
  localparam integer Y_FROM = first_at(PT, SH, OH);
  localparam integer Y_BELOW = first_at(H + PT, SH, OH);
  localparam integer Y_WHOLE = (H + PT) / SH;
  localparam integer Y_STEPS = most(least(Y_WHOLE, OH - 1) - Y_FROM, 0);
  localparam integer FREE_WIN = SW;
  localparam integer FREE_TAIL = W - X_STEPS * SW;
  localparam integer FREE_ABOVE = least(most(Y_FROM * SH - PT, 0), H) * W;
  localparam integer FREE_ROW = (SH - 1) * W;
  localparam integer FREE_FRAME = HW - ((OH > Y_FROM) ? FREE_ABOVE + (Y_BELOW - Y_FROM) * W + Y_STEPS * FREE_ROW : 0);

  // Ring addresses: in pixels with cf as low bits where CF is a power of two, in words otherwise.
  localparam integer CFB = bits(CF);
  localparam integer CF_LOW = ((1 << $clog2(CF)) == CF) ? $clog2(CF) : 0;
  localparam integer UNIT = ((1 << $clog2(CF)) == CF) ? 1 : CF;
  localparam integer RING = DEPTH * UNIT;
  localparam integer AB = bits(RING);
  localparam integer WB = bits(WORDS);
  localparam integer RESTART = UNIT - 1;  // words back to cf = 0

  // Bounds of slack and space. Without padding the reader stops at the first tap that is not there, so that slack
  // falls below zero by at most one step; with padding the reader may be ahead by what the padding spans.
  localparam integer SPAN = tap_pixel(KH * KW - 1);
  localparam integer LONGEST = most(most(TO_WIN, TO_ROW), TO_FRAME) - tap_pixel(LAST_GROUP);
  localparam integer GROUP_SPAN = tap_pixel(TAPS - 1) + 1;
  localparam integer SLACK_LOW = (PADDED != 0) ? most(HW + GROUP_SPAN, most(LAST_Y, 0) * W + most(LAST_X, 0)) + 1
                               : most(most(LONGEST, tap_pixel(LAST_GROUP)), GROUP_SPAN);
  localparam integer SLACK_HIGH = DEPTH + PT * W + PL;
  localparam integer SB = bits(most(SLACK_LOW, SLACK_HIGH) + 1) + 1;
  localparam integer TOP_SPAN = tap_pixel((TOP + 1) * TAPS - 1);
  localparam integer AHEAD = (PADDED != 0) ? HW
                           : most(most(SW, W - (OW - 1) * SW) - TOP_SPAN, most(TO_ROW, TO_FRAME) - SPAN) - 1;
  localparam integer PB = bits(DEPTH + most(AHEAD, 0)) + 1;

  localparam integer GXB = bits(GX);
  localparam integer GYB = bits(GY);
  localparam integer YB = (IRREGULAR != 0) ? GXB : GYB;
  localparam integer OXB = bits(OW);
  localparam integer OYB = bits(OH);

  localparam [63:0] PAD_WIDE = pad_wide(PAD_CODE);
  localparam [WORD-1:0] PAD_WORD = {LANES{PAD_WIDE[WIDTH-1:0]}};

  // ---------------------------------------------------------------- illegal parameters
  generate
    if (WIDTH < 1 || WIDTH > 64) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (LANES < 1 || CF < 1) begin : g_check_lanes
      fr_illegal_LANES_or_CF u_stop ();
    end
    if (TAPS < 1 || (KH * KW) % TAPS != 0) begin : g_check_taps
      fr_illegal_TAPS_must_divide_KH_KW u_stop ();
    end
    if (TAPS > 1 && CF > 1) begin : g_check_fold
      fr_illegal_TAPS_with_CF u_stop ();
    end
    if (H < 1 || W < 1 || KH < 1 || KW < 1 || SH < 1 || SW < 1 || OH < 1 || OW < 1 || DH < 1 || DW < 1 || PT < 0 ||
        PL < 0) begin : g_check_geometry
      fr_illegal_geometry u_stop ();
    end
    if (DEPTH < 2) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
  endgenerate

  // ---------------------------------------------------------------- position of the reader
  wire go;  // a beat leaves the ring
  wire last_cf, last_gx, last_gy, last_ox, last_oy;
  wire tap_end = go && last_cf;
  wire taps_end = tap_end && last_gx;
  wire window_end = taps_end && last_gy;
  wire row_end = window_end && last_ox;
  wire group_last = last_gx && last_gy && last_ox && last_oy;  // the frame's last group

  wire [CFB-1:0] cf;
  wire [GXB-1:0] gx;
  wire [GYB-1:0] gy;
  wire [OXB-1:0] ox;
  wire [OYB-1:0] oy;
  fr_swu_count #(.BITS(CFB), .COUNT(CF)) u_cf (.clk(clk), .rst(rst), .step(go), .value(cf), .last(last_cf));
  fr_swu_count #(.BITS(GXB), .COUNT(GX)) u_gx (.clk(clk), .rst(rst), .step(tap_end), .value(gx), .last(last_gx));
  fr_swu_count #(.BITS(GYB), .COUNT(GY)) u_gy (.clk(clk), .rst(rst), .step(taps_end), .value(gy), .last(last_gy));
  fr_swu_count #(.BITS(OXB), .COUNT(OW)) u_ox (.clk(clk), .rst(rst), .step(window_end), .value(ox), .last(last_ox));
  fr_swu_count #(.BITS(OYB), .COUNT(OH)) u_oy (.clk(clk), .rst(rst), .step(row_end), .value(oy), .last(last_oy));
  wire [31:0] ox_wide = {{(32 - OXB) {1'b0}}, ox};
  wire [31:0] oy_wide = {{(32 - OYB) {1'b0}}, oy};

  // ---------------------------------------------------------------- writer and room in the ring
  wire write = s_axis_tvalid && s_axis_tready;
  wire first_word, last_word;  // of a pixel
  wire start = write && first_word;
  wire done = write && last_word;

  wire [CFB-1:0] cf_w;
  fr_swu_count #(.BITS(CFB), .COUNT(CF)) u_cf_w (.clk(clk), .rst(rst), .step(write), .value(cf_w), .last(last_word));
  assign first_word = (CF == 1) || cf_w == {CFB{1'b0}};

  wire top_end;  // the end of a window's first row of taps
  generate
    if (IRREGULAR != 0) begin : g_top_irregular
      assign top_end = tap_end && gx == TOP[GXB-1:0];
    end else begin : g_top_row
      assign top_end = taps_end && gy == {GYB{1'b0}};
    end
  endgenerate

  localparam integer FREE_NONE_1 = -1;
  localparam integer FREE_WIN_1 = FREE_WIN - 1;
  localparam integer FREE_TAIL_1 = FREE_TAIL - 1;
  localparam integer FREE_ABOVE_1 = FREE_ABOVE - 1;
  localparam integer FREE_ROW_1 = FREE_ROW + ((SINGLE != 0) ? FREE_TAIL : 0) - 1;
  localparam integer FREE_FRAME_1 = FREE_FRAME + ((SINGLE != 0 && Y_BELOW == OH && Y_FROM < OH) ? FREE_TAIL : 0) - 1;
  wire free_top = in_span(oy_wide, Y_FROM, Y_BELOW);
  wire free_win = in_span(ox_wide, X_FROM, X_FROM + X_STEPS);
  wire free_row = in_span(oy_wide, Y_FROM, Y_WHOLE);
  wire free_above = in_span(oy_wide, Y_FROM - 1, Y_FROM);
  reg [PB-1:0] freed_1;  // pixels freed in this cycle, minus 1
  always @* begin
    freed_1 = FREE_NONE_1[PB-1:0];
    if (row_end) begin
      if (last_oy) freed_1 = FREE_FRAME_1[PB-1:0];
      else if (free_row) freed_1 = FREE_ROW_1[PB-1:0];
      else if (free_above) freed_1 = FREE_ABOVE_1[PB-1:0];
      else if (SINGLE != 0 && free_top) freed_1 = FREE_TAIL_1[PB-1:0];
    end else if (top_end && free_top) begin
      if (last_ox) freed_1 = FREE_TAIL_1[PB-1:0];
      else if (free_win) freed_1 = FREE_WIN_1[PB-1:0];
    end
  end

  localparam integer SPACE_START = DEPTH - 1;
  reg [PB-1:0] space_q;  // pixels that may still be started, minus 1
  wire [PB:0] space_d = {space_q, 1'b1} + {freed_1, !start};  // the lowest bit makes the carry
  always @(posedge clk)
    if (rst) space_q <= SPACE_START[PB-1:0];
    else space_q <= space_d[PB:1];
  assign s_axis_tready = !first_word || !space_q[PB-1];

  // ---------------------------------------------------------------- readers: ring address and slack
  // Steps are negated: RING - step for the address, so that a borrow says when to add RING back.
  wire [READERS*AB-1:0] addr;
  wire [READERS*SB-1:0] slack;

  genvar r, i, p;
  generate
    for (r = 0; r < READERS; r = r + 1) begin : g_reader
      localparam integer SLACK_TAP = (IRREGULAR != 0) ? r : TAPS - 1;  // the tap in a group that slack speaks of
      localparam integer ADDR_START = wrap((START + tap_pixel(r)) * UNIT, RING);
      localparam integer SLACK_START = -START - tap_pixel(SLACK_TAP) - 1;
      localparam integer TO_Y = (GY == 1) ? 0 : tap_pixel(GX * TAPS) - tap_pixel((GX - 1) * TAPS);
      localparam integer BACK = tap_pixel(r) - tap_pixel(LAST_GROUP + r);

      wire [(1<<GXB)*AB-1:0] addr_x_table;
      wire [(1<<GXB)*SB-1:0] slack_x_table;
      for (i = 0; i < (1 << GXB); i = i + 1) begin : g_x
        localparam integer STEP = (i + 1 < GX) ? tap_pixel((i + 1) * TAPS + r) - tap_pixel(i * TAPS + r)
                                               : tap_pixel(TAPS + r) - tap_pixel(r);
        localparam integer ADDR = RING - wrap(STEP * UNIT - RESTART, RING);
        localparam integer SLACK = -STEP;
        assign addr_x_table[i*AB+:AB] = ADDR[AB-1:0];
        assign slack_x_table[i*SB+:SB] = SLACK[SB-1:0];
      end

      localparam integer ADDR_CF = RING - 1;
      localparam integer ADDR_Y = RING - wrap(TO_Y * UNIT - RESTART, RING);
      localparam integer ADDR_WIN = RING - wrap((TO_WIN + BACK) * UNIT - RESTART, RING);
      localparam integer ADDR_ROW = RING - wrap((TO_ROW + BACK) * UNIT - RESTART, RING);
      localparam integer ADDR_FRAME = RING - wrap((TO_FRAME + BACK) * UNIT - RESTART, RING);
      localparam integer SLACK_Y = -TO_Y;
      localparam integer SLACK_WIN = -(TO_WIN + BACK);
      localparam integer SLACK_ROW = -(TO_ROW + BACK);
      localparam integer SLACK_FRAME = -(TO_FRAME + BACK);

      reg [AB-1:0] addr_step;
      reg [SB-1:0] slack_step;
      always @* begin
        if (!last_gx) begin
          addr_step = addr_x_table[gx*AB+:AB];
          slack_step = slack_x_table[gx*SB+:SB];
        end else if (!last_gy) begin
          addr_step = ADDR_Y[AB-1:0];
          slack_step = SLACK_Y[SB-1:0];
        end else if (!last_ox) begin
          addr_step = ADDR_WIN[AB-1:0];
          slack_step = SLACK_WIN[SB-1:0];
        end else if (!last_oy) begin
          addr_step = ADDR_ROW[AB-1:0];
          slack_step = SLACK_ROW[SB-1:0];
        end else begin
          addr_step = ADDR_FRAME[AB-1:0];
          slack_step = SLACK_FRAME[SB-1:0];
        end
        if (UNIT > 1 && !last_cf) addr_step = ADDR_CF[AB-1:0];
        if (!tap_end) slack_step = {SB{1'b0}};
      end

      reg [AB-1:0] addr_q;
      wire [AB:0] addr_d = {1'b0, addr_q} - {1'b0, addr_step};
      always @(posedge clk)
        if (rst) addr_q <= ADDR_START[AB-1:0];
        else if (go && (UNIT > 1 || last_cf)) addr_q <= addr_d[AB-1:0] + (addr_d[AB] ? RING[AB-1:0] : {AB{1'b0}});

      reg [SB-1:0] slack_q;
      wire [SB:0] slack_d = {slack_q, 1'b1} + {slack_step, done};  // the lowest bit makes the carry
      always @(posedge clk)
        if (rst) slack_q <= SLACK_START[SB-1:0];
        else slack_q <= slack_d[SB:1];

      wire unused_carry = &{1'b0, slack_d[0]};
      assign addr[r*AB+:AB] = addr_q;
      assign slack[r*SB+:SB] = slack_q;
    end
  endgenerate

  // ---------------------------------------------------------------- rings, one for each tap of a beat
  wire [TAPS-1:0] ready;  // the tap is padding or written
  wire [YB-1:0] y_group;

  generate
    if (IRREGULAR != 0) assign y_group = gx;
    else assign y_group = gy;

    for (p = 0; p < TAPS; p = p + 1) begin : g_tap
      localparam integer READER = (IRREGULAR != 0) ? p : 0;

      // Is the tap on a pixel? By group, for the two axes.
      wire [(1<<GXB)-1:0] x_real;
      wire [(1<<YB)-1:0] y_real;
      for (i = 0; i < (1 << GXB); i = i + 1) begin : g_x
        localparam integer EDGE = PL - ((i * TAPS + p) % KW) * DW;
        assign x_real[i] = in_span(ox_wide, first_at(EDGE, SW, OW), first_at(EDGE + W, SW, OW));
      end
      for (i = 0; i < (1 << YB); i = i + 1) begin : g_y
        localparam integer EDGE = PT - ((IRREGULAR != 0) ? (i * TAPS + p) / KW : i * GROUP_ROWS + p / KW) * DH;
        assign y_real[i] = in_span(oy_wide, first_at(EDGE, SH, OH), first_at(EDGE + H, SH, OH));
      end
      wire pad = (PADDED != 0) && !(x_real[gx] && y_real[y_group]);

      // Tap p lies that far from the tap that slack speaks of. Without padding the last tap says it for all.
      localparam integer DISTANCE = (IRREGULAR != 0) ? 0 : tap_pixel(p) - tap_pixel(TAPS - 1);
      if (PADDED == 0 && p < TAPS - 1) begin : g_implied
        assign ready[p] = 1'b1;
      end else begin : g_ready
        wire signed [SB-1:0] tap_slack = slack[READER*SB+:SB];
        assign ready[p] = pad || tap_slack >= $signed(DISTANCE[SB-1:0]);
      end

      localparam integer WRITE_START = (IRREGULAR != 0) ? 0 : wrap(-tap_pixel(p), WORDS);
      localparam integer WRITE_LAST = WORDS - 1;
      reg [WB-1:0] write_addr_q;
      always @(posedge clk)
        if (rst) write_addr_q <= WRITE_START[WB-1:0];
        else if (write) write_addr_q <= (write_addr_q == WRITE_LAST[WB-1:0]) ? {WB{1'b0}} : write_addr_q + 1'b1;

      wire [WB-1:0] read_addr;
      if (CF_LOW > 0) assign read_addr = {addr[READER*AB+:AB], cf};
      else assign read_addr = addr[READER*AB+:AB];

      fr_ram #(
          .WIDTH(WORD),
          .DEPTH(WORDS),
          .STYLE(RAM_STYLE),
          .CLEAR(PAD_WORD)
      ) u_ring (
          .clk       (clk),
          .write_en  (write),
          .write_addr(write_addr_q),
          .write_data(s_axis_tdata),
          .read_en   (go),
          .read_clear(pad),
          .read_addr (read_addr),
          .read_data (m_axis_tdata[p*WORD+:WORD])
      );
    end
  endgenerate

  // ---------------------------------------------------------------- a frame's first group waits for its first pixel
  wire hold;
  generate
    if (PT > 0 || PL > 0) begin : g_hold
      localparam integer BEFORE = -START - tap_pixel((IRREGULAR != 0) ? 0 : TAPS - 1) - 1;  // slack without a pixel
      wire signed [SB-1:0] first_slack = slack[0+:SB];
      reg first_q;
      always @(posedge clk)
        if (rst) first_q <= 1'b1;
        else if (tap_end) first_q <= group_last;
      assign hold = first_q && first_slack <= $signed(BEFORE[SB-1:0]);
    end else begin : g_no_hold
      assign hold = 1'b0;  // the first tap is the first pixel
    end
  endgenerate

  // ---------------------------------------------------------------- output register
  reg valid_q;
  reg last_q;
  wire enable = m_axis_tready || !valid_q;
  wire beat = &ready && !hold;
  assign go = enable && beat;
  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (enable) valid_q <= beat;
    if (go) last_q <= group_last && last_cf;
  end
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast = last_q;

  wire unused_ok = &{1'b0, s_axis_tlast, cf, gx, gy, ox, oy, cf_w, space_d[0]};

endmodule

`default_nettype wire
