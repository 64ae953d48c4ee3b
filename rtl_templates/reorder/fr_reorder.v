// SPDX-License-Identifier: Apache-2.0
// fr_reorder: gives the words of each row of an image in another order, any of them several times. A frame has H rows;
// a row comes in as ROW words and is read by four nested loops, loop 0 the outermost: word
// k0*S0 + k1*S1 + k2*S2 + k3*S3 for k0 < N0, k1 < N1, k2 < N2, k3 < N3. FREE words (ROW = N1 * FREE) are done with
// after each step of loop 1 in the last turn of loop 0.
//
// A word has LANES elements. A beat out is a whole word, or with SEGMENTS > 1 part k0 of SEGMENTS equal parts of it. With
// CRD != 0 a word is read as [C][SEGMENTS][SEGMENTS] elements and kept as [SEGMENTS][SEGMENTS][C].
//
// Latency     : m_axis_tvalid 2 cycles after the transfer of the word that a beat needs. s_axis_tlast is ignored.
// Throughput  : 1 beat a cycle in and out. With a large enough DEPTH a frame takes as many cycles as it has beats out,
//               at least H*ROW.
// Backpressure: s_axis_tready comes from registers alone: low while DEPTH words wait.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_reorder #(
    parameter integer WIDTH     = 4,  // bits of an element
    parameter integer LANES     = 2,  // elements of a word
    parameter integer SEGMENTS  = 1,  // parts of a word, divides LANES; N0 if above 1
    parameter integer CRD       = 0,  // 1: elements are permuted; SEGMENTS^2 divides LANES
    parameter integer H         = 2,  // rows of a frame
    parameter integer ROW       = 4,  // words of a row
    parameter integer N0        = 2,  // loops, outermost first
    parameter integer N1        = 4,
    parameter integer N2        = 2,
    parameter integer N3        = 1,
    parameter integer S0        = 0,  // words that a step of a loop goes on
    parameter integer S1        = 1,
    parameter integer S2        = 0,
    parameter integer S3        = 1,
    parameter integer FREE      = 1,  // words, see above
    parameter integer DEPTH     = 7,  // words in the memory, >= ROW and >= 2
    parameter integer RAM_STYLE = 2   // 1 block RAM, 2 distributed
) (
    input  wire                            clk,
    input  wire                            rst,
    input  wire [LANES*WIDTH-1:0]          s_axis_tdata,
    input  wire                            s_axis_tvalid,
    output wire                            s_axis_tready,
    input  wire                            s_axis_tlast,
    output wire [LANES/SEGMENTS*WIDTH-1:0] m_axis_tdata,
    output wire                            m_axis_tvalid,
    input  wire                            m_axis_tready,
    output wire                            m_axis_tlast
);
  function integer bits(input integer count);  // bits of a number below count, at least 1
    bits = (count <= 2) ? 1 : $clog2(count);
  endfunction

  localparam integer WORD = LANES * WIDTH;
  localparam integer AB = bits(DEPTH);            // of an address
  localparam integer LB = (bits(DEPTH + ROW + 1) > AB) ? bits(DEPTH + ROW + 1) : AB + 1;  // of a number of words
  localparam integer B0 = bits(N0);
  localparam integer B1 = bits(N1);
  localparam integer B2 = bits(N2);
  localparam integer B3 = bits(N3);
  localparam integer BH = bits(H);
  localparam integer LAST0 = N0 - 1;
  localparam integer LAST1 = N1 - 1;
  localparam integer LAST2 = N2 - 1;
  localparam integer LAST3 = N3 - 1;
  localparam integer LASTH = H - 1;
  localparam integer LAST_SLOT = DEPTH - 1;

  generate
    if (WIDTH < 1 || LANES < 1 || H < 1) begin : g_check_size
      fr_illegal_WIDTH_or_LANES_or_H u_stop ();
    end
    if (N0 < 1 || N1 < 1 || N2 < 1 || N3 < 1 || S0 < 0 || S1 < 0 || S2 < 0 || S3 < 0 ||
        (N0 - 1) * S0 + (N1 - 1) * S1 + (N2 - 1) * S2 + (N3 - 1) * S3 >= ROW || FREE * N1 != ROW) begin : g_check_loops
      fr_illegal_loops u_stop ();
    end
    if (SEGMENTS < 1 || LANES % SEGMENTS != 0 || (SEGMENTS > 1 && N0 != SEGMENTS) ||
        (CRD != 0 && LANES % (SEGMENTS * SEGMENTS) != 0)) begin : g_check_segments
      fr_illegal_SEGMENTS u_stop ();
    end
    if (DEPTH < ROW || DEPTH < 2) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
  endgenerate

  // ---------------------------------------------------------------- loops
  wire go;
  reg  [B0-1:0] k0_q;
  reg  [B1-1:0] k1_q;
  reg  [B2-1:0] k2_q;
  reg  [B3-1:0] k3_q;
  reg  [BH-1:0] h_q;
  wire end3 = k3_q == LAST3[B3-1:0];
  wire end2 = k2_q == LAST2[B2-1:0] && end3;
  wire end1 = k1_q == LAST1[B1-1:0] && end2;
  wire last_turn = k0_q == LAST0[B0-1:0];
  wire row_end = last_turn && end1;
  wire frame_end = row_end && h_q == LASTH[BH-1:0];
  // Where each loop's present step begins, in words from the row's first; at_q is the word to be read.
  reg  [LB-1:0] from0_q;
  reg  [LB-1:0] from1_q;
  reg  [LB-1:0] from2_q;
  reg  [LB-1:0] at_q;
  wire [LB-1:0] next0 = from0_q + S0[LB-1:0];
  wire [LB-1:0] next1 = from1_q + S1[LB-1:0];
  wire [LB-1:0] next2 = from2_q + S2[LB-1:0];
  wire [LB-1:0] next3 = at_q + S3[LB-1:0];
  always @(posedge clk) begin
    if (rst) begin
      k0_q    <= {B0{1'b0}};
      k1_q    <= {B1{1'b0}};
      k2_q    <= {B2{1'b0}};
      k3_q    <= {B3{1'b0}};
      h_q     <= {BH{1'b0}};
      from0_q <= {LB{1'b0}};
      from1_q <= {LB{1'b0}};
      from2_q <= {LB{1'b0}};
      at_q    <= {LB{1'b0}};
    end else if (go) begin
      k3_q <= end3 ? {B3{1'b0}} : k3_q + 1'b1;
      if (end3) k2_q <= end2 ? {B2{1'b0}} : k2_q + 1'b1;
      if (end2) k1_q <= end1 ? {B1{1'b0}} : k1_q + 1'b1;
      if (end1) k0_q <= last_turn ? {B0{1'b0}} : k0_q + 1'b1;
      if (row_end) h_q <= frame_end ? {BH{1'b0}} : h_q + 1'b1;
      if (end1) from0_q <= last_turn ? {LB{1'b0}} : next0;
      if (end2) from1_q <= row_end ? {LB{1'b0}} : end1 ? next0 : next1;
      if (end3) from2_q <= row_end ? {LB{1'b0}} : end1 ? next0 : end2 ? next1 : next2;
      at_q <= row_end ? {LB{1'b0}} : end1 ? next0 : end2 ? next1 : end3 ? next2 : next3;
    end
  end

  // ---------------------------------------------------------------- what is in the memory
  wire push = s_axis_tvalid && s_axis_tready;
  wire free = go && last_turn && end2;
  reg [AB-1:0] write_q;  // next slot
  reg [AB-1:0] base_q;   // the row's first slot
  reg [LB-1:0] held_q;   // words that are not done with
  reg [LB-1:0] here_q;   // words of this row, and behind it, that have come
  localparam [LB-1:0] ZERO = {LB{1'b0}};
  localparam [LB-1:0] ONE = {{(LB - 1) {1'b0}}, 1'b1};
  localparam [AB:0] SLOTS = DEPTH[AB:0];
  assign s_axis_tready = held_q != DEPTH[LB-1:0];
  wire [AB:0] row_slot = {1'b0, base_q} + ROW[AB:0];
  wire [AB:0] next_base = (row_slot >= SLOTS) ? row_slot - SLOTS : row_slot;
  wire [AB:0] slot = {1'b0, base_q} + at_q[AB:0];
  wire [AB:0] read_slot = (slot >= SLOTS) ? slot - SLOTS : slot;
  always @(posedge clk) begin
    if (rst) begin
      write_q <= {AB{1'b0}};
      base_q  <= {AB{1'b0}};
      held_q  <= ZERO;
      here_q  <= ZERO;
    end else begin
      if (push) write_q <= (write_q == LAST_SLOT[AB-1:0]) ? {AB{1'b0}} : write_q + 1'b1;
      if (go && row_end) base_q <= next_base[AB-1:0];
      held_q <= held_q + (push ? ONE : ZERO) - (free ? FREE[LB-1:0] : ZERO);
      here_q <= here_q + (push ? ONE : ZERO) - ((go && row_end) ? ROW[LB-1:0] : ZERO);
    end
  end
  wire unused_slots = &{1'b0, next_base, read_slot, at_q};

  wire [WORD-1:0] word;
  genvar c, i;
  generate
    if (CRD != 0) begin : g_permute
      localparam integer PIXELS = SEGMENTS * SEGMENTS;
      localparam integer CHANNELS = LANES / PIXELS;
      for (c = 0; c < CHANNELS; c = c + 1) begin : g_channel
        for (i = 0; i < PIXELS; i = i + 1) begin : g_pixel
          assign word[(i*CHANNELS+c)*WIDTH+:WIDTH] = s_axis_tdata[(c*PIXELS+i)*WIDTH+:WIDTH];
        end
      end
    end else begin : g_as_it_is
      assign word = s_axis_tdata;
    end
  endgenerate

  // ---------------------------------------------------------------- output: the memory's register
  reg valid_q, last_q;
  wire enable = m_axis_tready || !valid_q;
  assign go = enable && here_q > at_q;
  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (enable) valid_q <= go;
    if (go) last_q <= frame_end;
  end
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = last_q;

  wire [WORD-1:0] out;
  fr_ram #(
      .WIDTH(WORD),
      .DEPTH(DEPTH),
      .STYLE(RAM_STYLE)
  ) u_ram (
      .clk       (clk),
      .write_en  (push),
      .write_addr(write_q),
      .write_data(word),
      .read_en   (go),
      .read_clear(1'b0),
      .read_addr (read_slot[AB-1:0]),
      .read_data (out)
  );
  generate
    if (SEGMENTS > 1) begin : g_part
      reg [B0-1:0] part_q;
      always @(posedge clk) if (go) part_q <= k0_q;
      assign m_axis_tdata = out[part_q*(WORD/SEGMENTS)+:WORD/SEGMENTS];
    end else begin : g_word
      assign m_axis_tdata = out;
    end
  endgenerate

  wire unused_ok = &{1'b0, s_axis_tlast};
endmodule

`default_nettype wire
