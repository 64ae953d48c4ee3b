// SPDX-License-Identifier: Apache-2.0
// fr_frame_watch: follows the frames through the core: which inputs may begin one, how many are in it, whether it is idle.
// While `hold` is set an input may begin a frame only if another input has begun it already, so that all inputs stop
// at the same frame.
//
// Latency     : 1 cycle from a beat to frame_in and frame_out, and until idle and at_rest fall; 2 until they rise.
// Throughput  : a frame a port and cycle.
// Backpressure: none.
// Reset       : synchronous, active high: no frame is in the core.
`default_nettype none

module fr_frame_watch #(
    parameter integer INPUTS = 1,  // >= 1
    parameter integer OUTPUTS = 1  // >= 1
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               hold,
    input  wire [INPUTS-1:0]  started,    // the first beat of a frame passes the input
    input  wire [INPUTS-1:0]  ended,      // the last one does
    input  wire [INPUTS-1:0]  resting,    // the input is between frames
    input  wire [OUTPUTS-1:0] left,       // the last beat of a frame leaves the output
    output wire [INPUTS-1:0]  may_start,
    output wire               frame_in,   // one cycle: a frame was taken whole by all inputs
    output wire               frame_out,  // one cycle: a frame left all outputs
    output wire               at_rest,    // no frame has begun that an input still waits for
    output wire               idle        // no frame in the core
);

  generate
    if (INPUTS < 1) begin : g_check_inputs
      fr_illegal_INPUTS u_stop ();
    end
    if (OUTPUTS < 1) begin : g_check_outputs
      fr_illegal_OUTPUTS u_stop ();
    end
  endgenerate

  wire [INPUTS-1:0]  begun, taken;
  wire [OUTPUTS-1:0] given;
  wire               all_begun;

  fr_frame_join #(
      .PORTS(INPUTS)
  ) u_begun (
      .clk(clk),
      .rst(rst),
      .happened(started),
      .ahead(begun),
      .all(all_begun)
  );
  fr_frame_join #(
      .PORTS(INPUTS)
  ) u_taken (
      .clk(clk),
      .rst(rst),
      .happened(ended),
      .ahead(taken),
      .all(frame_in)
  );
  fr_frame_join #(
      .PORTS(OUTPUTS)
  ) u_given (
      .clk(clk),
      .rst(rst),
      .happened(left),
      .ahead(given),
      .all(frame_out)
  );

  assign may_start = ~begun & {INPUTS{|begun}} | {INPUTS{!hold}};
  assign at_rest   = &resting && !(|begun);

  reg [31:0] inside_q;  // frames taken and not yet given; an output may be ahead of the inputs, so it may wrap
  always @(posedge clk) begin
    if (rst) inside_q <= 32'd0;
    else if (frame_in && !frame_out) inside_q <= inside_q + 1'b1;
    else if (frame_out && !frame_in) inside_q <= inside_q - 1'b1;
  end
  assign idle = at_rest && !(|taken) && !(|given) && inside_q == 32'd0;

  wire unused_ok = &{1'b0, all_begun};

endmodule

`default_nettype wire
