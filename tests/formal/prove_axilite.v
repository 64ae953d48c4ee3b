// SPDX-License-Identifier: Apache-2.0
// fr_axilite: each write and each read is answered once, after it; answers stay until they are taken; the registers see each
// write once, with its own address, data and strobes, and each read once, and R carries what they said. All of it to the cycle:
// a write is seen 1 cycle after the later of AW and W, unless the last one's answer waits, and answered 1 after that; a
// read is seen 1 cycle after AR and answered 2 after that. A write in 2 cycles and a read in 4 are reached, and not less.
`default_nettype none

module prove_axilite #(
    parameter integer ADDRESS = 5
) (
    input wire               clk,
    input wire               rst,
    input wire [ADDRESS-1:0] awaddr,
    input wire               awvalid,
    input wire [31:0]        wdata,
    input wire [3:0]         wstrb,
    input wire               wvalid,
    input wire               bready,
    input wire [ADDRESS-1:0] araddr,
    input wire               arvalid,
    input wire               rready,
    input wire [31:0]        rd_data
);

  wire               awready, wready, bvalid, arready, rvalid, wr, rd, was_reset;
  wire [1:0]         bresp, rresp;
  wire [31:0]        rdata, wr_data;
  wire [3:0]         wr_strb;
  wire [ADDRESS-3:0] wr_word, rd_word;
  wire               answering;

  fr_axilite #(
      .ADDRESS(ADDRESS)
  ) dut (
      .clk(clk),
      .rst(rst),
      .s_axi_awaddr(awaddr),
      .s_axi_awprot(3'd0),
      .s_axi_awvalid(awvalid),
      .s_axi_awready(awready),
      .s_axi_wdata(wdata),
      .s_axi_wstrb(wstrb),
      .s_axi_wvalid(wvalid),
      .s_axi_wready(wready),
      .s_axi_bresp(bresp),
      .s_axi_bvalid(bvalid),
      .s_axi_bready(bready),
      .s_axi_araddr(araddr),
      .s_axi_arprot(3'd0),
      .s_axi_arvalid(arvalid),
      .s_axi_arready(arready),
      .s_axi_rdata(rdata),
      .s_axi_rresp(rresp),
      .s_axi_rvalid(rvalid),
      .s_axi_rready(rready),
      .wr(wr),
      .wr_word(wr_word),
      .wr_data(wr_data),
      .wr_strb(wr_strb),
      .rd(rd),
      .rd_word(rd_word),
      .rd_data(rd_data),
      .f_answering(answering)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );
  stream_rules #(
      .WIDTH(ADDRESS),
      .ASSUME(1)
  ) u_aw (
      .clk(clk),
      .rst(rst),
      .valid(awvalid),
      .ready(awready),
      .beat(awaddr)
  );
  stream_rules #(
      .WIDTH(36),
      .ASSUME(1)
  ) u_w (
      .clk(clk),
      .rst(rst),
      .valid(wvalid),
      .ready(wready),
      .beat({wstrb, wdata})
  );
  stream_rules #(
      .WIDTH(ADDRESS),
      .ASSUME(1)
  ) u_ar (
      .clk(clk),
      .rst(rst),
      .valid(arvalid),
      .ready(arready),
      .beat(araddr)
  );
  stream_rules #(
      .WIDTH(2)
  ) u_b (
      .clk(clk),
      .rst(rst),
      .valid(bvalid),
      .ready(bready),
      .beat(bresp)
  );
  stream_rules #(
      .WIDTH(34)
  ) u_r (
      .clk(clk),
      .rst(rst),
      .valid(rvalid),
      .ready(rready),
      .beat({rresp, rdata})
  );

  // Accepted and not yet seen by the registers; seen and not yet answered.
  reg                aw_q, w_q, b_due_q, rd_due_q, r_due_q, said_q;
  reg [ADDRESS-3:0]  at_q, from_q;
  reg [35:0]         what_q;
  reg [31:0]         said_data_q;
  always @(posedge clk) begin
    if (rst) begin
      aw_q     <= 1'b0;
      w_q      <= 1'b0;
      b_due_q  <= 1'b0;
      rd_due_q <= 1'b0;
      r_due_q  <= 1'b0;
      said_q   <= 1'b0;
    end else begin
      aw_q     <= (awvalid && awready) || (aw_q && !wr);
      w_q      <= (wvalid && wready) || (w_q && !wr);
      b_due_q  <= wr || (b_due_q && !(bvalid && bready));
      rd_due_q <= (arvalid && arready) || (rd_due_q && !rd);
      r_due_q  <= rd || (r_due_q && !(rvalid && rready));
      said_q   <= answering || (said_q && !(rvalid && rready));
    end
    if (awvalid && awready) at_q <= awaddr[ADDRESS-1:2];
    if (wvalid && wready) what_q <= {wstrb, wdata};
    if (arvalid && arready) from_q <= araddr[ADDRESS-1:2];
    if (answering) said_data_q <= rd_data;
  end

  // Writes and reads that the registers saw in the cycles before.
  reg [3:0] writes_q = 4'd0, reads_q = 4'd0;
  always @(posedge clk) begin
    writes_q <= rst ? 4'd0 : {writes_q[2:0], wr};
    reads_q  <= rst ? 4'd0 : {reads_q[2:0], rd};
  end

  always @(*) begin
    if (!rst) begin
      assert (wr == (aw_q && w_q && !b_due_q));
      assert (answering == reads_q[0]);
      if (wr) assert (!writes_q[0]);
      if (rd) assert (reads_q[2:0] == 3'd0);
      if (was_reset) assert (!bvalid && !rvalid && !wr && !rd);
      assert (awready == !aw_q && wready == !w_q);
      if (wr) assert (aw_q && w_q && !b_due_q && wr_word == at_q && {wr_strb, wr_data} == what_q);
      assert (bvalid == b_due_q);
      if (bvalid) assert (bresp == 2'b00);
      assert (rd == rd_due_q);
      if (rd) assert (rd_word == from_q && !r_due_q);
      assert (answering || said_q == r_due_q);
      assert (rvalid == said_q);
      if (rvalid) assert (rdata == said_data_q && rresp == 2'b00);
      assert (arready == (!rd_due_q && !r_due_q));
      // What induction must know.
      if (aw_q) assert (wr_word == at_q);
      if (w_q) assert ({wr_strb, wr_data} == what_q);
      if (answering) assert (r_due_q && !rd && !said_q);
      if (writes_q[0]) assert (b_due_q);
      if (reads_q[0] || reads_q[1]) assert (r_due_q);
    end
  end
  always @(posedge clk) cover (!rst && wr && writes_q[1] && writes_q[3]);
  always @(posedge clk) cover (!rst && rd && reads_q[3]);
  always @(posedge clk) cover (!rst && bvalid && rvalid && aw_q && w_q);

endmodule

`default_nettype wire
