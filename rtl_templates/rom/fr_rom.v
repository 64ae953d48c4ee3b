// SPDX-License-Identifier: Apache-2.0
// fr_rom: read-only memory with a registered output, contents from a $readmemh file.
//
// Latency     : 1 enabled cycle from addr to data.
// Throughput  : 1 word a cycle.
// Backpressure: data holds while en is low.
// Reset       : none; data is unknown until the first enabled cycle.
//
// INIT_FILE holds exactly DEPTH words. Addresses from DEPTH on must not be used. The file is read where the module
// is elaborated: with Yosys, use `read_verilog -defer` and literal parameters at the instance.
`default_nettype none

module fr_rom #(
    parameter integer WIDTH     = 8,         // bits of a word, >= 1
    parameter integer DEPTH     = 2,         // words, >= 1
    parameter integer STYLE     = 0,         // 0: synthesis decides, 1: block RAM, 2: distributed (logic)
    parameter         INIT_FILE = "rom.mem"  // string: file name, relative to the tool's working folder
) (
    input  wire                                          clk,
    input  wire                                          en,
    input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] addr,
    output reg  [WIDTH-1:0]                              data
);
  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (DEPTH < 1) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
    if (STYLE < 0 || STYLE > 2) begin : g_check_style
      fr_illegal_STYLE u_stop ();
    end

    // An attribute cannot depend on a parameter, hence one memory a style.
    if (STYLE == 1) begin : g_block
      (* ram_style = "block", rom_style = "block" *)
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      initial $readmemh(INIT_FILE, mem);
      always @(posedge clk) if (en) data <= mem[addr];
    end else if (STYLE == 2) begin : g_distributed
      // Yosys has no distributed ROM and calls it logic.
`ifdef YOSYS
      (* rom_style = "logic" *)
`else
      (* rom_style = "distributed" *)
`endif
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      initial $readmemh(INIT_FILE, mem);
      always @(posedge clk) if (en) data <= mem[addr];
    end else begin : g_auto
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      initial $readmemh(INIT_FILE, mem);
      always @(posedge clk) if (en) data <= mem[addr];
    end
  endgenerate
endmodule

`default_nettype wire
