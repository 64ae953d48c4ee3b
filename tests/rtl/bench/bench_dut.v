// SPDX-License-Identifier: Apache-2.0
// bench_dut: a hand-written top with the ports of a generated one, and faults that the bench must find.
// A frame is 2 x 2 pixels of 4 channels of 3 bits, two elements a beat. Stage "neg" gives 7 - x, stage "add" gives
// that + 1 modulo 8; each is a register with a buffer behind it, so that two beats fit.
// The fault is the number in fault.mem of the working folder:
//   0 none                                      6 keeps a beat over reset
//   1 loses a beat when the output stalls       7 never delivers
//   2 tlast one beat early in the third frame   8 sets a padding bit in one beat
//   3 data changes while the output stalls      9 one bubble in every frame
//   4 one wrong element in stage "neg"         10 takes the frame from the input's tlast
//   5 one beat too many after the third frame  11 tvalid falls while the output stalls
//
// Latency     : 2 cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is registered in no stage: combinational in m_axis_tready.
// Reset       : synchronous, active low; data registers are not reset.
`default_nettype none

module bench_dut (
    input  wire aclk,
    input  wire aresetn,
    input  wire [7:0] s_axis_tdata,
    input  wire s_axis_tvalid,
    output wire s_axis_tready,
    input  wire s_axis_tlast,
    output wire [7:0] m_axis_tdata,
    output wire m_axis_tvalid,
    input  wire m_axis_tready,
    output wire m_axis_tlast
);

  reg [7:0] fault_memory[0:0];
  initial $readmemh("fault.mem", fault_memory);
  wire [7:0] fault = fault_memory[0];

  // Input: frames are counted by beats.
  reg [2:0] beat_q;
  wire [5:0] x_tdata = s_axis_tdata[5:0];
  wire x_tvalid = s_axis_tvalid;
  wire x_tready;
  wire x_tlast = fault == 10 ? s_axis_tlast : beat_q == 3'd7;
  assign s_axis_tready = x_tready;

  // Stage "neg".
  reg [5:0] neg_q;
  reg neg_valid_q, neg_last_q;
  reg [1:0] frames_q;  // frames that entered, up to 3
  wire bubble = fault == 9 && neg_valid_q && neg_last_q;
  wire lose = fault == 1 && m_axis_tvalid && !m_axis_tready && neg_valid_q;
  wire h_tready;
  wire h_tvalid = neg_valid_q && fault != 7;
  wire h_tlast = neg_last_q;
  wire [5:0] h_tdata = {neg_q[5:3], fault == 4 && frames_q == 2'd2 && beat_q == 3'd4 ? neg_q[2:0] ^ 3'd1 : neg_q[2:0]};
  assign x_tready = (!neg_valid_q || h_tready || lose) && !bubble && !(fault == 7 && neg_valid_q);

  // Stage "add".
  reg [5:0] add_q;
  reg add_valid_q, add_last_q;
  reg extra_q;
  wire y_tready = m_axis_tready;
  wire y_tvalid = add_valid_q;
  wire y_tlast = add_last_q;
  wire [5:0] y_tdata = add_q;
  assign h_tready = !add_valid_q || (y_tready && !(fault == 5 && add_last_q && frames_q == 2'd3 && !extra_q));

  reg flip_q;
  assign m_axis_tdata = {fault == 8 && frames_q == 2'd2, 1'b0, y_tdata ^ {5'd0, fault == 3 && flip_q}};
  assign m_axis_tvalid = y_tvalid && !(fault == 11 && flip_q);
  assign m_axis_tlast = fault == 2 && frames_q == 2'd3 ? beat_q == 3'd0 : y_tlast;

  wire [2:0] h0 = h_tdata[2:0], h1 = h_tdata[5:3];

  always @(posedge aclk) begin
    flip_q <= y_tvalid && !m_axis_tready && !flip_q;
    if (x_tvalid && x_tready) begin
      beat_q <= x_tlast ? 3'd0 : beat_q + 3'd1;
      if (x_tlast && frames_q != 2'd3) frames_q <= frames_q + 2'd1;
      neg_q <= ~x_tdata;
      neg_last_q <= x_tlast;
      neg_valid_q <= 1'b1;
    end else if (h_tready) begin
      if (fault != 7) neg_valid_q <= 1'b0;
    end
    if (h_tready) begin
      add_q <= {h1 + 3'd1, h0 + 3'd1};
      add_last_q <= h_tlast;
      add_valid_q <= h_tvalid;
    end
    if (m_axis_tvalid && m_axis_tready && add_last_q && frames_q == 2'd3) extra_q <= 1'b1;
    if (!aresetn) begin
      beat_q <= 3'd0;
      frames_q <= 2'd0;
      neg_valid_q <= fault == 6 && neg_valid_q;
      add_valid_q <= 1'b0;
      extra_q <= 1'b0;
      flip_q <= 1'b0;
    end
  end

endmodule

`default_nettype wire
