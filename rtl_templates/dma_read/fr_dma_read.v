// SPDX-License-Identifier: Apache-2.0
// fr_dma_read: reads the memory image of a job's frames (docs/data_layout.md) with AXI4 INCR bursts and gives their beats.
// Several bursts are under way at a time, each with room for all of its words, so that rready is always high.
// An error response ends the job: what is under way is received and dropped, no beat follows; the channel starts
// nothing more until `clear`. It does not interleave, reorder or use IDs.
//
// Latency     : a job's first address comes 37 cycles after start, its first beat 2 + ceil(BEAT_BYTES / WORD_BYTES) after its
//               data; a job ends in the cycle after its last beat.
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
  localparam integer ROUND = WORD_BYTES - 1;
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
  localparam [1:0] IDLE = 2'd0, SIZING = 2'd1, MOVING = 2'd2, DRAINING = 2'd3;
  reg  [1:0]         state_q;
  reg  [1:0]         error_q;
  reg                done_q, ended_q;
  reg  [63:0]        error_address_q, word_address_q;  // the latter: of the next word to come
  reg  [31:0]        frames_left_q, frames_done_q;
  wire               sized;
  wire [BYTES_W-1:0] bytes;
  wire [BYTES_W:0]   rounded = {1'b0, bytes} + {{(BYTES_W - 31) {1'b0}}, ROUND[31:0]};
  wire               accept = start && state_q == IDLE && !flush && error_q == 2'd0;
  wire               aligned;
  wire               moving = state_q == MOVING;
  wire               r_beat = m_axi_rvalid && m_axi_rready;
  wire               r_error = r_beat && m_axi_rresp[1] && moving;
  wire               nothing_due;
  wire               job_over = moving && frames_left_q == 32'd0;

  generate
    if (SHIFT == 0) begin : g_any_address
      assign aligned = 1'b1;
    end else begin : g_word_address
      assign aligned = address[SHIFT-1:0] == {SHIFT{1'b0}};
    end
  endgenerate

  wire take = m_axis_tvalid && m_axis_tready;
  always @(posedge clk) begin
    if (rst || clear) begin
      state_q       <= IDLE;
      error_q       <= 2'd0;
      done_q        <= 1'b0;
      ended_q       <= 1'b0;
      frames_done_q <= 32'd0;
    end else begin
      ended_q <= 1'b0;
      case (state_q)
        IDLE:
        if (accept) begin
          done_q        <= 1'b0;
          frames_done_q <= 32'd0;
          if (aligned) begin
            state_q <= SIZING;
          end else begin
            error_q <= 2'd1;
            ended_q <= 1'b1;
          end
        end
        SIZING:
        if (flush) state_q <= IDLE;
        else if (sized) state_q <= MOVING;
        MOVING: begin
          if (r_error) error_q <= m_axi_rresp;
          if (flush || r_error) begin
            state_q <= DRAINING;
          end else if (job_over) begin
            state_q <= IDLE;
            done_q  <= 1'b1;
            ended_q <= 1'b1;
          end
          if (take && m_axis_tlast) frames_done_q <= frames_done_q + 1'b1;
        end
        DRAINING:
        if (nothing_due) begin
          state_q <= IDLE;
          ended_q <= error_q != 2'd0;
        end
      endcase
    end
    if (accept) frames_left_q <= frames;
    else if (take && m_axis_tlast) frames_left_q <= frames_left_q - 1'b1;
    if (accept) word_address_q <= address;
    else if (r_beat) word_address_q <= word_address_q + {{(63 - SHIFT) {1'b0}}, 1'b1, {SHIFT{1'b0}}};
    if (accept) error_address_q <= address;
    else if (r_error) error_address_q <= word_address_q;
  end

  assign busy          = state_q != IDLE;
  assign done          = done_q;
  assign ended         = ended_q;
  assign error         = error_q;
  assign error_address = error_address_q;
  assign frames_done   = frames_done_q;
  assign quiet         = state_q == IDLE;

  fr_dma_size #(
      .FRAME_BYTES(FRAME_BYTES),
      .LENGTH     (BYTES_W)
  ) u_size (
      .clk(clk),
      .rst(rst),
      .start(accept),
      .frames(frames),
      .done(sized),
      .bytes(bytes)
  );

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
      .start(sized && state_q == SIZING && !flush),
      .address(word_address_q),
      .words(rounded[BYTES_W:SHIFT]),
      .stop(flush || state_q == DRAINING),
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
    if (rst || state_q == IDLE) begin
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
      .m_axis_tready(m_axis_tready && !job_over),
      .m_axis_tlast(dwc_last)
  );
  assign m_axis_tvalid = beat_valid && moving && !job_over;

  generate
    if (BEATS == 1) begin : g_one
      assign m_axis_tlast = 1'b1;
    end else begin : g_count
      localparam integer CW = $clog2(BEATS);
      localparam integer TOP_I = BEATS - 1;
      localparam [CW-1:0] TOP = TOP_I[CW-1:0];
      reg [CW-1:0] left_q;
      assign m_axis_tlast = left_q == {CW{1'b0}};
      always @(posedge clk) begin
        if (unit_rst) left_q <= TOP;
        else if (take) left_q <= m_axis_tlast ? TOP : left_q - 1'b1;
      end
    end
  endgenerate

  wire unused_ok = &{1'b0, m_axi_rlast, m_axi_rresp[0], fifo_ready, fifo_last, dwc_last, claimed[LEVEL+8:LEVEL],
                     rounded[SHIFT:0]};

endmodule

`default_nettype wire
