// SPDX-License-Identifier: Apache-2.0
// fr_dma_write: takes the beats of a job's frames and writes their memory image (docs/data_layout.md) with AXI4 INCR bursts.
// An address is given once its words are there, so that W never waits for beats; W may run ahead of AW. The strobes of the
// last word leave out what is behind the image. An error response ends the job: bursts under way are finished, no
// beat is taken; the channel starts nothing more until `clear`. It does not interleave, reorder or use IDs.
//
// Latency     : 2 cycles and one for each word of a burst that its last beat completes from that beat to the burst's address,
//               1 from there to wvalid; a job ends 2 cycles after its last response.
// Throughput  : a memory word a cycle or a beat a cycle, whichever is slower, if OUTSTANDING * BURST covers the memory's latency.
// Backpressure: s_axis_tready comes from registers and is low without a job; OUTSTANDING * BURST words are held.
// Reset       : rst synchronous, active high. flush: begin no burst; quiet says that nothing is under way; clear, given
//               while quiet, forgets the job and its error.
`default_nettype none

module fr_dma_write #(
    parameter integer MEMORY_BITS = 64,  // of wdata: a power of two, 8..1024
    parameter integer BURST = 16,        // words of a burst, a power of two, 2..256; at most 4096 bytes
    parameter integer OUTSTANDING = 4,   // bursts without a response, and held, >= 2
    parameter integer BEAT_BYTES = 1,    // of a beat, >= 1
    parameter integer BEATS = 4          // of a frame, >= 1
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     flush,
    input  wire                     clear,
    output wire                     quiet,
    input  wire                     start,
    input  wire [63:0]              address,
    input  wire [31:0]              frames,
    output wire                     busy,
    output wire                     done,           // the last job ended well
    output wire                     ended,          // one cycle: a job ended
    output wire [1:0]               error,          // 0: none; 1: address; 2: SLVERR; 3: DECERR
    output wire [63:0]              error_address,  // of the burst
    output wire [31:0]              frames_done,    // of the job: taken; all are in memory when it is done
    input  wire [8*BEAT_BYTES-1:0]  s_axis_tdata,
    input  wire                     s_axis_tvalid,
    output wire                     s_axis_tready,
    input  wire                     s_axis_tlast,
    output wire [63:0]              m_axi_awaddr,
    output wire [7:0]               m_axi_awlen,
    output wire [2:0]               m_axi_awsize,
    output wire [1:0]               m_axi_awburst,
    output wire [3:0]               m_axi_awcache,
    output wire [2:0]               m_axi_awprot,
    output wire                     m_axi_awvalid,
    input  wire                     m_axi_awready,
    output wire [MEMORY_BITS-1:0]   m_axi_wdata,
    output wire [MEMORY_BITS/8-1:0] m_axi_wstrb,
    output wire                     m_axi_wlast,
    output wire                     m_axi_wvalid,
    input  wire                     m_axi_wready,
    input  wire [1:0]               m_axi_bresp,
    input  wire                     m_axi_bvalid,
    output wire                     m_axi_bready
);

  function integer gcd(input integer a, input integer b);
    integer x, y, r;
    begin
      x = a;
      y = b;
      while (y != 0) begin
        r = x % y;
        x = y;
        y = r;
      end
      gcd = x;
    end
  endfunction

  localparam integer WORD_BYTES = MEMORY_BITS / 8;
  localparam integer SHIFT = $clog2(WORD_BYTES);
  localparam integer FRAME_BYTES = BEATS * BEAT_BYTES;
  localparam integer BYTES_W = 32 + $clog2(FRAME_BYTES + 1);
  localparam integer WORDS_W = BYTES_W - SHIFT + 1;
  localparam integer DEPTH = OUTSTANDING * BURST;
  localparam integer LEVEL = $clog2(DEPTH + 1);
  localparam integer OW = $clog2(OUTSTANDING + 1);
  localparam integer BURST_SHIFT = $clog2(BURST) + SHIFT;
  localparam integer UNIT = gcd(WORD_BYTES, BEAT_BYTES);
  localparam [OW-1:0] OUTSTANDING_C = OUTSTANDING[OW-1:0];
  localparam [2:0] SIZE = SHIFT[2:0];

  generate
    if (MEMORY_BITS < 8 || MEMORY_BITS > 1024 || 8 * (1 << SHIFT) != MEMORY_BITS) begin : g_check_memory_bits
      fr_illegal_MEMORY_BITS u_stop ();
    end
    if (OUTSTANDING < 2) begin : g_check_outstanding
      fr_illegal_OUTSTANDING u_stop ();
    end
    if (BEAT_BYTES < 1) begin : g_check_beat_bytes
      fr_illegal_BEAT_BYTES u_stop ();
    end
    if (BEATS < 1) begin : g_check_beats
      fr_illegal_BEATS u_stop ();
    end
  endgenerate

  // The job.
  wire               accept, begin_job, moving, draining, frames_over, final_beat;
  wire [BYTES_W-1:0] bytes;
  wire [WORDS_W-1:0] words;
  wire               take = s_axis_tvalid && s_axis_tready;
  wire               b_beat = m_axi_bvalid && m_axi_bready;
  wire               nothing_due, active;
  wire               at_rest = nothing_due && !active;
  reg  [63:0]        burst_address_q;           // of the oldest burst without a response
  reg  [WORDS_W-1:0] pack_left_q, send_left_q;  // words to be packed; to be sent

  fr_dma_job #(
      .WORD_BYTES(WORD_BYTES),
      .BEAT_BYTES(BEAT_BYTES),
      .BEATS     (BEATS),
      .BYTES     (BYTES_W),
      .WORDS     (WORDS_W)
  ) u_job (
      .clk(clk),
      .rst(rst),
      .flush(flush),
      .clear(clear),
      .start(start),
      .address(address),
      .frames(frames),
      .busy(busy),
      .done(done),
      .ended(ended),
      .error(error),
      .error_address(error_address),
      .frames_done(frames_done),
      .accept(accept),
      .begin_job(begin_job),
      .bytes(bytes),
      .words(words),
      .moving(moving),
      .draining(draining),
      .take(take),
      .last(final_beat),
      .frames_over(frames_over),
      .over(frames_over && at_rest),
      .drained(at_rest),
      .fault(b_beat && m_axi_bresp[1]),
      .response(m_axi_bresp),
      .fault_address(burst_address_q)
  );
  assign quiet = !busy;

  always @(posedge clk) begin
    if (accept) burst_address_q <= address;
    else if (b_beat) burst_address_q <= {burst_address_q[63:BURST_SHIFT] + 1'b1, {BURST_SHIFT{1'b0}}};
  end

  // Beats to words. Behind the last beat zeros fill the last word.
  wire                   unit_rst = rst || !(moving || draining);
  wire                   padding = moving && frames_over && pack_left_q != {WORDS_W{1'b0}};
  wire                   dwc_ready, dwc_last, fifo_last;
  wire [MEMORY_BITS-1:0] packed_word;
  wire                   packed_valid, fifo_ready, word_valid, word_taken;
  wire                   packing = pack_left_q != {WORDS_W{1'b0}};
  wire                   push = packed_valid && fifo_ready && packing;

  assign s_axis_tready = dwc_ready && moving && !frames_over;
  fr_dwc #(
      .WIDTH(8 * UNIT),
      .IN   (BEAT_BYTES / UNIT),
      .OUT  (WORD_BYTES / UNIT)
  ) u_dwc (
      .clk(clk),
      .rst(unit_rst),
      .s_axis_tdata(s_axis_tdata),
      .s_axis_tvalid(take || padding),
      .s_axis_tready(dwc_ready),
      .s_axis_tlast(1'b0),
      .m_axis_tdata(packed_word),
      .m_axis_tvalid(packed_valid),
      .m_axis_tready(fifo_ready && packing),
      .m_axis_tlast(dwc_last)
  );
  fr_fifo_srl #(
      .WIDTH(MEMORY_BITS),
      .DEPTH(DEPTH)
  ) u_fifo (
      .clk(clk),
      .rst(unit_rst),
      .s_axis_tdata(packed_word),
      .s_axis_tvalid(packed_valid && packing),
      .s_axis_tready(fifo_ready),
      .s_axis_tlast(1'b0),
      .m_axis_tdata(m_axi_wdata),
      .m_axis_tvalid(word_valid),
      .m_axis_tready(word_taken),
      .m_axis_tlast(fifo_last)
  );

  // Addresses. A claimed burst waits in next_q while the one before it is sent.
  reg  [LEVEL-1:0] level_q;  // words that no burst has claimed
  reg  [OW-1:0]    due_q;    // responses to come
  reg              next_valid_q, sending_q;
  reg  [8:0]       next_q, left_q;  // words of the next burst; of this one behind the word that is offered
  wire             claim;
  wire [8:0]       claim_words;
  wire [LEVEL+8:0] claimed = claim ? {{LEVEL{1'b0}}, claim_words} : {(LEVEL + 9) {1'b0}};
  wire             load = next_valid_q && (!sending_q || (word_taken && m_axi_wlast));

  assign nothing_due  = due_q == {OW{1'b0}};
  assign m_axi_bready = 1'b1;
  assign m_axi_wvalid = sending_q;
  assign m_axi_wlast  = left_q == 9'd0;
  assign word_taken   = sending_q && m_axi_wready;

  fr_dma_bursts #(
      .WORD_BYTES(WORD_BYTES),
      .BURST     (BURST),
      .LENGTH    (WORDS_W),
      .LEVEL     (LEVEL)
  ) u_bursts (
      .clk(clk),
      .rst(rst),
      .start(begin_job),
      .address(burst_address_q),
      .words(words),
      .stop(flush || draining),
      .may(moving && !next_valid_q && due_q != OUTSTANDING_C),
      .level(level_q),
      .claim(claim),
      .claim_words(claim_words),
      .active(active),
      .axi_valid(m_axi_awvalid),
      .axi_ready(m_axi_awready),
      .axi_addr(m_axi_awaddr),
      .axi_len(m_axi_awlen)
  );
  assign m_axi_awsize  = SIZE;
  assign m_axi_awburst = 2'b01;
  assign m_axi_awcache = 4'b0011;
  assign m_axi_awprot  = 3'b000;

  always @(posedge clk) begin
    if (rst || !busy) begin
      level_q      <= {LEVEL{1'b0}};
      due_q        <= {OW{1'b0}};
      next_valid_q <= 1'b0;
      sending_q    <= 1'b0;
    end else begin
      level_q <= level_q - claimed[LEVEL-1:0] + {{(LEVEL - 1) {1'b0}}, push};
      if (claim && !m_axi_bvalid) due_q <= due_q + 1'b1;
      else if (!claim && m_axi_bvalid) due_q <= due_q - 1'b1;
      if (claim) next_valid_q <= 1'b1;
      else if (load) next_valid_q <= 1'b0;
      if (load) sending_q <= 1'b1;
      else if (word_taken && m_axi_wlast) sending_q <= 1'b0;
    end
    if (claim) next_q <= claim_words;
    if (load) left_q <= next_q - 1'b1;
    else if (word_taken) left_q <= left_q - 1'b1;
    if (begin_job) pack_left_q <= words;
    else if (push) pack_left_q <= pack_left_q - 1'b1;
    if (begin_job) send_left_q <= words;
    else if (word_taken) send_left_q <= send_left_q - 1'b1;
  end

  // The last word's bytes.
  localparam [WORDS_W-1:0] ONE = {{(WORDS_W - 1) {1'b0}}, 1'b1};
  genvar b;
  generate
    if (SHIFT == 0) begin : g_whole
      assign m_axi_wstrb = 1'b1;
      wire unused_left = &{1'b0, send_left_q};
    end else begin : g_strobe
      wire [SHIFT-1:0] tail = bytes[SHIFT-1:0];  // 0: the last word is full
      for (b = 0; b < WORD_BYTES; b = b + 1) begin : g_byte
        wire full = send_left_q != ONE || tail == {SHIFT{1'b0}};
        if (b == WORD_BYTES - 1) begin : g_top
          assign m_axi_wstrb[b] = full;
        end else begin : g_other
          localparam [SHIFT-1:0] B = b[SHIFT-1:0];
          assign m_axi_wstrb[b] = full || B < tail;
        end
      end
    end
  endgenerate

  wire unused_ok = &{1'b0, s_axis_tlast, m_axi_bresp[0], final_beat, word_valid, fifo_last, dwc_last,
                     claimed[LEVEL+8:LEVEL], bytes};

endmodule

`default_nettype wire
