// SPDX-License-Identifier: Apache-2.0
// fr_dma_job: the job of a DMA channel, whichever way it moves: start, size, frames and beats that are left, and how it ends:
// well, with an error, or by a flush. After an error it takes no job until `clear`. It moves nothing itself.
//
// Latency     : begin_job 33 cycles after start; a job ends in the cycle after `over`, or `drained`.
// Throughput  : one job at a time; a beat a cycle.
// Backpressure: a start while busy, in a flush or after an error is lost.
// Reset       : rst synchronous, active high; clear, given while not busy, forgets the job and its error.
`default_nettype none

module fr_dma_job #(
    parameter integer WORD_BYTES = 8,  // of the memory: a power of two, 1..128
    parameter integer BEAT_BYTES = 1,  // of a beat, >= 1
    parameter integer BEATS = 4,       // of a frame, >= 1
    parameter integer BYTES = 35,      // bits of a count of bytes: 32 + clog2(BEATS * BEAT_BYTES + 1)
    parameter integer WORDS = 33       // bits of a count of words: BYTES - clog2(WORD_BYTES) + 1
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             flush,
    input  wire             clear,
    input  wire             start,
    input  wire [63:0]      address,
    input  wire [31:0]      frames,
    output wire             busy,
    output wire             done,           // the last job ended well
    output wire             ended,          // one cycle: a job ended
    output wire [1:0]       error,          // 0: none; 1: address; else a response
    output wire [63:0]      error_address,
    output wire [31:0]      frames_done,    // of the job
    output wire             accept,         // one cycle: start is taken
    output wire             begin_job,      // one cycle: bytes and words are there, and stay
    output wire [BYTES-1:0] bytes,
    output wire [WORDS-1:0] words,
    output wire             moving,
    output wire             draining,       // after an error or a flush: what is under way ends
    input  wire             take,           // a beat moves; while moving alone
    output wire             last,           // that beat is the last one of a frame
    output wire             frames_over,    // all beats have moved
    input  wire             over,           // while moving: all is done
    input  wire             drained,        // while draining: nothing is under way
    input  wire             fault,          // an error response, the first one counts
    input  wire [1:0]       response,
    input  wire [63:0]      fault_address
);

  localparam integer SHIFT = $clog2(WORD_BYTES);
  localparam integer FRAME_BYTES = BEATS * BEAT_BYTES;
  localparam integer ROUND = WORD_BYTES - 1;

  generate
    if (WORD_BYTES < 1 || WORD_BYTES > 128 || (1 << SHIFT) != WORD_BYTES) begin : g_check_word_bytes
      fr_illegal_WORD_BYTES u_stop ();
    end
    if (BEAT_BYTES < 1) begin : g_check_beat_bytes
      fr_illegal_BEAT_BYTES u_stop ();
    end
    if (BEATS < 1) begin : g_check_beats
      fr_illegal_BEATS u_stop ();
    end
    if (BYTES != 32 + $clog2(FRAME_BYTES + 1)) begin : g_check_bytes
      fr_illegal_BYTES u_stop ();
    end
    if (WORDS != BYTES - SHIFT + 1) begin : g_check_words
      fr_illegal_WORDS u_stop ();
    end
  endgenerate

  localparam [1:0] IDLE = 2'd0, SIZING = 2'd1, MOVING = 2'd2, DRAINING = 2'd3;
  reg  [1:0]     state_q;
  reg  [1:0]     error_q;
  reg            done_q, ended_q;
  reg  [63:0]    error_address_q;
  reg  [31:0]    frames_left_q, frames_done_q;
  wire           sized;
  wire [BYTES:0] rounded = {1'b0, bytes} + {{(BYTES - 31) {1'b0}}, ROUND[31:0]};
  wire           frame = take && last;
  wire           fails = fault && error_q == 2'd0;
  wire           aligned;

  generate
    if (SHIFT == 0) begin : g_any_address
      assign aligned = 1'b1;
    end else begin : g_word_address
      assign aligned = address[SHIFT-1:0] == {SHIFT{1'b0}};
      wire unused_rounded = &{1'b0, rounded[SHIFT-1:0]};
    end
  endgenerate

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
          if (fails) error_q <= response;
          if (flush || fails) begin
            state_q <= DRAINING;
          end else if (over) begin
            state_q <= IDLE;
            done_q  <= 1'b1;
            ended_q <= 1'b1;
          end
          if (frame) frames_done_q <= frames_done_q + 1'b1;
        end
        DRAINING: begin
          if (fails) error_q <= response;
          if (drained) begin
            state_q <= IDLE;
            ended_q <= error_q != 2'd0;
          end
        end
      endcase
    end
    if (accept) frames_left_q <= frames;
    else if (frame) frames_left_q <= frames_left_q - 1'b1;
    if (accept) error_address_q <= address;
    else if (fails) error_address_q <= fault_address;
  end

  assign accept        = start && state_q == IDLE && !flush && error_q == 2'd0;
  assign begin_job     = sized && state_q == SIZING && !flush;
  assign words         = rounded[BYTES:SHIFT];
  assign busy          = state_q != IDLE;
  assign moving        = state_q == MOVING;
  assign draining      = state_q == DRAINING;
  assign frames_over   = frames_left_q == 32'd0;
  assign done          = done_q;
  assign ended         = ended_q;
  assign error         = error_q;
  assign error_address = error_address_q;
  assign frames_done   = frames_done_q;

  fr_dma_size #(
      .FRAME_BYTES(FRAME_BYTES),
      .LENGTH     (BYTES)
  ) u_size (
      .clk(clk),
      .rst(rst),
      .start(accept),
      .frames(frames),
      .done(sized),
      .bytes(bytes)
  );

  generate
    if (BEATS == 1) begin : g_one
      assign last = 1'b1;
    end else begin : g_count
      localparam integer CW = $clog2(BEATS);
      localparam integer TOP_I = BEATS - 1;
      localparam [CW-1:0] TOP = TOP_I[CW-1:0];
      reg [CW-1:0] left_q;
      assign last = left_q == {CW{1'b0}};
      always @(posedge clk) begin
        if (accept) left_q <= TOP;
        else if (take) left_q <= last ? TOP : left_q - 1'b1;
      end
    end
  endgenerate

endmodule

`default_nettype wire
