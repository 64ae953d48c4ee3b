// SPDX-License-Identifier: Apache-2.0
// A read channel, and behind it a write channel: copies an image, for the test of both.
`default_nettype none

module dma_loop #(
    parameter integer MEMORY_BITS = 64,
    parameter integer BURST = 16,
    parameter integer OUTSTANDING = 4,
    parameter integer BEAT_BYTES = 3,
    parameter integer BEATS = 5
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     flush,
    input  wire                     clear,
    output wire                     quiet,
    input  wire                     gate,  // beats may pass
    output wire                     valid,  // a beat is offered
    output wire                     beat,   // a beat moves
    input  wire                     r_start,
    input  wire [63:0]              r_address,
    input  wire [31:0]              r_frames,
    output wire                     r_busy,
    output wire                     r_done,
    output wire [1:0]               r_error,
    output wire [63:0]              r_error_address,
    output wire [31:0]              r_frames_done,
    input  wire                     w_start,
    input  wire [63:0]              w_address,
    input  wire [31:0]              w_frames,
    output wire                     w_busy,
    output wire                     w_done,
    output wire [1:0]               w_error,
    output wire [63:0]              w_error_address,
    output wire [31:0]              w_frames_done,
    output wire [63:0]              araddr,
    output wire [7:0]               arlen,
    output wire [2:0]               arsize,
    output wire [1:0]               arburst,
    output wire [3:0]               arcache,
    output wire [2:0]               arprot,
    output wire                     arvalid,
    input  wire                     arready,
    input  wire [MEMORY_BITS-1:0]   rdata,
    input  wire [1:0]               rresp,
    input  wire                     rlast,
    input  wire                     rvalid,
    output wire                     rready,
    output wire [63:0]              awaddr,
    output wire [7:0]               awlen,
    output wire [2:0]               awsize,
    output wire [1:0]               awburst,
    output wire [3:0]               awcache,
    output wire [2:0]               awprot,
    output wire                     awvalid,
    input  wire                     awready,
    output wire [MEMORY_BITS-1:0]   wdata,
    output wire [MEMORY_BITS/8-1:0] wstrb,
    output wire                     wlast,
    output wire                     wvalid,
    input  wire                     wready,
    input  wire [1:0]               bresp,
    input  wire                     bvalid,
    output wire                     bready
);

  wire [8*BEAT_BYTES-1:0] tdata;
  wire                    tvalid, tready, tlast, r_quiet, w_quiet;
  wire                    r_ended, w_ended;
  assign quiet = r_quiet && w_quiet;
  assign valid = tvalid;
  assign beat  = tvalid && tready && gate;

  fr_dma_read #(
      .MEMORY_BITS(MEMORY_BITS),
      .BURST      (BURST),
      .OUTSTANDING(OUTSTANDING),
      .BEAT_BYTES (BEAT_BYTES),
      .BEATS      (BEATS)
  ) u_read (
      .clk(clk),
      .rst(rst),
      .flush(flush),
      .clear(clear),
      .quiet(r_quiet),
      .start(r_start),
      .address(r_address),
      .frames(r_frames),
      .busy(r_busy),
      .done(r_done),
      .ended(r_ended),
      .error(r_error),
      .error_address(r_error_address),
      .frames_done(r_frames_done),
      .m_axis_tdata(tdata),
      .m_axis_tvalid(tvalid),
      .m_axis_tready(tready && gate),
      .m_axis_tlast(tlast),
      .m_axi_araddr(araddr),
      .m_axi_arlen(arlen),
      .m_axi_arsize(arsize),
      .m_axi_arburst(arburst),
      .m_axi_arcache(arcache),
      .m_axi_arprot(arprot),
      .m_axi_arvalid(arvalid),
      .m_axi_arready(arready),
      .m_axi_rdata(rdata),
      .m_axi_rresp(rresp),
      .m_axi_rlast(rlast),
      .m_axi_rvalid(rvalid),
      .m_axi_rready(rready)
  );

  fr_dma_write #(
      .MEMORY_BITS(MEMORY_BITS),
      .BURST      (BURST),
      .OUTSTANDING(OUTSTANDING),
      .BEAT_BYTES (BEAT_BYTES),
      .BEATS      (BEATS)
  ) u_write (
      .clk(clk),
      .rst(rst),
      .flush(flush),
      .clear(clear),
      .quiet(w_quiet),
      .start(w_start),
      .address(w_address),
      .frames(w_frames),
      .busy(w_busy),
      .done(w_done),
      .ended(w_ended),
      .error(w_error),
      .error_address(w_error_address),
      .frames_done(w_frames_done),
      .s_axis_tdata(tdata),
      .s_axis_tvalid(tvalid && gate),
      .s_axis_tready(tready),
      .s_axis_tlast(tlast),
      .m_axi_awaddr(awaddr),
      .m_axi_awlen(awlen),
      .m_axi_awsize(awsize),
      .m_axi_awburst(awburst),
      .m_axi_awcache(awcache),
      .m_axi_awprot(awprot),
      .m_axi_awvalid(awvalid),
      .m_axi_awready(awready),
      .m_axi_wdata(wdata),
      .m_axi_wstrb(wstrb),
      .m_axi_wlast(wlast),
      .m_axi_wvalid(wvalid),
      .m_axi_wready(wready),
      .m_axi_bresp(bresp),
      .m_axi_bvalid(bvalid),
      .m_axi_bready(bready)
  );

endmodule

`default_nettype wire
