// SPDX-License-Identifier: Apache-2.0
// fr_carry: a carry chain of the device. o[k] = s[k] ^ c, co[k] = s[k] ? c : di[k], where c is co[k-1], or ci for k = 0.
//
// Latency     : 0 (combinational).
// Throughput  : 1 value a cycle.
// Backpressure: none.
// Reset       : none.
//
// Made of CARRY4, or of CARRY8 where the macro FR_CARRY8 is defined (UltraScale and UltraScale+). Without the macro
// FR_PRIMITIVES it is plain logic.
`default_nettype none

module fr_carry #(
    parameter integer WIDTH = 4  // positions, >= 1
) (
    input  wire             ci,
    input  wire [WIDTH-1:0] s,
    input  wire [WIDTH-1:0] di,
    output wire [WIDTH-1:0] o,
    output wire [WIDTH-1:0] co
);
  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
  endgenerate

`ifdef FR_PRIMITIVES
`ifdef FR_CARRY8
  localparam integer BLOCK = 8;
`else
  localparam integer BLOCK = 4;
`endif
  localparam integer BLOCKS = (WIDTH + BLOCK - 1) / BLOCK;
  localparam integer FULL = BLOCKS * BLOCK;
  wire [FULL-1:0] s_full;
  wire [FULL-1:0] di_full;
  genvar b;
  generate
    if (FULL > WIDTH) begin : g_fill
      assign s_full  = {{(FULL - WIDTH) {1'b0}}, s};
      assign di_full = {{(FULL - WIDTH) {1'b0}}, di};
    end else begin : g_exact
      assign s_full  = s;
      assign di_full = di;
    end
    for (b = 0; b < BLOCKS; b = b + 1) begin : g_block
      localparam integer USED = (b == BLOCKS - 1) ? WIDTH - b * BLOCK : BLOCK;
      wire [BLOCK-1:0] block_o;
      wire [BLOCK-1:0] block_co;
      assign o[b*BLOCK+:USED]  = block_o[USED-1:0];
      assign co[b*BLOCK+:USED] = block_co[USED-1:0];
      if (USED < BLOCK) begin : g_rest
        wire unused_ok = &{1'b0, block_o[BLOCK-1:USED], block_co[BLOCK-1:USED]};
      end
      wire below;
      if (b == 0) begin : g_first
        assign below = ci;
      end else begin : g_next
        assign below = g_block[b-1].block_co[BLOCK-1];
      end
`ifdef FR_CARRY8
      CARRY8 u_carry (
          .CI    (below),
          .CI_TOP(1'b0),
          .S     (s_full[b*BLOCK+:BLOCK]),
          .DI    (di_full[b*BLOCK+:BLOCK]),
          .O     (block_o),
          .CO    (block_co)
      );
`else
      CARRY4 u_carry (
          .CI    ((b == 0) ? 1'b0 : below),
          .CYINIT((b == 0) ? below : 1'b0),
          .S     (s_full[b*BLOCK+:BLOCK]),
          .DI    (di_full[b*BLOCK+:BLOCK]),
          .O     (block_o),
          .CO    (block_co)
      );
`endif
    end
  endgenerate
`else
  genvar k;
  generate
    for (k = 0; k < WIDTH; k = k + 1) begin : g_position
      wire below;
      wire above = s[k] ? below : di[k];
      if (k == 0) begin : g_first
        assign below = ci;
      end else begin : g_next
        assign below = g_position[k-1].above;
      end
      assign o[k]  = s[k] ^ below;
      assign co[k] = above;
    end
  endgenerate
`endif
endmodule

`default_nettype wire
