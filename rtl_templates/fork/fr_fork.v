// SPDX-License-Identifier: Apache-2.0
// fr_fork: gives each beat of one stream to two consumers, each of which takes it when it likes.
//
// Latency     : 0 cycles, combinational.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m0_axis_tready and m1_axis_tready; holds nothing.
// Reset       : synchronous, active high.
`default_nettype none

module fr_fork #(
    parameter integer WIDTH = 8  // bits of tdata, >= 1
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [WIDTH-1:0] s_axis_tdata,
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire             s_axis_tlast,
    output wire [WIDTH-1:0] m0_axis_tdata,
    output wire             m0_axis_tvalid,
    input  wire             m0_axis_tready,
    output wire             m0_axis_tlast,
    output wire [WIDTH-1:0] m1_axis_tdata,
    output wire             m1_axis_tvalid,
    input  wire             m1_axis_tready,
    output wire             m1_axis_tlast
`ifdef FORMAL
    ,
    output wire [1:0]       f_done
`endif
);

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
  endgenerate

  // A consumer that is done has taken the waiting beat already. At most one is: with both, the beat would be gone.
  reg  done0_q, done1_q;
  wire served0 = done0_q || m0_axis_tready;
  wire served1 = done1_q || m1_axis_tready;

  assign s_axis_tready  = served0 && served1;
  assign m0_axis_tvalid = s_axis_tvalid && !done0_q;
  assign m1_axis_tvalid = s_axis_tvalid && !done1_q;
  assign m0_axis_tdata  = s_axis_tdata;
  assign m1_axis_tdata  = s_axis_tdata;
  assign m0_axis_tlast  = s_axis_tlast;
  assign m1_axis_tlast  = s_axis_tlast;

  always @(posedge clk) begin
    if (rst) begin
      done0_q <= 1'b0;
      done1_q <= 1'b0;
    end else if (s_axis_tvalid) begin
      done0_q <= served0 && !served1;
      done1_q <= served1 && !served0;
    end
  end

`ifdef FORMAL
  assign f_done = {done1_q, done0_q};
`endif

endmodule

`default_nettype wire
