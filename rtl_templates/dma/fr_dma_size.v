// SPDX-License-Identifier: Apache-2.0
// fr_dma_size: bytes of a job's image, frames * FRAME_BYTES, by shifting and adding.
//
// Latency     : 33 cycles from start to done.
// Throughput  : one product at a time.
// Backpressure: none; start begins anew.
// Reset       : synchronous, active high; the product is not reset.
`default_nettype none

module fr_dma_size #(
    parameter integer FRAME_BYTES = 4,  // of a frame in memory, >= 1
    parameter integer LENGTH = 35       // bits of the product: 32 + clog2(FRAME_BYTES + 1)
) (
    input  wire              clk,
    input  wire              rst,
    input  wire              start,
    input  wire [31:0]       frames,
    output wire              done,   // one cycle: bytes is there, and stays
    output wire [LENGTH-1:0] bytes
);

  generate
    if (FRAME_BYTES < 1) begin : g_check_frame_bytes
      fr_illegal_FRAME_BYTES u_stop ();
    end
    if (LENGTH != 32 + $clog2(FRAME_BYTES + 1)) begin : g_check_length
      fr_illegal_LENGTH u_stop ();
    end
  endgenerate

  wire [31:0]       frame = FRAME_BYTES;
  wire [LENGTH-1:0] wide_frame = {{(LENGTH - 32) {1'b0}}, frame};

  reg [5:0]        left_q;  // bits of frames to go
  reg              done_q;
  reg [31:0]       frames_q;
  reg [LENGTH-1:0] bytes_q;
  wire             works = left_q != 6'd0;

  always @(posedge clk) begin
    if (rst) begin
      left_q <= 6'd0;
      done_q <= 1'b0;
    end else begin
      if (start) left_q <= 6'd32;
      else if (works) left_q <= left_q - 1'b1;
      done_q <= !start && left_q == 6'd1;
    end
    if (start) begin
      frames_q <= frames;
      bytes_q  <= {LENGTH{1'b0}};
    end else if (works) begin
      frames_q <= {frames_q[30:0], 1'b0};
      bytes_q  <= {bytes_q[LENGTH-2:0], 1'b0} + (frames_q[31] ? wide_frame : {LENGTH{1'b0}});
    end
  end

  assign done  = done_q;
  assign bytes = bytes_q;

endmodule

`default_nettype wire
