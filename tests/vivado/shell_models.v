// SPDX-License-Identifier: Apache-2.0
// What stands around an accelerator with a shell in a simulation: a host on AXI4-Lite, and memory behind its masters.
// No faster than need be: one thing at a time.
`default_nettype none

// Writes the words of WRITES once, the lowest first, then reads the addresses of READS, round and round.
module model_host #(
    parameter integer WRITE_COUNT = 1,
    parameter [48*WRITE_COUNT-1:0] WRITES = 0,  // {address, data} each
    parameter integer READ_COUNT = 1,
    parameter [16*READ_COUNT-1:0] READS = 0
) (
    input  wire        clk,
    input  wire        resetn,
    output wire [15:0] awaddr,
    output wire        awvalid,
    input  wire        awready,
    output wire [31:0] wdata,
    output wire        wvalid,
    input  wire        wready,
    input  wire [1:0]  bresp,
    input  wire        bvalid,
    output wire [15:0] araddr,
    output wire        arvalid,
    input  wire        arready,
    input  wire [31:0] rdata,
    input  wire [1:0]  rresp,
    input  wire        rvalid,
    output wire        read,         // one cycle: what was read
    output wire [15:0] read_address,
    output wire [31:0] read_data,
    output wire        failed        // an answer other than OKAY
);
  reg aw_q, w_q, ar_q, waits_q, reads_q;
  integer at_q;
  wire [47:0] now = WRITES[48*(at_q%WRITE_COUNT)+:48];
  assign awaddr = now[47:32];
  assign wdata = now[31:0];
  assign awvalid = aw_q;
  assign wvalid = w_q;
  assign araddr = READS[16*(at_q%READ_COUNT)+:16];
  assign arvalid = ar_q;
  assign read = rvalid;
  assign read_address = araddr;
  assign read_data = rdata;
  assign failed = (bvalid && bresp != 2'd0) || (rvalid && rresp != 2'd0);
  always @(posedge clk) begin
    if (!resetn) begin
      aw_q    <= 1'b0;
      w_q     <= 1'b0;
      ar_q    <= 1'b0;
      waits_q <= 1'b0;
      reads_q <= WRITE_COUNT == 0;
      at_q    <= 0;
    end else if (!waits_q) begin
      aw_q    <= !reads_q;
      w_q     <= !reads_q;
      ar_q    <= reads_q;
      waits_q <= 1'b1;
    end else begin
      if (awready) aw_q <= 1'b0;
      if (wready) w_q <= 1'b0;
      if (arready) ar_q <= 1'b0;
      if (bvalid || rvalid) begin
        waits_q <= 1'b0;
        at_q    <= (bvalid && at_q == WRITE_COUNT - 1) || (rvalid && at_q == READ_COUNT - 1) ? 0 : at_q + 1;
        if (bvalid && at_q == WRITE_COUNT - 1) reads_q <= 1'b1;
      end
    end
  end
endmodule

// Memory that is read: each word is made of its address.
module model_source #(
    parameter integer BITS = 64
) (
    input  wire            clk,
    input  wire            resetn,
    input  wire [63:0]     araddr,
    input  wire [7:0]      arlen,
    input  wire            arvalid,
    output wire            arready,
    output wire [BITS-1:0] rdata,
    output wire            rlast,
    output wire            rvalid,
    input  wire            rready
);
  reg [63:0] address_q;
  reg [8:0]  left_q;
  wire [31:0] mixed = (address_q[31:0] ^ 32'h5bd1e995) * 32'd2654435761;
  assign arready = left_q == 9'd0;
  assign rvalid = left_q != 9'd0;
  assign rlast = left_q == 9'd1;
  assign rdata = {BITS / 32{mixed}} ^ {BITS / 32{mixed >> 13}};
  always @(posedge clk) begin
    if (!resetn) left_q <= 9'd0;
    else if (arvalid && arready) begin
      left_q    <= {1'b0, arlen} + 9'd1;
      address_q <= araddr;
    end else if (rvalid && rready) begin
      left_q    <= left_q - 9'd1;
      address_q <= address_q + BITS / 8;
    end
  end
endmodule

// Memory that is written: says what comes.
module model_sink #(
    parameter integer BITS = 64
) (
    input  wire            clk,
    input  wire            resetn,
    input  wire [63:0]     awaddr,
    input  wire            awvalid,
    output wire            awready,
    input  wire [BITS-1:0] wdata,
    input  wire            wlast,
    input  wire            wvalid,
    output wire            wready,
    output wire            bvalid,
    input  wire            bready,
    output wire            written,  // one cycle: a word
    output wire [63:0]     written_address,
    output wire [BITS-1:0] written_data
);
  reg [63:0] address_q;
  reg        busy_q, b_q;
  assign awready = !busy_q && !b_q;
  assign wready = busy_q;
  assign bvalid = b_q;
  assign written = wvalid && wready;
  assign written_address = address_q;
  assign written_data = wdata;
  always @(posedge clk) begin
    if (!resetn) begin
      busy_q <= 1'b0;
      b_q    <= 1'b0;
    end else begin
      if (awvalid && awready) busy_q <= 1'b1;
      if (written && wlast) busy_q <= 1'b0;
      if (written && wlast) b_q <= 1'b1;
      else if (bready) b_q <= 1'b0;
    end
    if (awvalid && awready) address_q <= awaddr;
    else if (written) address_q <= address_q + BITS / 8;
  end
endmodule

`default_nettype wire
