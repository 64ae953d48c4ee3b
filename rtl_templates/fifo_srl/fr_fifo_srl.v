// SPDX-License-Identifier: Apache-2.0
// fr_fifo_srl: small FIFO in shift registers (one SRL a bit and 32 beats).
//
// Latency     : 1 cycle when empty.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready comes from registers alone; holds DEPTH beats.
// Reset       : synchronous, active high, empties the FIFO; the shift registers are not reset.
`default_nettype none

module fr_fifo_srl #(
    parameter integer WIDTH = 8,  // bits of tdata, >= 1
    parameter integer DEPTH = 32  // beats that it holds, >= 2; best a multiple of 16 or 32
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [WIDTH-1:0] s_axis_tdata,
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire             s_axis_tlast,
    output wire [WIDTH-1:0] m_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire             m_axis_tlast
`ifdef FORMAL
    ,
    output wire [$clog2(DEPTH):0]   f_level,  // beats held
    input  wire [$clog2(DEPTH)-1:0] f_pick,   // f_beat is the beat with this many beats before it
    output wire [WIDTH:0]           f_beat
`endif
);

  localparam integer AW = $clog2(DEPTH);
  localparam integer LAST_I = DEPTH - 1;
  localparam [AW:0] LAST = LAST_I[AW:0];

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (DEPTH < 2) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
  endgenerate

  // Where the oldest beat is: beats held minus one. All ones, so with its top bit set, means empty.
  reg [AW:0] head_q;

  wire push = s_axis_tvalid && s_axis_tready;
  wire pop  = m_axis_tvalid && m_axis_tready;

  assign s_axis_tready = head_q != LAST;
  assign m_axis_tvalid = !head_q[AW];

  always @(posedge clk) begin
    if (rst) head_q <= {(AW + 1) {1'b1}};
    else if (push && !pop) head_q <= head_q + 1'b1;
    else if (pop && !push) head_q <= head_q - 1'b1;
  end

  wire [WIDTH:0] s_beat = {s_axis_tlast, s_axis_tdata};
  wire [WIDTH:0] m_beat;
  assign {m_axis_tlast, m_axis_tdata} = m_beat;

  // One vector a bit: the form in which synthesis tools find shift registers with a variable tap.
  genvar b;
  generate
    for (b = 0; b <= WIDTH; b = b + 1) begin : g_bit
      reg [DEPTH-1:0] shift_q;
      always @(posedge clk) if (push) shift_q <= {shift_q[DEPTH-2:0], s_beat[b]};
      assign m_beat[b] = shift_q[head_q[AW-1:0]];
`ifdef FORMAL
      wire [AW-1:0] f_at = head_q[AW-1:0] - f_pick;
      assign f_beat[b] = shift_q[f_at];
`endif
    end
  endgenerate

`ifdef FORMAL
  assign f_level = head_q + 1'b1;
`endif

endmodule

`default_nettype wire
