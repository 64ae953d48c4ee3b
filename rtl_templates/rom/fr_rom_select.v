// SPDX-License-Identifier: Apache-2.0
// fr_rom_select: reads a memory whose rows were cut into segments that stand side by side in wider, shallower memories.
//
// Latency     : 0 from addr to row; data belongs to the addr of the last enabled cycle, as that of the memories.
// Throughput  : 1 word a cycle.
// Backpressure: data holds while en is low.
// Reset       : none.
//
// All segments are read at the same `row`; segment g holds the words g*STEP .. g*STEP + STEP-1 and drives slots
// [g*WIDTH +: WIDTH] one enabled cycle later.
`default_nettype none

module fr_rom_select #(
    parameter integer WIDTH = 8,  // bits of a word, >= 1
    parameter integer DEPTH = 8,  // words, > STEP
    parameter integer STEP  = 4   // words of a segment, even
) (
    input  wire                                        clk,
    input  wire                                        en,
    input  wire [                   $clog2(DEPTH)-1:0] addr,
    output wire [                    $clog2(STEP)-1:0] row,
    input  wire [(DEPTH + STEP - 1) / STEP*WIDTH-1:0] slots,
    output wire [                           WIDTH-1:0] data
);
  localparam integer SEGMENTS = (DEPTH + STEP - 1) / STEP;
  localparam integer AB = $clog2(DEPTH);
  localparam integer RB = $clog2(STEP);
  localparam integer SB = $clog2(SEGMENTS);
  // The low bits of an address that cannot tell segments apart.
  localparam integer LB = low_zeros(STEP);

  function integer low_zeros(input integer value);
    begin
      low_zeros = 0;
      while (low_zeros < 31 && ((value >> low_zeros) & 1) == 0) low_zeros = low_zeros + 1;
    end
  endfunction

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (STEP < 2 || STEP % 2 != 0 || STEP >= DEPTH) begin : g_check_step
      fr_illegal_STEP u_stop ();
    end
  endgenerate

  wire [SB-1:0] segment;
  reg  [SB-1:0] segment_q;
  always @(posedge clk) if (en) segment_q <= segment;

  generate
    if (LB == RB) begin : g_power_of_two
      assign segment = addr[AB-1:RB];
      assign row = addr[RB-1:0];
    end else begin : g_any_step
      localparam integer PagesInt = STEP >> LB;  // of a segment
      localparam [AB-LB-1:0] Pages = PagesInt[AB-LB-1:0];
      wire [AB-LB-1:0] page = addr[AB-1:LB];
      reg  [SB-1:0]    index;
      reg  [AB-LB-1:0] first;  // the segment's first page
      reg  [AB-LB-1:0] start;
      integer          g;
      always @* begin
        index = {SB{1'b0}};
        first = {(AB - LB) {1'b0}};
        start = {(AB - LB) {1'b0}};
        for (g = 1; g < SEGMENTS; g = g + 1) begin
          start = start + Pages;
          if (page >= start) begin
            index = g[SB-1:0];
            first = start;
          end
        end
      end
      wire [AB-LB-1:0] rest = page - first;
      assign segment = index;
      assign row = {rest[RB-LB-1:0], addr[LB-1:0]};
      if (AB > RB) begin : g_unused
        wire unused_rest = &{1'b0, rest[AB-LB-1:RB-LB]};
      end
    end
  endgenerate

  // A multiplexer a column: synthesis makes trees of these, but not of one variable slice of all slots.
  generate
    genvar c, s;
    for (c = 0; c < WIDTH; c = c + 1) begin : g_column
      wire [SEGMENTS-1:0] bits;
      for (s = 0; s < SEGMENTS; s = s + 1) begin : g_segment
        assign bits[s] = slots[s*WIDTH+c];
      end
      assign data[c] = bits[segment_q];
    end
  endgenerate
endmodule

`default_nettype wire
