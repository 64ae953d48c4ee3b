// SPDX-License-Identifier: Apache-2.0
// fr_control: a write acts in the cycle after it, an answer comes 1 cycle after its address; a soft reset begins when nothing
// is under way, holds the core for 4 cycles and then ends, with new transfers kept off from the write on.
`default_nettype none

module prove_control (
    input wire        clk,
    input wire        rst,
    input wire        wr,
    input wire [13:0] wr_word,
    input wire [31:0] wr_data,
    input wire [3:0]  wr_strb,
    input wire        rd,
    input wire [13:0] rd_word,
    input wire        frame_in,
    input wire        frame_out,
    input wire        idle,
    input wire        at_rest,
    input wire        busy,
    input wire        quiet
);

  localparam [13:0] ID = 14'h00, CONTROL = 14'h10, STATUS = 14'h11, IRQ_ENABLE = 14'h13, FRAMES_IN = 14'h14;

  wire [31:0] rd_data;
  wire        hold, clear, flush, core_rst, irq, was_reset;

  fr_control #(
      .INPUTS(1),
      .OUTPUTS(1),
      .DMA(1),
      .MEMORY_BITS(64)
  ) dut (
      .clk(clk),
      .rst(rst),
      .wr(wr),
      .wr_word(wr_word),
      .wr_data(wr_data),
      .wr_strb(wr_strb),
      .rd(rd),
      .rd_word(rd_word),
      .rd_data(rd_data),
      .frame_in(frame_in),
      .frame_out(frame_out),
      .idle(idle),
      .at_rest(at_rest),
      .busy(busy),
      .channel_done(1'b0),
      .channel_error(1'b0),
      .last_error(1'b0),
      .quiet(quiet),
      .hold(hold),
      .clear(clear),
      .flush(flush),
      .core_rst(core_rst),
      .irq(irq)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );

  // What was there in the cycle before.
  reg        wrote_q = 1'b0;
  reg        quiet_q, flush_q, hold_q, busy_q, idle_q, frame_in_q, clear_q;
  reg [3:0]  data_q;
  reg [13:0] word_q, word_2_q;
  reg [31:0] rd_data_q;
  reg        enabled_q;  // the lowest interrupt
  reg        since_q = 1'b0, since_2_q = 1'b0;  // no reset for one cycle, for two
  // Cycles of a soft reset of the core until now.
  reg [2:0]  held_q = 3'd0;
  always @(posedge clk) begin
    wrote_q    <= !rst && wr && wr_strb[0] && wr_word == CONTROL;
    data_q     <= wr_data[3:0];
    quiet_q    <= quiet;
    flush_q    <= flush;
    hold_q     <= hold;
    busy_q     <= busy;
    idle_q     <= idle;
    clear_q    <= clear;
    frame_in_q <= frame_in;
    word_q     <= rd_word;
    word_2_q   <= word_q;
    rd_data_q  <= rd_data;
    since_q    <= !rst;
    since_2_q  <= since_q && !rst;
    if (rst) enabled_q <= 1'b0;
    else if (wr && wr_strb[0] && wr_word == IRQ_ENABLE) enabled_q <= wr_data[0];
    held_q <= (rst || !core_rst) ? 3'd0 : held_q + 1'b1;
  end

  always @(*) begin
    if (rst) assert (core_rst);
    if (!rst) begin
      if (was_reset) assert (!core_rst && !flush && !hold && !clear && !irq);
      // A write acts in the next cycle.
      assert (clear == (wrote_q && data_q[0]));
      if (wrote_q) assert (hold == data_q[3]);
      else if (since_q) assert (hold == hold_q);
      if (wrote_q && data_q[1] && held_q != 3'd4) assert (flush);
      // The order of a soft reset, and its length.
      if (core_rst) assert (flush);
      if (since_q && held_q == 3'd0) assert (core_rst == (flush_q && quiet_q));
      if (held_q != 3'd0) assert (held_q <= 3'd4 && core_rst == (held_q != 3'd4));
      if (held_q == 3'd4) assert (!flush);
      if (since_q && flush_q && held_q != 3'd4) assert (flush);
      if (since_q && !flush_q && !wrote_q) assert (!flush);
      // The answer is that of the cycle before.
      if (since_q && word_q == ID) assert (rd_data == 32'h41435246);
      if (since_q && word_q == CONTROL) assert (rd_data[3] == hold_q && rd_data[1:0] == {flush_q, 1'b0});
      if (since_q && word_q == STATUS) assert (rd_data[2] == busy_q && rd_data[0] == idle_q);
      if (since_q && word_q > 14'h17) assert (rd_data == 32'd0);
      if (since_2_q && word_q == FRAMES_IN && word_2_q == FRAMES_IN && !clear_2_q)
        assert (rd_data == rd_data_q + {31'd0, frame_in_2_q});
    end
  end
  reg clear_2_q, frame_in_2_q;
  always @(posedge clk) begin
    clear_2_q    <= clear_q;
    frame_in_2_q <= frame_in_q;
  end
  always @(posedge clk) cover (!rst && held_q == 3'd4 && irq && enabled_q);

endmodule

`default_nettype wire
