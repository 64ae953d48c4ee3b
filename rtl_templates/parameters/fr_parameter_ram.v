// SPDX-License-Identifier: Apache-2.0
// fr_parameter_ram: up to 32 columns of a memory of parameters that the host may rewrite: fr_rom with a write port on the
// bus of parameters. Initial contents from a $readmemh file.
//
// Latency     : 1 enabled cycle from addr to data; a write is in the memory 1 cycle after write.
// Throughput  : 1 word read and 1 word written a cycle.
// Backpressure: data holds while en is low.
// Reset       : none; data is unknown until the first enabled cycle.
//
// The word that the bus addresses with BASE + row * STRIDE is that row's. A row must not be read in the cycle in which
// it is written, and data does not follow a write: the accelerator is held, and reset before it goes on. With Yosys,
// use `read_verilog -defer` and literal parameters at the instance.
`default_nettype none

module fr_parameter_ram #(
    parameter integer WIDTH     = 8,         // bits of a row, 1..32
    parameter integer DEPTH     = 2,         // rows, >= 1
    parameter integer STYLE     = 2,         // 1: block RAM, 2: distributed (LUTs)
    parameter integer ADDRESS   = 8,         // bits of an address on the bus, >= those of BASE + DEPTH * STRIDE - 1
    parameter integer BASE      = 0,         // modulo STRIDE: the column; the rest is a multiple of STRIDE * 2^clog2(DEPTH)
    parameter integer STRIDE    = 1,         // a power of two
    parameter         INIT_FILE = "ram.mem"  // string: file name, relative to the tool's working folder
) (
    input  wire                                           clk,
    input  wire                                           write,
    input  wire [ADDRESS-1:0]                             write_addr,
    input  wire [31:0]                                    write_data,
    input  wire                                           en,
    input  wire [((DEPTH > 1) ? $clog2(DEPTH) : 1) - 1:0] addr,
    output reg  [WIDTH-1:0]                               data
);
  localparam integer AB = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  localparam integer LOW = $clog2(STRIDE);                        // bits that name the column
  localparam integer HIGH = LOW + ((DEPTH > 1) ? $clog2(DEPTH) : 0);  // first bit that names the memory
  localparam [ADDRESS-1:0] ONE = 1;
  localparam [ADDRESS-1:0] ROW_BITS = (HIGH < ADDRESS) ? (ONE << HIGH) - (ONE << LOW) : ~((ONE << LOW) - ONE);
  localparam [ADDRESS-1:0] BASE_C = BASE[ADDRESS-1:0];

  generate
    if (WIDTH < 1 || WIDTH > 32) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (DEPTH < 1) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
    if (STYLE < 1 || STYLE > 2) begin : g_check_style
      fr_illegal_STYLE u_stop ();
    end
    if (STRIDE < 1 || (1 << LOW) != STRIDE) begin : g_check_stride
      fr_illegal_STRIDE u_stop ();
    end
    if (ADDRESS < HIGH || ADDRESS < 1 || ADDRESS > 31) begin : g_check_address
      fr_illegal_ADDRESS u_stop ();
    end
    if (BASE < 0 || ((BASE_C & ROW_BITS) != 0)) begin : g_check_base
      fr_illegal_BASE u_stop ();
    end
  endgenerate

  wire          mine = write && (write_addr & ~ROW_BITS) == BASE_C;
  wire [AB-1:0] row;
  generate
    if (DEPTH > 1) begin : g_row
      assign row = write_addr[LOW+:AB];
    end else begin : g_only_row
      assign row = 1'b0;
    end
  endgenerate

  // An attribute cannot depend on a parameter, hence one memory a style.
  generate
    if (STYLE == 1) begin : g_block
      (* ram_style = "block" *)
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      initial $readmemh(INIT_FILE, mem);
      always @(posedge clk) begin
        if (mine) mem[row] <= write_data[WIDTH-1:0];
        if (en) data <= mem[addr];
      end
    end else begin : g_distributed
      (* ram_style = "distributed" *)
      reg [WIDTH-1:0] mem[0:DEPTH-1];
      initial $readmemh(INIT_FILE, mem);
      always @(posedge clk) begin
        if (mine) mem[row] <= write_data[WIDTH-1:0];
        if (en) data <= mem[addr];
      end
    end
    if (WIDTH < 32) begin : g_unused
      wire unused_data = &{1'b0, write_data[31:WIDTH]};
    end
  endgenerate
endmodule

`default_nettype wire
