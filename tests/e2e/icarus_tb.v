// SPDX-License-Identifier: Apache-2.0
// Feeds one-input one-output tops from in.hex and compares with out.hex; the sink stalls now and then.
// Macros: TOP, IN_BITS, OUT_BITS (tdata), IN_BEATS, OUT_BEATS (all frames), FRAME_BEATS (output beats of a frame).
`default_nettype none
`timescale 1ns / 1ps

module tb;
  reg                  aclk = 1'b0;
  reg                  aresetn = 1'b0;
  reg  [`IN_BITS-1:0]  in_mem  [0:`IN_BEATS-1];
  reg  [`OUT_BITS-1:0] out_mem [0:`OUT_BEATS-1];
  integer              in_index = 0;
  integer              out_index = 0;
  integer              errors = 0;
  integer              cycle = 0;
  wire [`IN_BITS-1:0]  s_tdata = in_mem[in_index < `IN_BEATS ? in_index : 0];
  wire                 s_tvalid = aresetn && in_index < `IN_BEATS;
  wire                 s_tready;
  wire [`OUT_BITS-1:0] m_tdata;
  wire                 m_tvalid;
  reg                  m_tready = 1'b0;
  wire                 m_tlast;

  `TOP dut (
    .aclk          (aclk),
    .aresetn       (aresetn),
    .s_axis_tdata  (s_tdata),
    .s_axis_tvalid (s_tvalid),
    .s_axis_tready (s_tready),
    .s_axis_tlast  (1'b0),
    .m_axis_tdata  (m_tdata),
    .m_axis_tvalid (m_tvalid),
    .m_axis_tready (m_tready),
    .m_axis_tlast  (m_tlast)
  );

  always #5 aclk = !aclk;

  initial begin
    $readmemh("in.hex", in_mem);
    $readmemh("out.hex", out_mem);
  end

  always @(posedge aclk) begin
    cycle <= cycle + 1;
    aresetn <= cycle >= 4;
    m_tready <= cycle % 7 != 3;
    if (s_tvalid && s_tready) in_index <= in_index + 1;
    if (aresetn && m_tvalid && m_tready) begin
      if (m_tdata !== out_mem[out_index]) begin
        $display("MISMATCH beat %0d: expected %h, found %h", out_index, out_mem[out_index], m_tdata);
        errors <= errors + 1;
      end
      if (m_tlast !== ((out_index % `FRAME_BEATS) == `FRAME_BEATS - 1)) begin
        $display("MISMATCH beat %0d: tlast %b", out_index, m_tlast);
        errors <= errors + 1;
      end
      out_index <= out_index + 1;
    end
    if (out_index == `OUT_BEATS) begin
      $display("DONE %0d beats, %0d errors, %0d cycles", out_index, errors, cycle);
      $finish;
    end
    if (cycle > 2000000) begin
      $display("TIMEOUT after %0d of %0d beats", out_index, `OUT_BEATS);
      $finish;
    end
  end
endmodule

`default_nettype wire
