// SPDX-License-Identifier: Apache-2.0
// fr_port_counters: a count grows 1 cycle after its event, an answer comes 1 cycle after its address: the differences of the
// answers are the events of two cycles before.
`default_nettype none

module prove_port_counters #(
    parameter integer BASE = 4160
) (
    input wire        clk,
    input wire        rst,
    input wire        sync_rst,
    input wire        clear,
    input wire        axis_tvalid,
    input wire        axis_tready,
    input wire        axis_tlast,
    input wire [13:0] rd_word
);

  localparam [15:0] BASE_C = BASE;
  localparam [13:0] FIRST = BASE_C[15:2];

  wire [31:0] rd_data;
  wire        last_error, was_reset;

  // Each beat is a frame, so that every count can be told from outside.
  fr_port_counters #(
      .BASE(BASE),
      .BEATS(1),
      .BEAT_BYTES(5),
      .CHECK_LAST(1)
  ) dut (
      .clk(clk),
      .rst(rst),
      .sync_rst(sync_rst),
      .clear(clear),
      .axis_tvalid(axis_tvalid),
      .axis_tready(axis_tready),
      .axis_tlast(axis_tlast),
      .rd_word(rd_word),
      .rd_data(rd_data),
      .last_error(last_error)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );

  wire       take = axis_tvalid && axis_tready;
  wire [5:0] events = {take && !axis_tlast, 1'b0, axis_tready && !axis_tvalid, axis_tvalid && !axis_tready, take, take};

  reg [1:0]  known_q = 2'd0;
  reg [13:0] word_q, word_2_q;
  reg        cleared_q, cleared_2_q;
  reg [5:0]  events_q, events_2_q;
  reg [31:0] before_q;
  always @(posedge clk) begin
    known_q     <= {known_q[0], 1'b1};
    word_q      <= rd_word;
    word_2_q    <= word_q;
    cleared_q   <= rst || clear;
    cleared_2_q <= cleared_q;
    events_q    <= events;
    events_2_q  <= events_q;
    before_q    <= rd_data;
  end

  wire [13:0] offset = word_q - FIRST;
  always @(*) begin
    if (!rst) assert (last_error == events[5]);
    if (known_q[1]) begin
      if (offset > 7) assert (rd_data == 32'd0);
      else if (offset == 6) assert (rd_data == 32'd5);
      else if (offset == 7) assert (rd_data == 32'd1);
      else if (cleared_2_q) assert (rd_data == 32'd0);
      else if (word_2_q == word_q) assert (rd_data == before_q + {31'd0, events_2_q[offset[2:0]]});
    end
  end
  always @(posedge clk) cover (!rst && rd_data == 32'd3 && word_q == FIRST + 3);

endmodule

`default_nettype wire
