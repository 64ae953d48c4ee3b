// SPDX-License-Identifier: Apache-2.0
// fr_dsp_residue: the dot product of a row's columns modulo 2 or 4, from the operands' low bits.
//
// Latency     : 2 enabled cycles.
// Throughput  : 1 a cycle.
// Backpressure: everything holds while en is low.
// Reset       : none; y is unknown for the latency.
`default_nettype none

module fr_dsp_residue #(
    parameter integer COLUMNS = 4,  // 1..4
    parameter integer BITS    = 2   // of y, 1 or 2
) (
    input  wire                    clk,
    input  wire                    en,
    input  wire [BITS*COLUMNS-1:0] a,    // the activations' low bits
    input  wire [BITS*COLUMNS-1:0] w,    // the weights' low bits
    output reg  [        BITS-1:0] y
);
  generate
    if (COLUMNS < 1 || COLUMNS > 4 || BITS < 1 || BITS > 2) begin : g_check
      fr_illegal_COLUMNS_or_BITS u_stop ();
    end
  endgenerate

  // Modulo 4, the high bit of a sum is the parity of the high bits and of the low bits' carries.
  wire [7:0] ax = {{(8 - BITS * COLUMNS) {1'b0}}, a};
  wire [7:0] wx = {{(8 - BITS * COLUMNS) {1'b0}}, w};
  reg  [2*BITS-1:0] half_q;  // columns 0 and 1, columns 2 and 3
  genvar h;
  generate
    if (BITS == 1) begin : g_parity
      wire unused_ok = &{1'b0, ax[7:4], wx[7:4]};
      always @(posedge clk) begin
        if (en) begin
          half_q <= {^(ax[3:2] & wx[3:2]), ^(ax[1:0] & wx[1:0])};
          y      <= ^half_q;
        end
      end
    end else begin : g_mod_4
      for (h = 0; h < 2; h = h + 1) begin : g_half
        wire [3:0] ah = ax[4*h+:4];
        wire [3:0] wh = wx[4*h+:4];
        wire low = ah[0] && wh[0];
        wire high = (ah[1] && wh[0]) ^ (ah[0] && wh[1]);
        always @(posedge clk) begin
          if (en) begin
            half_q[2*h]   <= low ^ (ah[2] && wh[2]);
            half_q[2*h+1] <= high ^ (ah[3] && wh[2]) ^ (ah[2] && wh[3]) ^ (low && ah[2] && wh[2]);
          end
        end
      end
      always @(posedge clk) begin
        if (en) y <= {half_q[3] ^ half_q[1] ^ (half_q[2] && half_q[0]), half_q[2] ^ half_q[0]};
      end
    end
  endgenerate
endmodule

`default_nettype wire
