// SPDX-License-Identifier: Apache-2.0
// fr_skid keeps every beat, in order, and holds exactly 2 of them.
`default_nettype none

module prove_skid #(
    parameter integer WIDTH = 3
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

  wire [1:0]     level;
  wire [WIDTH:0] skid;
  fr_skid #(
      .WIDTH(WIDTH)
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
      .f_level(level),
      .f_skid(skid)
  );
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
      assert (s_ready == (count < 2));
      assert (m_valid == (count != 0));
      if (was_reset) assert (!m_valid);
      if (watching && ahead == 0) assert ({m_last, m_data} == value);
      // What induction must know: how the count and the watched beat are stored.
      assert (count == level);
      if (watching && ahead == 1) assert (skid == value);
    end
  end
  always @(posedge clk) cover (!rst && seen && count == 2);

endmodule

`default_nettype wire
