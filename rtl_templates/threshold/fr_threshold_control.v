// SPDX-License-Identifier: Apache-2.0
// fr_threshold_control: the handshake of a pipeline in which all stages advance together unless the output waits.
//
// en is high where they advance; data registers take it as their enable.
//
// Latency     : STAGES cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output beat waits.
// Reset       : synchronous, active high.
`default_nettype none

module fr_threshold_control #(
    parameter integer STAGES = 2  // >= 1
) (
    input  wire clk,
    input  wire rst,
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire s_axis_tlast,
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire m_axis_tlast,
    output wire en
);
  reg [STAGES-1:0] valid_q;
  reg [STAGES-1:0] last_q;
  wire [STAGES:0] valids = {valid_q, s_axis_tvalid};
  wire [STAGES:0] lasts = {last_q, s_axis_tlast};

  generate
    if (STAGES < 1) begin : g_check_stages
      fr_illegal_STAGES u_stop ();
    end
  endgenerate

  assign en = m_axis_tready || !m_axis_tvalid;
  assign s_axis_tready = en;
  assign m_axis_tvalid = valids[STAGES];
  assign m_axis_tlast = lasts[STAGES];

  // The reset of last_q keeps it out of a shift register LUT: Yosys 0.23 infers one that ignores en.
  always @(posedge clk) begin
    if (rst) begin
      valid_q <= {STAGES{1'b0}};
      last_q  <= {STAGES{1'b0}};
    end else if (en) begin
      valid_q <= valids[STAGES-1:0];
      last_q  <= lasts[STAGES-1:0];
    end
  end
endmodule

`default_nettype wire
