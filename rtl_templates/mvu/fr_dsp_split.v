// SPDX-License-Identifier: Apache-2.0
// fr_dsp_split: takes packed sums apart, exactly.
//
// p is the sum over rows of 2^(r*SPACING) * s_r, where each s_r has SUM bits and is not negative. If SUM > SPACING, rows
// overlap in SUM - SPACING bits; `residue` says what s_r is modulo 2^(SUM - SPACING), for all rows but the lowest. The
// overlap less the residue of the row above gives the upper bits of a row, and taking these off gives the row above.
//
// Latency     : 1 enabled cycle if SUM > SPACING, else 0.
// Throughput  : 1 a cycle.
// Backpressure: everything holds while en is low.
// Reset       : none; s is unknown for the latency.
`default_nettype none

module fr_dsp_split #(
    parameter integer ROWS    = 2,   // >= 1
    parameter integer SPACING = 16,
    parameter integer SUM     = 18,  // bits of a row's sum
    parameter integer OVERLAP = 2    // SUM - SPACING, but at least 1 (not used if SUM <= SPACING)
) (
    input  wire                                            clk,
    input  wire                                            en,
    input  wire [              (ROWS-1)*SPACING+SUM-1:0]   p,
    input  wire [((ROWS > 1) ? ROWS - 1 : 1)*OVERLAP-1:0]  residue,  // row 1 first
    output wire [                          ROWS*SUM-1:0]   s
);
  localparam integer ALL = (ROWS - 1) * SPACING + SUM;
  genvar r;
  generate
    if (ROWS < 1 || SPACING < 1 || SUM < 1 || OVERLAP < 1) begin : g_check
      fr_illegal_ROWS_or_SPACING_or_SUM_or_OVERLAP u_stop ();
    end
    if (SUM <= SPACING) begin : g_apart
      wire unused_ok = &{1'b0, clk, en, residue, p};
      for (r = 0; r < ROWS; r = r + 1) begin : g_row
        assign s[r*SUM+:SUM] = p[r*SPACING+:SUM];
      end
    end else begin : g_overlap
      reg [ROWS*SUM-1:0] s_q;
      assign s = s_q;
      if (ROWS == 1) begin : g_no_residue
        wire unused_ok = &{1'b0, residue};
      end
      for (r = 0; r < ROWS; r = r + 1) begin : g_row
        localparam integer LEFT = ALL - r * SPACING;  // bits of this row and those above
        wire [LEFT-1:0] x;
        if (r == 0) begin : g_lowest
          assign x = p;
        end else begin : g_above
          // What is left, with the row's residue in its low bits.
          wire [LEFT-OVERLAP-1:0] rest = g_row[r-1].x[SPACING+LEFT-1:SPACING+OVERLAP];
          wire [LEFT-OVERLAP-1:0] minus = {{(LEFT - OVERLAP - 1) {1'b0}}, g_row[r-1].g_more.borrow};
          assign x = {rest - minus, residue[(r-1)*OVERLAP+:OVERLAP]};
        end
        if (r < ROWS - 1) begin : g_more
          wire [OVERLAP-1:0] both = x[SPACING+:OVERLAP];
          wire [OVERLAP-1:0] above = residue[r*OVERLAP+:OVERLAP];
          wire borrow = both < above;
          always @(posedge clk) if (en) s_q[r*SUM+:SUM] <= {both - above, x[SPACING-1:0]};
        end else begin : g_highest
          always @(posedge clk) if (en) s_q[r*SUM+:SUM] <= x;
        end
      end
    end
  endgenerate
endmodule

`default_nettype wire
