// SPDX-License-Identifier: Apache-2.0
// fr_fork gives every beat once to each consumer before it takes the next one.
`default_nettype none

module prove_fork #(
    parameter integer WIDTH = 3
) (
    input wire             clk,
    input wire             rst,
    input wire [WIDTH-1:0] s_data,
    input wire             s_valid,
    input wire             s_last,
    input wire [1:0]       m_ready
);

  wire             s_ready, was_reset;
  wire [1:0]       m_valid, m_last, done;
  wire [WIDTH-1:0] m0_data, m1_data;

  fr_fork #(
      .WIDTH(WIDTH)
  ) dut (
      .clk(clk),
      .rst(rst),
      .s_axis_tdata(s_data),
      .s_axis_tvalid(s_valid),
      .s_axis_tready(s_ready),
      .s_axis_tlast(s_last),
      .m0_axis_tdata(m0_data),
      .m0_axis_tvalid(m_valid[0]),
      .m0_axis_tready(m_ready[0]),
      .m0_axis_tlast(m_last[0]),
      .m1_axis_tdata(m1_data),
      .m1_axis_tvalid(m_valid[1]),
      .m1_axis_tready(m_ready[1]),
      .m1_axis_tlast(m_last[1]),
      .f_done(done)
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

  // How many more beats a consumer has taken than have been taken from the source.
  reg [3:0] lead0_q = 0, lead1_q = 0;
  wire      take = s_valid && s_ready;
  wire [1:0] give = m_valid & m_ready;
  always @(posedge clk) begin
    lead0_q <= rst ? 4'd0 : lead0_q + give[0] - take;
    lead1_q <= rst ? 4'd0 : lead1_q + give[1] - take;
  end

  always @(*) begin
    if (!rst) begin
      // The waiting beat is offered to whom has not taken it, and to nobody twice.
      assert (m_valid[0] == (s_valid && lead0_q == 0));
      assert (m_valid[1] == (s_valid && lead1_q == 0));
      assert (lead0_q <= 1 && lead1_q <= 1);
      // It goes when both have it, and then at once.
      if (s_valid) assert (s_ready == (lead0_q + give[0] == 1 && lead1_q + give[1] == 1));
      if (m_valid[0]) assert ({m_last[0], m0_data} == {s_last, s_data});
      if (m_valid[1]) assert ({m_last[1], m1_data} == {s_last, s_data});
      if (was_reset && !s_valid) assert (m_valid == 0);
      // What induction must know.
      assert (done == {lead1_q[0], lead0_q[0]} && done != 2'b11);
      if (done != 0) assert (s_valid);
    end
  end
  generate
    genvar i;
    for (i = 0; i < 2; i = i + 1) begin : g_sink
      stream_rules #(
          .WIDTH(WIDTH + 1)
      ) u_rules (
          .clk(clk),
          .rst(rst),
          .valid(m_valid[i]),
          .ready(m_ready[i]),
          .beat({m_last[i], (i == 0) ? m0_data : m1_data})
      );
    end
  endgenerate

  // Each consumer alone, the other one later, and both together.
  reg [2:0] kinds_q = 0;
  always @(posedge clk) kinds_q <= rst ? 3'd0 : kinds_q | (take ? {done == 0, done[1], done[0]} : 3'd0);
  always @(posedge clk) cover (!rst && kinds_q == 3'b111);

endmodule

`default_nettype wire
