// SPDX-License-Identifier: Apache-2.0
// fr_parameter_stage: a register stage of the bus of parameters, in front of a cell's memories.
//
// Latency     : 1 cycle.
// Throughput  : 1 write a cycle.
// Backpressure: none.
// Reset       : synchronous, active high.
`default_nettype none

module fr_parameter_stage #(
    parameter integer ADDRESS = 8  // bits of an address, >= 1
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               s_write,
    input  wire [ADDRESS-1:0] s_addr,
    input  wire [31:0]        s_data,
    output wire               m_write,
    output wire [ADDRESS-1:0] m_addr,
    output wire [31:0]        m_data
);
  generate
    if (ADDRESS < 1) begin : g_check_address
      fr_illegal_ADDRESS u_stop ();
    end
  endgenerate

  reg               write_q = 1'b0;  // from power-up on: a reset comes too late for the initial contents
  reg [ADDRESS-1:0] addr_q;
  reg [31:0]        data_q;
  always @(posedge clk) begin
    if (rst) write_q <= 1'b0;
    else write_q <= s_write;
    addr_q <= s_addr;
    data_q <= s_data;
  end
  assign m_write = write_q;
  assign m_addr  = addr_q;
  assign m_data  = data_q;
endmodule

`default_nettype wire
