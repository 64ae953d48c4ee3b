// SPDX-License-Identifier: Apache-2.0
// fr_parameter_window: words are written only while no frame is inside and none may begin; from the first one on none may
// begin until the core was reset for four cycles behind the last one, with the host's hold gone; and not longer.
`default_nettype none

module prove_parameter_window #(
    parameter integer WORDS = 5,
    parameter integer ADDRESS = 3
) (
    input wire        clk,
    input wire        rst,
    input wire        wr,
    input wire [13:0] wr_word,
    input wire [31:0] wr_data,
    input wire [3:0]  wr_strb,
    input wire [13:0] rd_word,
    input wire        hold,
    input wire        at_rest,
    input wire        idle
);

  wire               keep, refresh, write, was_reset;
  wire [31:0]        rd_data;
  wire [ADDRESS-1:0] write_addr;
  wire [31:0]        write_data;
  wire [1:0]         count;
  wire [18:0]        page;
  wire               dirty;

  fr_parameter_window #(
      .BASE(28672),
      .WORDS(WORDS),
      .ADDRESS(ADDRESS)
  ) dut (
      .clk(clk),
      .rst(rst),
      .wr(wr),
      .wr_word(wr_word),
      .wr_data(wr_data),
      .wr_strb(wr_strb),
      .rd_word(rd_word),
      .rd_data(rd_data),
      .hold(hold),
      .at_rest(at_rest),
      .idle(idle),
      .keep(keep),
      .refresh(refresh),
      .write(write),
      .write_addr(write_addr),
      .write_data(write_data),
      .f_count(count),
      .f_page(page),
      .f_dirty(dirty)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );

  localparam [13:0] PAGE_WORD = 14'h1c01;  // address 0x7004

  reg               quiet_q;  // no frame was inside and none might begin
  reg               written_q;
  reg [18:0]        page_q;
  reg [31:0]        word_q;
  reg [31:0]        data_q;
  reg               unseen_q; // a word that the core may not have
  reg [1:0]         resets_q; // cycles of reset in a row
  wire              unseen = write || unseen_q;

  always @(posedge clk) begin
    quiet_q   <= !rst && hold && at_rest && idle;
    written_q <= !rst && wr && wr_word[13] && &wr_strb;
    if (rst) page_q <= 19'd0;
    else if (wr && wr_word == PAGE_WORD && &wr_strb) page_q <= wr_data[18:0];
    word_q    <= {page_q, wr_word[12:0]};
    data_q    <= wr_data;
    unseen_q  <= !rst && unseen && !(refresh && resets_q == 2'd3);
    resets_q  <= (!rst && refresh) ? resets_q + 1'b1 : 2'd0;
  end

  always @(*) begin
    // Frames do not begin while they are kept out.
    if (!rst && unseen) assume (at_rest && idle);
    if (!rst) begin
      if (was_reset) assert (!write && !refresh && keep == hold);
      if (write) begin
        assert (quiet_q && written_q);
        assert (word_q < WORDS && write_addr == word_q && write_data == data_q);
      end
      assert (keep == (hold || unseen));
      assert (refresh == (unseen && !hold));
      // What induction must know.
      assert (count == resets_q && page == page_q && dirty == unseen);
      assert (!(quiet_q && resets_q != 2'd0));
    end
  end

  reg ended_q = 1'b0;  // frames may begin with other parameters
  always @(posedge clk) begin
    ended_q <= !rst && refresh && resets_q == 2'd3;
    cover (!rst && ended_q && !keep);
  end

  wire unused_ok = &{1'b0, rd_data};

endmodule

`default_nettype wire
