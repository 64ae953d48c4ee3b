// SPDX-License-Identifier: Apache-2.0
// fr_lut: replaces each element by an entry of its channel's table.
//
// The tables stand outside, one memory a lane: lane p reads at t_addr slice p, and slice p of t_data must be the entry
// one enabled (t_en) cycle later. Address = channel fold * ENTRIES + ((code - IN_MIN) modulo 2^IN_WIDTH); the fold
// counts as 0 if SHARED. Codes outside IN_MIN .. IN_MIN + ENTRIES - 1 must not occur.
//
// Latency     : 2 cycles.
// Throughput  : 1 beat a cycle.
// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_lut #(
    parameter integer CHANNELS  = 4,  // channels of a pixel, a multiple of PE
    parameter integer PE        = 2,  // elements of a beat
    parameter integer IN_WIDTH  = 4,  // bits of an input element
    parameter integer IN_MIN    = 0,  // code that reads entry 0
    parameter integer ENTRIES   = 16, // of a channel's table
    parameter integer SHARED    = 0,  // 1: one table for all channels
    parameter integer OUT_WIDTH = 8   // bits of an output element
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire [PE*IN_WIDTH-1:0]  s_axis_tdata,
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire                    s_axis_tlast,
    output wire [PE*OUT_WIDTH-1:0] m_axis_tdata,
    output wire                    m_axis_tvalid,
    input  wire                    m_axis_tready,
    output wire                    m_axis_tlast,
    output wire                    t_en,
    output wire [PE*((((SHARED != 0) ? 1 : CHANNELS/PE)*ENTRIES > 1) ?
                     $clog2(((SHARED != 0) ? 1 : CHANNELS/PE)*ENTRIES) : 1) - 1:0] t_addr,
    input  wire [PE*OUT_WIDTH-1:0] t_data
);
  localparam integer FOLDS = (SHARED != 0) ? 1 : CHANNELS / PE;
  localparam integer DEPTH = FOLDS * ENTRIES;
  localparam integer AW = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  localparam integer SUM = (AW > IN_WIDTH) ? AW : IN_WIDTH;  // bits in which base and index are added
  localparam [IN_WIDTH-1:0] FIRST = IN_MIN[IN_WIDTH-1:0];

  generate
    if (PE < 1 || CHANNELS < 1 || CHANNELS % PE != 0) begin : g_check_pe
      fr_illegal_PE_must_divide_CHANNELS u_stop ();
    end
    if (IN_WIDTH < 1 || IN_WIDTH > 32) begin : g_check_in
      fr_illegal_IN_WIDTH u_stop ();
    end
    if (ENTRIES < 1) begin : g_check_entries
      fr_illegal_ENTRIES u_stop ();
    end
  endgenerate

  reg  v1_q;
  reg  v2_q;
  reg  last1_q;
  reg  last2_q;
  reg  [PE*OUT_WIDTH-1:0] y2_q;
  wire en = m_axis_tready || !v2_q;

  assign s_axis_tready = en;
  assign m_axis_tvalid = v2_q;
  assign m_axis_tdata  = y2_q;
  assign m_axis_tlast  = last2_q;
  assign t_en = en;

  always @(posedge clk) begin
    if (rst) begin
      v1_q <= 1'b0;
      v2_q <= 1'b0;
    end else if (en) begin
      v1_q <= s_axis_tvalid;
      v2_q <= v1_q;
    end
    if (en) begin
      last1_q <= s_axis_tlast;
      last2_q <= last1_q;
      y2_q    <= t_data;
    end
  end

  // First address of the fold's tables.
  wire [SUM-1:0] base;
  generate
    if (FOLDS > 1) begin : g_base
      localparam integer LAST_INT = (FOLDS - 1) * ENTRIES;
      localparam [SUM-1:0] LAST = LAST_INT[SUM-1:0];
      localparam [SUM-1:0] STEP = ENTRIES[SUM-1:0];
      reg [SUM-1:0] base_q;
      always @(posedge clk) begin
        if (rst) base_q <= {SUM{1'b0}};
        else if (en && s_axis_tvalid) base_q <= (base_q == LAST) ? {SUM{1'b0}} : base_q + STEP;
      end
      assign base = base_q;
    end else begin : g_no_base
      assign base = {SUM{1'b0}};
    end
  endgenerate

  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : g_pe
      wire [IN_WIDTH-1:0] index = s_axis_tdata[p*IN_WIDTH+:IN_WIDTH] - FIRST;
      wire [SUM-1:0]      wide;
      if (SUM > IN_WIDTH) begin : g_extend
        assign wide = {{(SUM - IN_WIDTH) {1'b0}}, index};
      end else begin : g_same
        assign wide = index;
      end
      wire [SUM-1:0] address = base + wide;
      assign t_addr[p*AW+:AW] = address[AW-1:0];
      wire unused_ok = &{1'b0, address};
    end
  endgenerate
endmodule

`default_nettype wire
