// SPDX-License-Identifier: Apache-2.0
// fr_skid: two-register buffer that ends the combinational ready path of a stream.
//
// Latency     : 1 cycle.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready comes from a register; holds 2 beats.
// Reset       : synchronous, active high, empties the buffer; data registers are not reset.
`default_nettype none

module fr_skid #(
    parameter integer WIDTH = 8  // bits of tdata, >= 1
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
`ifdef FORMAL
    ,
    output wire [1:0]       f_level,  // beats held
    output wire [WIDTH:0]   f_skid    // the second beat, {last, data}
`endif
);

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
  endgenerate

  // The output register is filled first; the skid register takes the one beat that arrives in the cycle in which
  // the sink stops, before the source has seen it.
  reg [WIDTH:0] out_q, skid_q;
  reg           out_valid_q, skid_valid_q;

  wire advance = m_axis_tready || !out_valid_q;

  assign s_axis_tready = !skid_valid_q;
  assign m_axis_tvalid = out_valid_q;
  assign {m_axis_tlast, m_axis_tdata} = out_q;

  always @(posedge clk) begin
    if (rst) begin
      out_valid_q  <= 1'b0;
      skid_valid_q <= 1'b0;
    end else if (advance) begin
      out_valid_q  <= skid_valid_q || s_axis_tvalid;
      skid_valid_q <= 1'b0;
    end else if (s_axis_tvalid) begin
      skid_valid_q <= 1'b1;
    end
  end

  always @(posedge clk) begin
    if (advance) out_q <= skid_valid_q ? skid_q : {s_axis_tlast, s_axis_tdata};
    if (!skid_valid_q) skid_q <= {s_axis_tlast, s_axis_tdata};
  end

`ifdef FORMAL
  assign f_level = {1'b0, out_valid_q} + {1'b0, skid_valid_q};
  assign f_skid  = skid_q;
  always @(*) if (!rst && skid_valid_q) assert (out_valid_q);
`endif

endmodule

`default_nettype wire
