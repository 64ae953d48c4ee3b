// SPDX-License-Identifier: Apache-2.0
// fr_frame_watch: a frame is counted 1 cycle after the last port's beat; the core is not idle from the cycle after a beat on,
// and idle again 2 cycles after the last one; while held, an input begins a frame only behind another one.
`default_nettype none

module prove_frame_watch #(
    parameter integer INPUTS = 1,
    parameter integer OUTPUTS = 1
) (
    input wire               clk,
    input wire               rst,
    input wire               hold,
    input wire [INPUTS-1:0]  started,
    input wire [INPUTS-1:0]  ended,
    input wire [OUTPUTS-1:0] left
);

  wire [INPUTS-1:0] may_start;
  wire              frame_in, frame_out, at_rest, idle, was_reset;

  // Frames that a port has begun, ended and given since the reset; few, since time is short.
  reg [4:0] begun_q[0:INPUTS-1];
  reg [4:0] ended_q[0:INPUTS-1];
  reg [4:0] left_q[0:OUTPUTS-1];
  reg [4:0] most_begun, least_begun, least_ended, most_ended, least_left, most_left;
  reg [INPUTS-1:0] resting;
  integer i;
  always @(*) begin
    most_begun  = begun_q[0];
    least_begun = begun_q[0];
    least_ended = ended_q[0];
    most_ended  = ended_q[0];
    least_left  = left_q[0];
    most_left   = left_q[0];
    for (i = 0; i < INPUTS; i = i + 1) begin
      if (begun_q[i] > most_begun) most_begun = begun_q[i];
      if (begun_q[i] < least_begun) least_begun = begun_q[i];
      if (ended_q[i] < least_ended) least_ended = ended_q[i];
      if (ended_q[i] > most_ended) most_ended = ended_q[i];
      resting[i] = begun_q[i] == ended_q[i];
    end
    for (i = 0; i < OUTPUTS; i = i + 1) begin
      if (left_q[i] < least_left) least_left = left_q[i];
      if (left_q[i] > most_left) most_left = left_q[i];
    end
  end

  fr_frame_watch #(
      .INPUTS(INPUTS),
      .OUTPUTS(OUTPUTS)
  ) dut (
      .clk(clk),
      .rst(rst),
      .hold(hold),
      .started(started),
      .ended(ended),
      .resting(resting),
      .left(left),
      .may_start(may_start),
      .frame_in(frame_in),
      .frame_out(frame_out),
      .at_rest(at_rest),
      .idle(idle)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );

  reg [4:0] in_q, out_q;  // frames that were counted
  reg [4:0] begun_1_q, least_begun_1_q, ended_1_q, least_ended_1_q, left_1_q, least_left_1_q;
  always @(posedge clk) begin
    for (i = 0; i < INPUTS; i = i + 1) begin
      begun_q[i] <= rst ? 5'd0 : begun_q[i] + started[i];
      ended_q[i] <= rst ? 5'd0 : ended_q[i] + ended[i];
    end
    for (i = 0; i < OUTPUTS; i = i + 1) left_q[i] <= rst ? 5'd0 : left_q[i] + left[i];
    in_q            <= rst ? 5'd0 : in_q + frame_in;
    out_q           <= rst ? 5'd0 : out_q + frame_out;
    begun_1_q       <= rst ? 5'd0 : most_begun;
    least_begun_1_q <= rst ? 5'd0 : least_begun;
    ended_1_q       <= rst ? 5'd0 : most_ended;
    least_ended_1_q <= rst ? 5'd0 : least_ended;
    left_1_q        <= rst ? 5'd0 : most_left;
    least_left_1_q  <= rst ? 5'd0 : least_left;
  end

  // Nothing is under way as it stands, and stood a cycle before.
  wire even = most_begun == least_ended && most_ended == least_ended && most_left == least_left && least_left == least_ended;
  wire was_even = begun_1_q == least_ended_1_q && ended_1_q == least_ended_1_q && left_1_q == least_left_1_q &&
      least_left_1_q == least_ended_1_q;

  always @(*) begin
    for (i = 0; i < INPUTS; i = i + 1) begin
      // A frame ends at the port that has begun it, in the same cycle at the earliest; it begins where it may.
      if (ended[i]) assume (begun_q[i] != ended_q[i] || started[i]);
      if (started[i]) assume (may_start[i] && begun_q[i] == ended_q[i]);
    end
    for (i = 0; i < OUTPUTS; i = i + 1) if (left[i]) assume (left_q[i] < least_begun);
    if (!rst) begin
      // After the cycle in which the last port has it, at most one frame a cycle.
      assert (frame_in == (in_q != least_ended));
      assert (frame_out == (out_q != least_left));
      assert (in_q == least_ended_1_q && out_q == least_left_1_q);
      // In the cycle after a beat, and 2 cycles after the last one.
      if (!even) assert (!idle);
      if (even && was_even) assert (idle);
      if (most_begun != least_ended) assert (!at_rest);
      if (hold)
        for (i = 0; i < INPUTS; i = i + 1) if (begun_q[i] == most_begun && most_begun == begun_1_q) assert (!may_start[i]);
    end
  end
  always @(posedge clk) cover (!rst && idle && in_q == 2 && out_q == 2);

endmodule

`default_nettype wire
