// SPDX-License-Identifier: Apache-2.0
// fr_ram: memory with a write port and a read port; the read port's register can be set to a constant instead.
//
// Latency     : 1 enabled cycle from read_addr to read_data.
// Throughput  : 1 word written and 1 word read a cycle.
// Backpressure: read_data holds while read_en is low.
// Reset       : none; read_data is unknown until the first enabled cycle.
//
// A word that is written in the cycle in which it is read must not be used: what comes out depends on the memory.
`default_nettype none

module fr_ram #(
    parameter integer     WIDTH = 8,  // bits of a word, >= 1
    parameter integer     DEPTH = 2,  // words, >= 1
    parameter integer     STYLE = 2,  // 1: block RAM, 2: distributed (LUTs)
    parameter [WIDTH-1:0] CLEAR = {WIDTH{1'b0}}  // what read_data becomes in an enabled cycle with read_clear
) (
    input  wire                                           clk,
    input  wire                                           write_en,
    input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] write_addr,
    input  wire [WIDTH-1:0]                               write_data,
    input  wire                                           read_en,
    input  wire                                           read_clear,
    input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] read_addr,
    output reg  [WIDTH-1:0]                               read_data
);
  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (DEPTH < 1) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
    if (STYLE < 1 || STYLE > 2) begin : g_check_style
      fr_illegal_STYLE u_stop ();
    end

    // An attribute cannot depend on a parameter, hence one memory a style.
    if (STYLE == 1) begin : g_block
      (* ram_style = "block" *)
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      always @(posedge clk) begin
        if (write_en) mem[write_addr] <= write_data;
        if (read_en) begin
          if (read_clear) read_data <= CLEAR;
          else read_data <= mem[read_addr];
        end
      end
    end else begin : g_distributed
      (* ram_style = "distributed" *)
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      // The flip-flops' reset and enable in this order, with one signal for all bits, cost no logic.
      wire clear = read_en && read_clear;
      always @(posedge clk) begin
        if (write_en) mem[write_addr] <= write_data;
        if (clear) read_data <= CLEAR;
        else if (read_en) read_data <= mem[read_addr];
      end
    end
  endgenerate
endmodule

`default_nettype wire
