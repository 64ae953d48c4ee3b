// SPDX-License-Identifier: Apache-2.0
// fr_frame_gate: lets the beats of a stream pass, but the first one of a frame only while `may_start`. A beat that has been
// offered stays offered. Handshakes alone: data and tlast go past it.
//
// Latency     : 0 cycles, combinational.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready and may_start; holds nothing.
// Reset       : synchronous, active high; nothing passes, the next beat is the first of a frame.
`default_nettype none

module fr_frame_gate #(
    parameter integer BEATS = 4  // of a frame, >= 1
) (
    input  wire clk,
    input  wire rst,
    input  wire may_start,
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire started,  // one cycle: the first beat of a frame passes
    output wire ended,    // one cycle: the last one does
    output wire at_rest   // between frames, and no beat offered
);

  generate
    if (BEATS < 1) begin : g_check_beats
      fr_illegal_BEATS u_stop ();
    end
  endgenerate

  reg  offered_q;
  wire between, final_beat;
  wire open = (!between || may_start || offered_q) && !rst;
  wire take = m_axis_tvalid && m_axis_tready;

  assign m_axis_tvalid = s_axis_tvalid && open;
  assign s_axis_tready = m_axis_tready && open;
  assign started       = take && between;
  assign ended         = take && final_beat;
  assign at_rest       = between && !offered_q;

  always @(posedge clk) begin
    if (rst) offered_q <= 1'b0;
    else offered_q <= m_axis_tvalid && !m_axis_tready;
  end

  generate
    if (BEATS == 1) begin : g_one
      assign between    = 1'b1;
      assign final_beat = 1'b1;
    end else begin : g_count
      localparam integer CW = $clog2(BEATS);
      localparam integer TOP_I = BEATS - 1;
      localparam [CW-1:0] TOP = TOP_I[CW-1:0];
      reg [CW-1:0] left_q;  // beats of the frame after this one
      assign between    = left_q == TOP;
      assign final_beat = left_q == {CW{1'b0}};
      always @(posedge clk) begin
        if (rst) left_q <= TOP;
        else if (take) left_q <= final_beat ? TOP : left_q - 1'b1;
      end
    end
  endgenerate

endmodule

`default_nettype wire
