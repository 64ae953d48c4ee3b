// SPDX-License-Identifier: Apache-2.0
// naive_swu: what an engineer would write first for fr_swu: a buffer of whole rows, addresses by multiplication, the
// next frame after the last window. Same function and ports as fr_swu. For comparison only.
//
// Latency     : 2 cycles from the last pixel of the last row that a window needs.
// Throughput  : 1 beat a cycle in and out, but frames do not overlap.
// Backpressure: s_axis_tready comes from registers.
// Reset       : synchronous, active high.
`default_nettype none

module naive_swu #(
    parameter integer WIDTH    = 4,
    parameter integer LANES    = 2,
    parameter integer CF       = 1,
    parameter integer TAPS     = 1,
    parameter integer H        = 4,
    parameter integer W        = 4,
    parameter integer KH       = 3,
    parameter integer KW       = 3,
    parameter integer SH       = 1,
    parameter integer SW       = 1,
    parameter integer PT       = 1,
    parameter integer PL       = 1,
    parameter integer OH       = 4,
    parameter integer OW       = 4,
    parameter integer DH       = 1,
    parameter integer DW       = 1,
    parameter integer PAD_CODE = 0
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire [LANES*WIDTH-1:0]      s_axis_tdata,
    input  wire                        s_axis_tvalid,
    output wire                        s_axis_tready,
    input  wire                        s_axis_tlast,
    output wire [TAPS*LANES*WIDTH-1:0] m_axis_tdata,
    output reg                         m_axis_tvalid,
    input  wire                        m_axis_tready,
    output reg                         m_axis_tlast
);
  localparam integer WORD = LANES * WIDTH;
  localparam integer ROWS = 1 << $clog2((KH - 1) * DH + 1 + SH);  // in the buffer
  localparam integer WORDS = ROWS * W * CF;
  localparam integer MOST = H + W + CF + (KH + SH) * DH * KW * DW + SW + PT + PL + ROWS;
  localparam integer B = $clog2(MOST + 1) + 1;  // bits of a counter
  localparam integer AW = $clog2(WORDS);

  reg [B-1:0] in_row, in_col, in_cf;              // where the next input word goes
  reg [B-1:0] oy, ox, tap, cf;                    // what the next output beat shows; tap: its first one
  reg done;                                       // all windows of this frame are out

  // ------------------------------------------------------------------------------------------ writer
  assign s_axis_tready = in_row != H && (done || in_row + PT < oy * SH + ROWS);
  wire write = s_axis_tvalid && s_axis_tready;
  wire restart = done && in_row == H;
  wire [AW-1:0] write_addr = (in_row % ROWS) * (W * CF) + in_col * CF + in_cf;
  always @(posedge clk) begin
    if (rst || restart) begin
      in_row <= 0;
      in_col <= 0;
      in_cf <= 0;
    end else if (write) begin
      in_cf <= (in_cf == CF - 1) ? 0 : in_cf + 1;
      if (in_cf == CF - 1) begin
        in_col <= (in_col == W - 1) ? 0 : in_col + 1;
        if (in_col == W - 1) in_row <= in_row + 1;
      end
    end
  end

  // ------------------------------------------------------------------------------------------ reader
  wire ready = in_row == H || in_row + PT > oy * SH + (KH - 1) * DH;
  wire en = m_axis_tready || !m_axis_tvalid;
  wire go = en && ready && !done;
  always @(posedge clk) begin
    if (rst || restart) begin
      cf <= 0;
      tap <= 0;
      ox <= 0;
      oy <= 0;
      done <= 1'b0;
    end else if (go) begin
      cf <= (cf == CF - 1) ? 0 : cf + 1;
      if (cf == CF - 1) begin
        tap <= (tap == KH * KW - TAPS) ? 0 : tap + TAPS;
        if (tap == KH * KW - TAPS) begin
          ox <= (ox == OW - 1) ? 0 : ox + 1;
          if (ox == OW - 1) begin
            oy <= oy + 1;
            if (oy == OH - 1) done <= 1'b1;
          end
        end
      end
    end
    if (rst) m_axis_tvalid <= 1'b0;
    else if (en) m_axis_tvalid <= ready && !done;
    if (go) m_axis_tlast <= oy == OH - 1 && ox == OW - 1 && tap == KH * KW - TAPS && cf == CF - 1;
  end

  genvar p;
  generate
    for (p = 0; p < TAPS; p = p + 1) begin : g_tap
      wire [B-1:0] row = oy * SH + ((tap + p) / KW) * DH - PT;
      wire [B-1:0] col = ox * SW + ((tap + p) % KW) * DW - PL;
      wire [AW-1:0] read_addr = (row % ROWS) * (W * CF) + col * CF + cf;
      wire pad = row >= H || col >= W;  // below zero wraps to a large number
      reg [WORD-1:0] memory[0:WORDS-1];
      reg [WORD-1:0] word_q;
      reg pad_q;
      always @(posedge clk) begin
        if (write) memory[write_addr] <= s_axis_tdata;
        if (go) begin
          word_q <= memory[read_addr];
          pad_q <= pad;
        end
      end
      assign m_axis_tdata[p*WORD+:WORD] = pad_q ? {LANES{PAD_CODE[WIDTH-1:0]}} : word_q;
    end
  endgenerate
endmodule

`default_nettype wire
