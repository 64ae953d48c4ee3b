// SPDX-License-Identifier: Apache-2.0
// fr_fifo_bram: deep FIFO in block RAM, with both output registers of a block RAM.
//
// Latency     : 3 cycles when empty.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready comes from registers alone; holds DEPTH beats: DEPTH-2 in the memory, 2 in its registers.
// Reset       : synchronous, active high, empties the FIFO; memory and data registers are not reset.
`default_nettype none

module fr_fifo_bram #(
    parameter integer WIDTH = 8,   // bits of tdata, >= 1
    parameter integer DEPTH = 514  // beats that it holds in all, >= 4; best a power of two plus 2
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
    output wire [$clog2(DEPTH)-1:0]   f_stored,  // beats in the memory
    output wire [1:0]                 f_valid,   // {fetched, output} registers hold a beat
    output wire [WIDTH:0]             f_fetched,
    input  wire [$clog2(DEPTH)-1:0]   f_pick,    // f_beat is the memory's beat with this many before it
    output wire [WIDTH:0]             f_beat
`endif
);

  localparam integer MEM = DEPTH - 2;  // beats in the memory
  localparam integer PW = $clog2(MEM);
  localparam integer LAST_I = MEM - 1;
  localparam [PW-1:0] LAST = LAST_I[PW-1:0];

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (DEPTH < 4) begin : g_check_depth
      fr_illegal_DEPTH u_stop ();
    end
  endgenerate

  // Ring of MEM beats. Equal pointers mean full or empty; grew_q knows which. A full memory implies that both
  // registers behind it are full, so reading and writing never meet at one address.
  reg [PW-1:0] write_q, read_q;
  reg          grew_q;
  wire         same = write_q == read_q;
  wire         stored = !same || grew_q;

  // Memory -> fetched_q (the memory's own output latch) -> out_q.
  reg  fetched_valid_q, out_valid_q;
  wire advance = m_axis_tready || !out_valid_q;
  wire fetch = stored && (advance || !fetched_valid_q);
  wire push = s_axis_tvalid && s_axis_tready;

  assign s_axis_tready = !(same && grew_q);
  assign m_axis_tvalid = out_valid_q;

  always @(posedge clk) begin
    if (rst) begin
      write_q         <= {PW{1'b0}};
      read_q          <= {PW{1'b0}};
      grew_q          <= 1'b0;
      fetched_valid_q <= 1'b0;
      out_valid_q     <= 1'b0;
    end else begin
      if (push) write_q <= (write_q == LAST) ? {PW{1'b0}} : write_q + 1'b1;
      if (fetch) read_q <= (read_q == LAST) ? {PW{1'b0}} : read_q + 1'b1;
      if (push != fetch) grew_q <= push;
      fetched_valid_q <= fetch || (fetched_valid_q && !advance);
      if (advance) out_valid_q <= fetched_valid_q;
    end
  end

  (* ram_style = "block" *) reg [WIDTH:0] mem_q [0:MEM-1];
  reg [WIDTH:0] fetched_q, out_q;
  assign {m_axis_tlast, m_axis_tdata} = out_q;

  always @(posedge clk) begin
    if (push) mem_q[write_q] <= {s_axis_tlast, s_axis_tdata};
    if (fetch) fetched_q <= mem_q[read_q];
    if (advance) out_q <= fetched_q;
  end

`ifdef FORMAL
  localparam integer FW = $clog2(DEPTH);
  localparam [FW-1:0] F_MEM = MEM[FW-1:0];
  // Pointers as wide as a level, so that sums of them do not wrap.
  wire [FW-1:0] f_write = {{(FW - PW) {1'b0}}, write_q};
  wire [FW-1:0] f_read = {{(FW - PW) {1'b0}}, read_q};
  wire [FW:0]   f_sum = {1'b0, f_read} + {1'b0, f_pick};
  wire [FW:0]   f_at = (f_sum >= {1'b0, F_MEM}) ? f_sum - {1'b0, F_MEM} : f_sum;
  assign f_stored = same ? (grew_q ? F_MEM : {FW{1'b0}})
                         : (f_write > f_read) ? f_write - f_read : f_write + F_MEM - f_read;
  assign f_valid = {fetched_valid_q, out_valid_q};
  assign f_fetched = fetched_q;
  assign f_beat = mem_q[f_at[PW-1:0]];
  always @(*) begin
    if (!rst) begin
      assert (f_write < F_MEM && f_read < F_MEM);
      if (f_stored >= 2) assert (fetched_valid_q && out_valid_q);
    end
  end
`endif

endmodule

`default_nettype wire
