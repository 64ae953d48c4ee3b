// SPDX-License-Identifier: Apache-2.0
// naive_mvu: what an engineer would write first for fr_mvu: one buffer for the vector, products with `*` summed in a
// loop, an accumulator. Same function, ports and memory layout as fr_mvu. For comparison only.
//
// Latency     : 3 cycles from the last input beat of a vector to its first output beat.
// Throughput  : NF*SF cycles a vector; input is taken in neuron fold 0 alone.
// Backpressure: s_axis_tready is combinational in m_axis_tready.
// Reset       : synchronous, active high.
`default_nettype none

module naive_mvu #(
    parameter integer MW        = 4,
    parameter integer MH        = 4,
    parameter integer PE        = 2,
    parameter integer SIMD      = 2,
    parameter integer A_WIDTH   = 2,
    parameter integer A_KIND    = 0,
    parameter integer W_WIDTH   = 2,
    parameter integer W_KIND    = 1,
    parameter integer MODE      = 0,
    parameter integer ACC_WIDTH = 8
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire [SIMD*A_WIDTH-1:0]   s_axis_tdata,
    input  wire                      s_axis_tvalid,
    output wire                      s_axis_tready,
    input  wire                      s_axis_tlast,
    output reg  [PE*ACC_WIDTH-1:0]   m_axis_tdata,
    output reg                       m_axis_tvalid,
    input  wire                      m_axis_tready,
    output reg                       m_axis_tlast,
    output wire                      w_en,
    output wire [((MW/SIMD*(MH/PE) > 1) ? $clog2(MW/SIMD*(MH/PE)) : 1) - 1:0] w_addr,
    input  wire [PE*SIMD*W_WIDTH-1:0] w_data
);
  localparam integer SF = MW / SIMD;
  localparam integer NF = MH / PE;
  localparam integer SB = (SF > 1) ? $clog2(SF) : 1;
  localparam integer NB = (NF > 1) ? $clog2(NF) : 1;

  reg [SIMD*A_WIDTH-1:0] vector[0:SF-1];
  reg [SB-1:0] sf_q;
  reg [NB-1:0] nf_q;
  reg frame_end_q;
  reg [SIMD*A_WIDTH-1:0] a_q;
  reg valid_q, first_q, done_q, last_q;
  reg [PE*ACC_WIDTH-1:0] acc_q;

  wire en = m_axis_tready || !m_axis_tvalid;
  wire go = en && (nf_q != 0 || s_axis_tvalid);
  assign s_axis_tready = en && nf_q == 0;
  assign w_en = en;
  assign w_addr = nf_q * SF + sf_q;

  always @(posedge clk) begin
    if (rst) begin
      sf_q <= 0;
      nf_q <= 0;
      valid_q <= 1'b0;
    end else if (en) begin
      valid_q <= go;
      if (go) begin
        sf_q <= (sf_q == SF - 1) ? 0 : sf_q + 1;
        if (sf_q == SF - 1) nf_q <= (nf_q == NF - 1) ? 0 : nf_q + 1;
      end
    end
    if (go) begin
      if (nf_q == 0) begin
        vector[sf_q] <= s_axis_tdata;
        a_q <= s_axis_tdata;
        frame_end_q <= s_axis_tlast;
      end else begin
        a_q <= vector[sf_q];
      end
      first_q <= sf_q == 0;
      done_q <= sf_q == SF - 1;
      last_q <= nf_q == NF - 1 && ((NF > 1) ? frame_end_q : s_axis_tlast);
    end
  end

  // One operand as a number: unsigned, two's complement or bipolar.
  function signed [A_WIDTH:0] activation(input [A_WIDTH-1:0] code);
    activation = (A_KIND == 2) ? (code[0] ? 1 : -1) : {(A_KIND == 1) && code[A_WIDTH-1], code};
  endfunction
  function signed [W_WIDTH:0] weight(input [W_WIDTH-1:0] code);
    weight = (W_KIND == 2) ? (code[0] ? 1 : -1) : {(W_KIND == 1) && code[W_WIDTH-1], code};
  endfunction

  integer p;
  integer s;
  reg signed [ACC_WIDTH-1:0] sum;
  always @(posedge clk) begin
    if (rst) m_axis_tvalid <= 1'b0;
    else if (en) m_axis_tvalid <= valid_q && done_q;
    if (en && valid_q) begin
      for (p = 0; p < PE; p = p + 1) begin
        sum = first_q ? 0 : $signed(acc_q[p*ACC_WIDTH+:ACC_WIDTH]);
        for (s = 0; s < SIMD; s = s + 1)
          if (MODE == 1) sum = sum + $signed({1'b0, a_q[s] ~^ w_data[p*SIMD+s]});
          else sum = sum + activation(a_q[s*A_WIDTH+:A_WIDTH]) * weight(w_data[(p*SIMD+s)*W_WIDTH+:W_WIDTH]);
        acc_q[p*ACC_WIDTH+:ACC_WIDTH] <= sum;
        if (done_q) m_axis_tdata[p*ACC_WIDTH+:ACC_WIDTH] <= sum;
      end
      m_axis_tlast <= last_q;
    end
  end
endmodule

`default_nettype wire
