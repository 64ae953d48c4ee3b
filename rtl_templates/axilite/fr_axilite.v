// SPDX-License-Identifier: Apache-2.0
// fr_axilite: AXI4-Lite slave of 32 bits in front of registers that stand outside. Address and data of a write may come
// in either order. Every access is answered with OKAY: what no register takes is lost, and reads as what rd_data is then.
//
// Latency     : write: wr 1 cycle after the later of AW and W, bvalid 1 after wr; read: rd 1 cycle after AR, rvalid 2 after rd.
// Throughput  : one write in 2 cycles, one read in 4.
// Backpressure: awready, wready and arready come from registers; one write and one read are held.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_axilite #(
    parameter integer ADDRESS = 16  // bits of an address, >= 3; the lowest two are ignored
) (
    input  wire               clk,
    input  wire               rst,
    input  wire [ADDRESS-1:0] s_axi_awaddr,
    input  wire [2:0]         s_axi_awprot,
    input  wire               s_axi_awvalid,
    output wire               s_axi_awready,
    input  wire [31:0]        s_axi_wdata,
    input  wire [3:0]         s_axi_wstrb,
    input  wire               s_axi_wvalid,
    output wire               s_axi_wready,
    output wire [1:0]         s_axi_bresp,
    output wire               s_axi_bvalid,
    input  wire               s_axi_bready,
    input  wire [ADDRESS-1:0] s_axi_araddr,
    input  wire [2:0]         s_axi_arprot,
    input  wire               s_axi_arvalid,
    output wire               s_axi_arready,
    output wire [31:0]        s_axi_rdata,
    output wire [1:0]         s_axi_rresp,
    output wire               s_axi_rvalid,
    input  wire               s_axi_rready,
    output wire               wr,       // one cycle: a write
    output wire [ADDRESS-3:0] wr_word,  // address / 4
    output wire [31:0]        wr_data,
    output wire [3:0]         wr_strb,
    output wire               rd,       // one cycle: a read
    output wire [ADDRESS-3:0] rd_word,  // address / 4
    input  wire [31:0]        rd_data   // 1 cycle after rd
`ifdef FORMAL
    ,
    output wire               f_answering  // rd_data is taken in this cycle
`endif
);

  generate
    if (ADDRESS < 3) begin : g_check_address
      fr_illegal_ADDRESS u_stop ();
    end
  endgenerate

  reg               aw_q, w_q, b_q;
  reg [ADDRESS-3:0] wr_word_q;
  reg [31:0]        wr_data_q;
  reg [3:0]         wr_strb_q;

  assign s_axi_awready = !aw_q;
  assign s_axi_wready  = !w_q;
  assign s_axi_bvalid  = b_q;
  assign s_axi_bresp   = 2'b00;
  assign wr            = aw_q && w_q && !b_q;
  assign wr_word       = wr_word_q;
  assign wr_data       = wr_data_q;
  assign wr_strb       = wr_strb_q;

  always @(posedge clk) begin
    if (rst) begin
      aw_q <= 1'b0;
      w_q  <= 1'b0;
      b_q  <= 1'b0;
    end else begin
      if (wr) begin
        aw_q <= 1'b0;
        w_q  <= 1'b0;
      end else begin
        if (s_axi_awvalid) aw_q <= 1'b1;
        if (s_axi_wvalid) w_q <= 1'b1;
      end
      if (wr) b_q <= 1'b1;
      else if (s_axi_bready) b_q <= 1'b0;
    end
    if (!aw_q) wr_word_q <= s_axi_awaddr[ADDRESS-1:2];
    if (!w_q) wr_data_q <= s_axi_wdata;
    if (!w_q) wr_strb_q <= s_axi_wstrb;
  end

  // AR taken -> rd -> the registers answer -> R.
  reg               rd_q, answer_q, r_q;
  reg [ADDRESS-3:0] rd_word_q;
  reg [31:0]        rdata_q;

  assign s_axi_arready = !rd_q && !answer_q && !r_q;
  assign s_axi_rvalid  = r_q;
  assign s_axi_rdata   = rdata_q;
  assign s_axi_rresp   = 2'b00;
  assign rd            = rd_q;
  assign rd_word       = rd_word_q;

  always @(posedge clk) begin
    if (rst) begin
      rd_q     <= 1'b0;
      answer_q <= 1'b0;
      r_q      <= 1'b0;
    end else begin
      rd_q     <= s_axi_arvalid && s_axi_arready;
      answer_q <= rd_q;
      if (answer_q) r_q <= 1'b1;
      else if (s_axi_rready) r_q <= 1'b0;
    end
    if (s_axi_arready) rd_word_q <= s_axi_araddr[ADDRESS-1:2];
    if (answer_q) rdata_q <= rd_data;
  end

`ifdef FORMAL
  assign f_answering = answer_q;
`endif

  wire unused_ok = &{1'b0, s_axi_awprot, s_axi_arprot, s_axi_awaddr[1:0], s_axi_araddr[1:0]};

endmodule

`default_nettype wire
