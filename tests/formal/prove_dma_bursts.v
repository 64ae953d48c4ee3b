// SPDX-License-Identifier: Apache-2.0
// fr_dma_bursts: its bursts are the words of the job, each once and in order; none crosses 4 KB, is longer than BURST or than
// what may be claimed; an address stays until it is taken. The first claim comes 2 cycles after start, a claim's address
// 1 after it, and then a burst in 2 cycles, if all else is ready.
`default_nettype none

module prove_dma_bursts #(
    parameter integer WORD_BYTES = 64,
    parameter integer BURST = 4
) (
    input wire        clk,
    input wire        rst,
    input wire        start,
    input wire [63:0] address,
    input wire [9:0]  words,
    input wire        stop,
    input wire        may,
    input wire [8:0]  level,
    input wire        axi_ready
);

  localparam integer SHIFT = $clog2(WORD_BYTES);

  wire        claim, active, axi_valid, was_reset;
  wire [8:0]  claim_words;
  wire [63:0] axi_addr;
  wire [7:0]  axi_len;
  wire        planned;
  wire [9:0]  left;
  wire [63:0] at;

  fr_dma_bursts #(
      .WORD_BYTES(WORD_BYTES),
      .BURST(BURST),
      .LENGTH(10),
      .LEVEL(9)
  ) dut (
      .clk(clk),
      .rst(rst),
      .start(start),
      .address(address),
      .words(words),
      .stop(stop),
      .may(may),
      .level(level),
      .claim(claim),
      .claim_words(claim_words),
      .active(active),
      .axi_valid(axi_valid),
      .axi_ready(axi_ready),
      .axi_addr(axi_addr),
      .axi_len(axi_len),
      .f_planned(planned),
      .f_left(left),
      .f_addr(at)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );
  stream_rules #(
      .WIDTH(72)
  ) u_address (
      .clk(clk),
      .rst(rst),
      .valid(axi_valid),
      .ready(axi_ready),
      .beat({axi_len, axi_addr})
  );

  always @(*) begin
    assume (address[SHIFT-1:0] == 0);
    if (active || rst) assume (!start);
    if (stop) assume (!start);
  end

  // What the job still owes, counted outside.
  reg [9:0]  owed_q;
  reg [63:0] next_q;
  always @(posedge clk) begin
    if (rst || stop) owed_q <= 0;
    else if (start) owed_q <= words;
    else if (claim) owed_q <= owed_q - claim_words;
    if (start) next_q <= address;
    else if (claim) next_q <= next_q + claim_words * WORD_BYTES;
  end

  reg        claimed_q = 1'b0;
  reg [63:0] claimed_at_q;
  reg [8:0]  claimed_words_q;
  always @(posedge clk) begin
    claimed_q       <= claim && !rst;
    claimed_at_q    <= next_q;
    claimed_words_q <= claim_words;
  end

  // Nothing but the module's own pace keeps it: for how many cycles, since a start or a claim.
  wire        ready = may && !stop && level[8] && (!axi_valid || axi_ready);
  reg  [1:0]  pace_q = 2'd0;  // 0: unknown
  always @(posedge clk) begin
    if (rst || stop || !(start || ready)) pace_q <= 2'd0;
    else if (start || claim) pace_q <= 2'd1;
    else if (pace_q != 2'd0 && pace_q != 2'd3) pace_q <= pace_q + 1'b1;
  end

  wire [12:0] end_in_page = {1'b0, axi_addr[11:0]} + ({5'd0, axi_len} + 13'd1) * WORD_BYTES;
  always @(*) begin
    if (!rst) begin
      if (was_reset) assert (!axi_valid && !active);
      if (claim) assert (may && !stop && claim_words != 0 && claim_words <= level && claim_words <= owed_q);
      if (claim) assert (claim_words <= BURST);
      if (pace_q == 2'd1) assert (!claim);
      if (pace_q == 2'd2 && ready && owed_q != 0) assert (claim);
      if (claim) assert (!axi_valid || axi_ready);
      if (claimed_q) assert (axi_valid && axi_addr == claimed_at_q && axi_len == claimed_words_q - 1'b1);
      if (axi_valid) assert (end_in_page <= 4096 && axi_addr[SHIFT-1:0] == 0);
      assert (active == (owed_q != 0 || axi_valid));
      // What induction must know.
      assert (left == owed_q);
      if (owed_q != 0) assert (at == next_q && at[SHIFT-1:0] == 0);
      if (planned && owed_q != 0)
        assert (claim_words != 0 && claim_words <= owed_q &&
                claim_words + at[SHIFT+:$clog2(BURST)] <= BURST);
      if (planned) assert (owed_q != 0);
      if (axi_valid) assert (axi_addr[SHIFT+:$clog2(BURST)] + axi_len < BURST);
    end
  end
  always @(posedge clk) cover (!rst && claimed_q && owed_q == 0 && axi_len == 1);

endmodule

`default_nettype wire
