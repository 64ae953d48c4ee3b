// SPDX-License-Identifier: Apache-2.0
// fr_frame: passes a stream through and makes its tlast by counting beats. What the source says in s_axis_tlast is
// ignored, so an early or missing one never desynchronises what follows.
//
// Latency     : 0 cycles, combinational.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; holds nothing.
// Reset       : synchronous, active high; the next beat is the first of a frame.
`default_nettype none

module fr_frame #(
    parameter integer WIDTH = 8,  // bits of tdata, >= 1
    parameter integer BEATS = 4   // beats of a frame, >= 1
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [WIDTH-1:0] s_axis_tdata,
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire             s_axis_tlast,
    output wire [WIDTH-1:0] m_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire             m_axis_tlast
);

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (BEATS < 1) begin : g_check_beats
      fr_illegal_BEATS u_stop ();
    end
  endgenerate

  assign m_axis_tdata  = s_axis_tdata;
  assign m_axis_tvalid = s_axis_tvalid;
  assign s_axis_tready = m_axis_tready;

  generate
    if (BEATS == 1) begin : g_always_last
      assign m_axis_tlast = 1'b1;
      wire unused_ok = &{1'b0, clk, rst, s_axis_tlast};
    end else begin : g_count
      // Counts down, so that the end needs no comparison with a large number.
      localparam integer CW = $clog2(BEATS);
      localparam integer TOP_I = BEATS - 1;
      localparam [CW-1:0] TOP = TOP_I[CW-1:0];
      reg [CW-1:0] left_q;  // beats of the frame after this one

      assign m_axis_tlast = left_q == {CW{1'b0}};
      always @(posedge clk) begin
        if (rst) left_q <= TOP;
        else if (s_axis_tvalid && m_axis_tready) left_q <= m_axis_tlast ? TOP : left_q - 1'b1;
      end
      wire unused_ok = &{1'b0, s_axis_tlast};
    end
  endgenerate

endmodule

`default_nettype wire
