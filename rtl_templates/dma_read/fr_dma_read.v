// SPDX-License-Identifier: Apache-2.0
// fr_dma_read: reads the memory image of a job's frames (docs/data_layout.md) with AXI4 INCR bursts and gives their beats.
// Several bursts are under way at a time, each with room for all of its words, so that rready is always high.
// An error response ends the job: what is under way is received and dropped, no beat follows; the channel starts
// nothing more until `clear`. It does not interleave, reorder or use IDs.
//
// Latency     : a job's first address comes 36 cycles after start, its first beat 1 + ceil(BEAT_BYTES / WORD_BYTES) after its
//               data; a job ends 2 cycles after its last beat.
// Throughput  : a memory word a cycle or a beat a cycle, whichever is slower, if OUTSTANDING * BURST covers the memory's latency.
// Backpressure: m_axis_tvalid comes from registers; OUTSTANDING * BURST words are held.
// Reset       : rst synchronous, active high. flush: ask for nothing more and drop what comes; quiet says that nothing
//               is under way; clear, given while quiet, forgets the job and its error.
`default_nettype none

module fr_dma_read #(
    parameter integer MEMORY_BITS = 64,  // of rdata: a power of two, 8..1024
    parameter integer BURST = 16,        // words of a burst, a power of two, 2..256; at most 4096 bytes
    parameter integer OUTSTANDING = 4,   // bursts under way, >= 1
    parameter integer BEAT_BYTES = 1,    // of a beat, >= 1
    parameter integer BEATS = 4          // of a frame, >= 1
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    flush,
    input  wire                    clear,
    output wire                    quiet,
    input  wire                    start,
    input  wire [63:0]             address,
    input  wire [31:0]             frames,
    output wire                    busy,
    output wire                    done,           // the last job ended well
    output wire                    ended,          // one cycle: a job ended
    output wire [1:0]              error,          // 0: none; 1: address; 2: SLVERR; 3: DECERR
    output wire [63:0]             error_address,
    output wire [31:0]             frames_done,    // of the job
    output wire [8*BEAT_BYTES-1:0] m_axis_tdata,
    output wire                    m_axis_tvalid,
    input  wire                    m_axis_tready,
    output wire                    m_axis_tlast,
    output wire [63:0]             m_axi_araddr,
    output wire [7:0]              m_axi_arlen,
    output wire [2:0]              m_axi_arsize,
    output wire [1:0]              m_axi_arburst,
    output wire [3:0]              m_axi_arcache,
    output wire [2:0]              m_axi_arprot,
    output wire                    m_axi_arvalid,
    input  wire                    m_axi_arready,
    input  wire [MEMORY_BITS-1:0]  m_axi_rdata,
    input  wire [1:0]              m_axi_rresp,
    input  wire                    m_axi_rlast,
    input  wire                    m_axi_rvalid,
    output wire                    m_axi_rready
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
  localparam integer UNIT = gcd(WORD_BYTES, BEAT_BYTES);
  localparam [LEVEL-1:0] DEPTH_C = DEPTH[LEVEL-1:0];
  localparam [2:0] SIZE = SHIFT[2:0];

  generate
    if (MEMORY_BITS < 8 || MEMORY_BITS > 1024 || 8 * (1 << SHIFT) != MEMORY_BITS) begin : g_check_memory_bits
      fr_illegal_MEMORY_BITS u_stop ();
    end
    if (OUTSTANDING < 1) begin : g_check_outstanding
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
  wire               accept, begin_job, moving, draining, frames_over;
  wire [BYTES_W-1:0] bytes;
  wire [WORDS_W-1:0] words;
  wire               take = m_axis_tvalid && m_axis_tready;
  wire               r_beat = m_axi_rvalid && m_axi_rready;
  wire               r_error = r_beat && m_axi_rresp[1] && moving;
  wire               nothing_due;
  reg  [63:0]        word_address_q;  // of the next word to come

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
      .last(m_axis_tlast),
      .frames_over(frames_over),
      .over(frames_over),
      .drained(nothing_due),
      .fault(r_error),
      .response(m_axi_rresp),
      .fault_address(word_address_q)
  );
  assign quiet = !busy;

  always @(posedge clk) begin
    if (accept) word_address_q <= address;
    else if (r_beat) word_address_q <= word_address_q + {{(63 - SHIFT) {1'b0}}, 1'b1, {SHIFT{1'b0}}};
  end

  // Addresses, and what is due.
  reg  [LEVEL-1:0] free_q, due_q;  // room that no burst has claimed; words that are to come
  wire             claim, active, pop;
  wire [8:0]       claim_words;
  wire [LEVEL+8:0] claimed = claim ? {{LEVEL{1'b0}}, claim_words} : {(LEVEL + 9) {1'b0}};

  assign nothing_due  = due_q == {LEVEL{1'b0}} && !active;
  assign m_axi_rready = 1'b1;

  fr_dma_bursts #(
      .WORD_BYTES(WORD_BYTES),
      .BURST     (BURST),
      .LENGTH    (WORDS_W),
      .LEVEL     (LEVEL)
  ) u_bursts (
      .clk(clk),
      .rst(rst),
      .start(begin_job),
      .address(word_address_q),
      .words(words),
      .stop(flush || draining),
      .may(moving),
      .level(free_q),
      .claim(claim),
      .claim_words(claim_words),
      .active(active),
      .axi_valid(m_axi_arvalid),
      .axi_ready(m_axi_arready),
      .axi_addr(m_axi_araddr),
      .axi_len(m_axi_arlen)
  );
  assign m_axi_arsize  = SIZE;
  assign m_axi_arburst = 2'b01;
  assign m_axi_arcache = 4'b0011;
  assign m_axi_arprot  = 3'b000;

  always @(posedge clk) begin
    if (rst || !busy) begin
      free_q <= DEPTH_C;
      due_q  <= {LEVEL{1'b0}};
    end else begin
      free_q <= free_q - claimed[LEVEL-1:0] + {{(LEVEL - 1) {1'b0}}, pop};
      due_q  <= due_q + claimed[LEVEL-1:0] - {{(LEVEL - 1) {1'b0}}, r_beat};
    end
  end

  // Words to beats.
  wire                   unit_rst = rst || !moving;
  wire [MEMORY_BITS-1:0] word;
  wire                   word_valid, word_ready;
  wire                   beat_valid;
  wire                   fifo_ready, fifo_last, dwc_last;
  assign pop = word_valid && word_ready;

  fr_fifo_srl #(
      .WIDTH(MEMORY_BITS),
      .DEPTH(DEPTH)
  ) u_fifo (
      .clk(clk),
      .rst(unit_rst),
      .s_axis_tdata(m_axi_rdata),
      .s_axis_tvalid(r_beat && !m_axi_rresp[1]),
      .s_axis_tready(fifo_ready),
      .s_axis_tlast(1'b0),
      .m_axis_tdata(word),
      .m_axis_tvalid(word_valid),
      .m_axis_tready(word_ready),
      .m_axis_tlast(fifo_last)
  );
  fr_dwc #(
      .WIDTH(8 * UNIT),
      .IN   (WORD_BYTES / UNIT),
      .OUT  (BEAT_BYTES / UNIT)
  ) u_dwc (
      .clk(clk),
      .rst(unit_rst),
      .s_axis_tdata(word),
      .s_axis_tvalid(word_valid),
      .s_axis_tready(word_ready),
      .s_axis_tlast(1'b0),
      .m_axis_tdata(m_axis_tdata),
      .m_axis_tvalid(beat_valid),
      .m_axis_tready(m_axis_tready && !frames_over),
      .m_axis_tlast(dwc_last)
  );
  assign m_axis_tvalid = beat_valid && moving && !frames_over;

  wire unused_ok = &{1'b0, m_axi_rlast, m_axi_rresp[0], fifo_ready, fifo_last, dwc_last, claimed[LEVEL+8:LEVEL],
                     bytes};

endmodule

`default_nettype wire
