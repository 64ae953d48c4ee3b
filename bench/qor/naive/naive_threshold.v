// SPDX-License-Identifier: Apache-2.0
// naive_threshold: what an engineer would write first for fr_threshold: all comparisons at once, then a sum in a loop.
// Same function, ports and memory layout as fr_threshold. For comparison only.
//
// Latency     : 2 cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready.
// Reset       : synchronous, active high.
`default_nettype none

module naive_threshold #(
    parameter integer CHANNELS  = 4,
    parameter integer PE        = 2,
    parameter integer IN_WIDTH  = 8,
    parameter integer IN_SIGNED = 1,
    parameter integer THR_WIDTH = 8,
    parameter integer LEVELS    = 3,
    parameter integer SHARED    = 0,
    parameter integer FLIP      = 0,
    parameter integer OUT_WIDTH = 2,
    parameter integer OUT_BIAS  = 0
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire [PE*IN_WIDTH-1:0]  s_axis_tdata,
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire                    s_axis_tlast,
    output reg  [PE*OUT_WIDTH-1:0] m_axis_tdata,
    output reg                     m_axis_tvalid,
    input  wire                    m_axis_tready,
    output reg                     m_axis_tlast,
    output wire                    t_en,
    output wire [((SHARED == 0 && CHANNELS/PE > 1) ? $clog2(CHANNELS/PE) : 1) - 1:0] t_addr,
    input  wire [((SHARED != 0) ? 1 : PE)*(LEVELS*THR_WIDTH+FLIP)-1:0]               t_data
);
  localparam integer FOLDS = (SHARED != 0) ? 1 : CHANNELS / PE;
  localparam integer AW = (FOLDS > 1) ? $clog2(FOLDS) : 1;
  localparam integer LANE = LEVELS * THR_WIDTH + FLIP;

  wire                   en = m_axis_tready || !m_axis_tvalid;
  reg  [PE*IN_WIDTH-1:0] x_q;
  reg                    valid_q;
  reg                    last_q;
  reg  [AW-1:0]          fold_q;
  assign s_axis_tready = en;
  assign t_en = en;
  assign t_addr = fold_q;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      m_axis_tvalid <= 1'b0;
      fold_q <= 0;
    end else if (en) begin
      valid_q <= s_axis_tvalid;
      m_axis_tvalid <= valid_q;
      if (s_axis_tvalid) fold_q <= (fold_q == FOLDS - 1) ? 0 : fold_q + 1;
    end
    if (en) begin
      x_q <= s_axis_tdata;
      last_q <= s_axis_tlast;
      m_axis_tlast <= last_q;
    end
  end

  integer p;
  integer k;
  reg [OUT_WIDTH-1:0] count;
  reg reached;
  reg signed [THR_WIDTH:0] x;
  reg signed [THR_WIDTH:0] t;
  always @(posedge clk)
    if (en)
      for (p = 0; p < PE; p = p + 1) begin
        count = OUT_BIAS;
        if (IN_SIGNED != 0) x = $signed(x_q[p*IN_WIDTH+:IN_WIDTH]);
        else x = x_q[p*IN_WIDTH+:IN_WIDTH];
        for (k = 0; k < LEVELS; k = k + 1) begin
          t = t_data[((SHARED != 0) ? 0 : p * LANE)+k*THR_WIDTH+:THR_WIDTH];
          if (IN_SIGNED != 0) t[THR_WIDTH] = t[THR_WIDTH-1];
          reached = x >= t;
          if (FLIP != 0) reached = reached ^ t_data[((SHARED != 0) ? 0 : p * LANE)+LANE-1];
          count = count + reached;
        end
        m_axis_tdata[p*OUT_WIDTH+:OUT_WIDTH] <= count;
      end
endmodule

`default_nettype wire
