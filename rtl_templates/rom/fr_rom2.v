// SPDX-License-Identifier: Apache-2.0
// fr_rom2: two read-only memories in one array, each at a port of its own; contents from a $readmemh file.
//
// Latency     : 1 enabled cycle from an addr to its data.
// Throughput  : 1 word a cycle at each port; the ports know nothing of each other.
// Backpressure: data holds while the port's en is low.
// Reset       : none; data is unknown until the port's first enabled cycle.
//
// For true dual-port block RAM. INIT_FILE holds B_BASE + B_DEPTH words: port a reads the low A_WIDTH bits of word
// a_addr, port b the low B_WIDTH bits of word B_BASE + b_addr. Addresses from the depths on must not be used. With
// Yosys, use `read_verilog -defer` and literal parameters at the instance.
`default_nettype none

module fr_rom2 #(
    parameter integer A_WIDTH   = 8,         // bits of a word at port a, >= 1
    parameter integer A_DEPTH   = 2,         // words of port a, 2 .. B_BASE
    parameter integer B_WIDTH   = 8,         // bits of a word at port b, >= 1
    parameter integer B_DEPTH   = 2,         // words of port b, >= 2
    parameter integer B_BASE    = 2,         // word of the array where port b begins; a power of two's multiple is cheap
    parameter         INIT_FILE = "rom.mem"  // string: file name, relative to the tool's working folder
) (
    input  wire                       clk,
    input  wire                       a_en,
    input  wire [$clog2(A_DEPTH)-1:0] a_addr,
    output wire [        A_WIDTH-1:0] a_data,
    input  wire                       b_en,
    input  wire [$clog2(B_DEPTH)-1:0] b_addr,
    output wire [        B_WIDTH-1:0] b_data
);
  localparam integer WIDTH = (A_WIDTH > B_WIDTH) ? A_WIDTH : B_WIDTH;
  localparam integer DEPTH = B_BASE + B_DEPTH;
  localparam integer AB = $clog2(DEPTH);
  localparam [AB:0] Base = B_BASE[AB:0];

  generate
    if (A_WIDTH < 1 || B_WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (A_DEPTH < 2 || B_DEPTH < 2) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
    if (B_BASE < A_DEPTH) begin : g_check_base
      fr_illegal_B_BASE u_stop ();
    end
  endgenerate

  // One bit more than a row needs, so that there is always something to extend with.
  wire [AB:0] a_row = {{(AB + 1 - $clog2(A_DEPTH)) {1'b0}}, a_addr};
  wire [AB:0] b_row = {{(AB + 1 - $clog2(B_DEPTH)) {1'b0}}, b_addr} + Base;
  wire        unused_rows = &{1'b0, a_row[AB], b_row[AB]};

  (* ram_style = "block", rom_style = "block" *)
  reg [WIDTH-1:0] mem[0:DEPTH-1];
  reg [WIDTH-1:0] a_q;
  reg [WIDTH-1:0] b_q;
  initial $readmemh(INIT_FILE, mem);
  always @(posedge clk) if (a_en) a_q <= mem[a_row[AB-1:0]];
  always @(posedge clk) if (b_en) b_q <= mem[b_row[AB-1:0]];
  assign a_data = a_q[A_WIDTH-1:0];
  assign b_data = b_q[B_WIDTH-1:0];

  generate
    if (A_WIDTH < WIDTH) begin : g_narrow_a
      wire unused_a = &{1'b0, a_q[WIDTH-1:A_WIDTH]};
    end
    if (B_WIDTH < WIDTH) begin : g_narrow_b
      wire unused_b = &{1'b0, b_q[WIDTH-1:B_WIDTH]};
    end
  endgenerate
endmodule

`default_nettype wire
