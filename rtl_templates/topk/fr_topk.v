// SPDX-License-Identifier: Apache-2.0
// fr_topk: the places of the K largest of COUNT elements, the largest first; of equal ones the earlier first.
//
// One element a beat in, numbered from 0; one number a beat out. K sorted elements are kept; each new one goes in front of
// those that are smaller. s_axis_tlast is ignored.
//
// Latency     : COUNT + 1 cycles from the transfer of the first element, 2 from that of the last.
// Throughput  : 1 element a cycle; a frame takes COUNT cycles, its numbers leave while the next one comes.
// Backpressure: s_axis_tready is combinational in m_axis_tready; low while a sorted frame waits for the last one's
//               numbers to leave.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_topk #(
    parameter integer WIDTH     = 8,   // bits of an element
    parameter integer IS_SIGNED = 1,   // 1: elements are two's complement, 0: unsigned
    parameter integer COUNT     = 10,  // elements of a frame
    parameter integer K         = 2,   // 1..COUNT
    parameter integer OUT_WIDTH = 4    // bits of a number, enough for COUNT - 1
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire [WIDTH-1:0]     s_axis_tdata,
    input  wire                 s_axis_tvalid,
    output wire                 s_axis_tready,
    input  wire                 s_axis_tlast,
    output wire [OUT_WIDTH-1:0] m_axis_tdata,
    output wire                 m_axis_tvalid,
    input  wire                 m_axis_tready,
    output wire                 m_axis_tlast
);
  localparam integer LAST_INT = COUNT - 1;
  localparam integer LAST_OUT = K - 1;
  localparam integer KB = (K > 2) ? $clog2(K) : 1;
  localparam [OUT_WIDTH-1:0] LAST = LAST_INT[OUT_WIDTH-1:0];
  // Two's complement order is unsigned order with the top bit inverted.
  localparam [WIDTH-1:0] ONE = 1;
  localparam [WIDTH-1:0] INVERT = (IS_SIGNED != 0) ? ONE << (WIDTH - 1) : {WIDTH{1'b0}};

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (COUNT < 1 || K < 1 || K > COUNT) begin : g_check_k
      fr_illegal_K u_stop ();
    end
    if (OUT_WIDTH < 1 || (OUT_WIDTH < 31 && COUNT > (1 << OUT_WIDTH))) begin : g_check_out
      fr_illegal_OUT_WIDTH u_stop ();
    end
  endgenerate

  // ---------------------------------------------------------------- the frame that comes in
  reg  [OUT_WIDTH-1:0] number_q;
  reg                  full_q;  // a whole frame is sorted and waits
  wire                 load;    // it goes to the output
  wire                 take = s_axis_tvalid && s_axis_tready;
  wire                 first = number_q == {OUT_WIDTH{1'b0}};
  wire                 last = number_q == LAST;
  assign s_axis_tready = !full_q || load;
  always @(posedge clk) begin
    if (rst) begin
      number_q <= {OUT_WIDTH{1'b0}};
      full_q   <= 1'b0;
    end else begin
      if (take) number_q <= last ? {OUT_WIDTH{1'b0}} : number_q + 1'b1;
      full_q <= (full_q && !load) || (take && last);
    end
  end

  wire [WIDTH-1:0] x = s_axis_tdata ^ INVERT;
  wire [K:0] behind;  // bit j + 1: the element stays behind number j of the sorted ones. Bit 0: the front
  reg [K*WIDTH-1:0] value_q;
  reg [K*OUT_WIDTH-1:0] place_q;
  reg [K-1:0] have_q;
  assign behind[0] = 1'b1;
  genvar j;
  generate
    for (j = 0; j < K; j = j + 1) begin : g_sorted
      localparam integer ABOVE = (j > 0) ? j - 1 : 0;
      wire here = behind[j];  // the element goes to this place or behind it
      assign behind[j+1] = have_q[j] && !first && value_q[j*WIDTH+:WIDTH] >= x;
      always @(posedge clk)
        if (take && !behind[j+1]) begin
          value_q[j*WIDTH+:WIDTH]         <= here ? x : value_q[ABOVE*WIDTH+:WIDTH];
          place_q[j*OUT_WIDTH+:OUT_WIDTH] <= here ? number_q : place_q[ABOVE*OUT_WIDTH+:OUT_WIDTH];
          have_q[j]                       <= here || (!first && have_q[ABOVE]);
        end
    end
  endgenerate

  // ---------------------------------------------------------------- the frame that leaves
  reg [K*OUT_WIDTH-1:0] out_q;
  reg [KB-1:0] sent_q;
  reg valid_q;
  assign m_axis_tdata  = out_q[OUT_WIDTH-1:0];
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = sent_q == LAST_OUT[KB-1:0];
  wire gone = m_axis_tready && m_axis_tlast;
  assign load = full_q && (!valid_q || gone);
  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else valid_q <= load || (valid_q && !gone);
    if (load) begin
      out_q  <= place_q;
      sent_q <= {KB{1'b0}};
    end else if (m_axis_tready) begin
      out_q  <= out_q >> OUT_WIDTH;
      sent_q <= sent_q + 1'b1;
    end
  end

  wire unused_ok = &{1'b0, s_axis_tlast, behind};
endmodule

`default_nettype wire
