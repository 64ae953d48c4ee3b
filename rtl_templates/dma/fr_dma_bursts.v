// SPDX-License-Identifier: Apache-2.0
// fr_dma_bursts: cuts a run of memory words into AXI4 INCR bursts and offers their addresses. A burst ends where a multiple
// of BURST words does, so that none crosses 4 KB and all but the first and the last one are BURST words long. A burst is
// claimed when `level` says that there are words for it (to write) or room for it (to read).
//
// Latency     : 2 cycles from start to the first claim, 1 from a claim to its address.
// Throughput  : a burst in 2 cycles.
// Backpressure: axi_valid and the address stay until axi_ready.
// Reset       : synchronous, active high; stop forgets what is not yet claimed.
`default_nettype none

module fr_dma_bursts #(
    parameter integer WORD_BYTES = 8,  // a power of two, 1..128
    parameter integer BURST = 16,      // words of a burst, a power of two, 2..256; BURST * WORD_BYTES <= 4096
    parameter integer LENGTH = 32,     // bits of a count of words, >= 9
    parameter integer LEVEL = 7        // bits of level, >= clog2(BURST) + 1
) (
    input  wire              clk,
    input  wire              rst,
    input  wire              start,    // one cycle, while not active
    input  wire [63:0]       address,  // of the first word, a multiple of WORD_BYTES
    input  wire [LENGTH-1:0] words,
    input  wire              stop,     // claim nothing more
    input  wire              may,      // a burst may be claimed
    input  wire [LEVEL-1:0]  level,    // words (or room for them) that no burst has claimed
    output wire              claim,    // one cycle: a burst of claim_words is claimed
    output wire [8:0]        claim_words,
    output wire              active,   // there are words to claim, or an address waits
    output wire              axi_valid,
    input  wire              axi_ready,
    output wire [63:0]       axi_addr,
    output wire [7:0]        axi_len
`ifdef FORMAL
    ,
    output wire              f_planned,
    output wire [LENGTH-1:0] f_left,
    output wire [63:0]       f_addr
`endif
);

  localparam integer SHIFT = $clog2(WORD_BYTES);
  localparam integer BW = $clog2(BURST);

  generate
    if (WORD_BYTES < 1 || WORD_BYTES > 128 || (1 << SHIFT) != WORD_BYTES) begin : g_check_word_bytes
      fr_illegal_WORD_BYTES u_stop ();
    end
    if (BURST < 2 || BURST > 256 || (1 << BW) != BURST || BURST * WORD_BYTES > 4096) begin : g_check_burst
      fr_illegal_BURST u_stop ();
    end
    if (LENGTH < 9) begin : g_check_length
      fr_illegal_LENGTH u_stop ();
    end
    if (LEVEL < BW + 1) begin : g_check_level
      fr_illegal_LEVEL u_stop ();
    end
  endgenerate

  reg              planned_q, valid_q;
  reg [63:0]       addr_q;   // of the next burst to claim
  reg [LENGTH-1:0] left_q;   // words to claim
  reg [BW:0]       plan_q;   // words of the next burst
  reg [63:0]       axi_addr_q;
  reg [BW-1:0]     axi_len_q;

  localparam [BW:0] BURST_C = BURST[BW:0];
  wire [BW:0] to_end = BURST_C - {1'b0, addr_q[SHIFT+:BW]};
  wire        fits = left_q >= {{(LENGTH - BW - 1) {1'b0}}, to_end};
  wire        more = left_q != {LENGTH{1'b0}};

  assign claim       = planned_q && may && !stop && (!valid_q || axi_ready) && level >= {{(LEVEL - BW - 1) {1'b0}}, plan_q};
  assign claim_words = {{(8 - BW) {1'b0}}, plan_q};
  assign active      = more || valid_q;
  assign axi_valid   = valid_q;
  assign axi_addr    = axi_addr_q;
  assign axi_len     = {{(8 - BW) {1'b0}}, axi_len_q};

  always @(posedge clk) begin
    if (rst) begin
      planned_q <= 1'b0;
      valid_q   <= 1'b0;
      left_q    <= {LENGTH{1'b0}};
    end else begin
      planned_q <= more && !claim && !stop;
      if (claim) valid_q <= 1'b1;
      else if (axi_ready) valid_q <= 1'b0;
      if (stop) left_q <= {LENGTH{1'b0}};
      else if (start) left_q <= words;
      else if (claim) left_q <= left_q - {{(LENGTH - BW - 1) {1'b0}}, plan_q};
    end
    if (start) addr_q <= address;
    else if (claim) addr_q <= addr_q + {{(63 - SHIFT - BW) {1'b0}}, plan_q, {SHIFT{1'b0}}};
    if (more && !planned_q) plan_q <= fits ? to_end : left_q[BW:0];
    if (claim) axi_addr_q <= addr_q;
    if (claim) axi_len_q <= plan_q[BW-1:0] - 1'b1;
  end

`ifdef FORMAL
  assign f_planned = planned_q;
  assign f_left = left_q;
  assign f_addr = addr_q;
`endif

endmodule

`default_nettype wire
