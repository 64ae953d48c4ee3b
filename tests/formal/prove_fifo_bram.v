// SPDX-License-Identifier: Apache-2.0
// fr_fifo_bram keeps every beat, in order, and holds exactly DEPTH of them.
`default_nettype none

module prove_fifo_bram #(
    parameter integer WIDTH = 3,
    parameter integer DEPTH = 8
) (
    input wire             clk,
    input wire             rst,
    input wire [WIDTH-1:0] s_data,
    input wire             s_valid,
    input wire             s_last,
    input wire             m_ready
);

  wire             s_ready, m_valid, m_last;
  wire [WIDTH-1:0] m_data;
  wire [7:0]       count, ahead;
  wire             watching, seen, was_reset;
  wire [WIDTH:0]   value;

  localparam integer LW = $clog2(DEPTH);
  wire [LW-1:0]  stored;
  wire [1:0]     held;
  wire [WIDTH:0] fetched, beat;
  wire [7:0]     behind = {7'd0, held[0]} + {7'd0, held[1]};  // beats that have left the memory
  wire [7:0]     position = ahead - behind;                   // of the watched beat, in the memory
  fr_fifo_bram #(
      .WIDTH(WIDTH),
      .DEPTH(DEPTH)
  ) dut (
      .clk(clk),
      .rst(rst),
      .s_axis_tdata(s_data),
      .s_axis_tvalid(s_valid),
      .s_axis_tready(s_ready),
      .s_axis_tlast(s_last),
      .m_axis_tdata(m_data),
      .m_axis_tvalid(m_valid),
      .m_axis_tready(m_ready),
      .m_axis_tlast(m_last),
      .f_stored(stored),
      .f_valid(held),
      .f_fetched(fetched),
      .f_pick(position[LW-1:0]),
      .f_beat(beat)
  );

  // Cycles for which a beat has waited behind an empty output.
  reg [1:0] wait_q = 0;
  always @(posedge clk) wait_q <= (rst || m_valid || count == 0) ? 2'd0 : wait_q + 2'd1;

  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );
  stream_rules #(
      .WIDTH(WIDTH + 1),
      .ASSUME(1)
  ) u_source (
      .clk(clk),
      .rst(rst),
      .valid(s_valid),
      .ready(s_ready),
      .beat({s_last, s_data})
  );
  stream_rules #(
      .WIDTH(WIDTH + 1)
  ) u_sink (
      .clk(clk),
      .rst(rst),
      .valid(m_valid),
      .ready(m_ready),
      .beat({m_last, m_data})
  );
  watch_element #(
      .WIDTH(WIDTH + 1)
  ) u_watch (
      .clk(clk),
      .rst(rst),
      .take(s_valid && s_ready),
      .give(m_valid && m_ready),
      .taken({s_last, s_data}),
      .count(count),
      .watching(watching),
      .seen(seen),
      .ahead(ahead),
      .value(value)
  );

  always @(*) begin
    if (!rst) begin
      assert (s_ready == (count < DEPTH));
      if (m_valid) assert (count != 0);
      if (wait_q == 2) assert (m_valid);
      if (was_reset) assert (!m_valid);
      if (watching && ahead == 0 && m_valid) assert ({m_last, m_data} == value);
      // What induction must know: how the count and the watched beat are stored.
      assert (wait_q <= 2);
      if (wait_q == 1) assert (held != 0);
      assert (count == {{(8 - LW) {1'b0}}, stored} + behind);
      if (watching && held == 2'b10 && ahead == 0) assert (fetched == value);
      if (watching && held == 2'b11 && ahead == 1) assert (fetched == value);
      if (watching && ahead >= behind) assert (beat == value);
    end
  end
  always @(posedge clk) cover (!rst && seen && count == DEPTH);

endmodule

`default_nettype wire
